"""Seals: what the product signs is what the verifier believes, and nothing else is."""

import base64
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any  # a seal is a JSON object
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as some

from deploy.minqing.verifier import Broken, read_seal, verify
from shared.eventstore.seal import LogHead, name_of, seal_of, signed_bytes
from shared.ids import Tenant
from tests.unit.verifier.pinned import EXPORT, SEAL

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
GOLDEN = json.loads(SEAL)
HEAD = LogHead(
    service="casework",
    store=UUID("0b7d4c5e-6a1f-4c3e-9f58-2f1f6f0f7a01"),
    tenant=Tenant("shifan"),
    position=2,
    hash=bytes.fromhex("26ae414a4e1049928ae61cf17d2dd33522560e8bda754da1ba438b4fa738da8f"),
    time=datetime(2010, 12, 1, 1, 2, 3, 4, tzinfo=UTC),
)
SIGNED = (
    "0000000e6d696e71696e672d7365616c2f31" "0000000863617365776f726b" "000000100b7d4c5e6a1f4c3e9f582f1f6f0f7a01"
    "0000000673686966616e" "0000000000000002" "26ae414a4e1049928ae61cf17d2dd33522560e8bda754da1ba438b4fa738da8f"
    "0004964eda6c78c4"
)  # fmt: skip


def refused(**changes: Any) -> str:
    """What is said of the golden seal with other members."""
    with pytest.raises(Broken) as broken:
        read_seal(json.dumps({**GOLDEN, **changes}).encode(), PUBLIC)
    return str(broken.value)


def test_a_seal_is_made_byte_for_byte_as_the_format_says() -> None:
    assert seal_of(HEAD, KEY).encode() == SEAL
    assert signed_bytes(HEAD).hex() == SIGNED


def test_the_golden_seal_is_the_one_that_the_document_shows() -> None:
    document = (Path(__file__).parents[3] / "docs" / "formats.md").read_text(encoding="utf-8")
    shown = "".join(document.split())
    assert f"signed{SIGNED}key{GOLDEN['key']}signature{GOLDEN['signature']}" in shown


def test_the_golden_export_is_the_log_of_the_golden_seal() -> None:
    seal = read_seal(SEAL, PUBLIC)
    log = verify(io.BytesIO(EXPORT), seal)
    assert (log.service, log.tenant, log.position, log.hash) == ("casework", "shifan", 2, HEAD.hash.hex())
    assert (seal.position, seal.hash, seal.time) == (2, HEAD.hash.hex(), "2010-12-01T01:02:03.000004Z")


@settings(max_examples=8)
@given(
    some.builds(
        LogHead,
        service=some.sampled_from(["scheduling", "ledger", "casework", "notify"]),
        store=some.uuids(),
        tenant=some.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True).map(Tenant),
        position=some.integers(0, 2**63 - 1),
        hash=some.binary(min_size=32, max_size=32),
        time=some.datetimes(timezones=some.just(UTC)),
    ),
    some.binary(min_size=32, max_size=32).map(Ed25519PrivateKey.from_private_bytes),
)
def test_whatever_is_sealed_is_believed(head: LogHead, key: Ed25519PrivateKey) -> None:
    seal = read_seal(seal_of(head, key).encode(), key.public_key().public_bytes_raw())
    assert (seal.service, seal.store, seal.tenant, seal.position) == (
        head.service, str(head.store), head.tenant, head.position,
    )  # fmt: skip
    assert seal.hash == head.hash.hex()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("service", "ledger"),
        ("store", "0b7d4c5e-6a1f-4c3e-9f58-2f1f6f0f7a02"),
        ("tenant", "luanchuan"),
        ("position", 1),
        ("hash", "0f630047e29a844e417beec8ccc32f9da1601269bec736acbe915c1d8bddbe58"),
        ("time", "2010-12-01T01:02:03.000005Z"),
        ("signature", base64.b64encode(KEY.sign(b"something else")).decode()),
        ("key", name_of(OTHER)),
    ],
)
def test_a_seal_in_which_anything_was_changed_is_forged(name: str, value: object) -> None:
    assert refused(**{name: value}) == "the seal: its signature is not that of its key on what it says"


def test_a_seal_by_another_key_than_the_trusted_one_is_none() -> None:
    forged = seal_of(HEAD, OTHER).encode()
    assert read_seal(forged).key == OTHER.public_key().public_bytes_raw(), "it cannot be told from the seal alone"
    with pytest.raises(Broken, match="the seal: it was made by another key, "):
        read_seal(forged, PUBLIC)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("format", "minqing-seal/2", "its format is not minqing-seal/1"),
        ("position", True, "its position is not a whole number of 64 bits"),
        *(
            ("time", time, "its time is not a time in UTC, to the microsecond")
            for time in (
                1291165323000004,
                "2010-12-01T01:02:03Z",
                "2010-12-01 01:02:03.000004Z",
                "2010-12-01T01:02:03.000004+00:00",
                "2010-12-01T09:02:03.000004+08:00",
                "2010-12-01T01:02:03.000004",
                "2010-11-31T01:02:03.000004Z",
                "2010-11-30T24:00:00.000000Z",
            )
        ),
        *(
            ("key", key, "its key is not the base64 of 32 bytes")
            for key in (
                None,
                "",
                "A6EH",
                GOLDEN["key"].rstrip("="),
                GOLDEN["key"][:-2] + "h=",
                "张" * 44,
                [GOLDEN["key"]],
            )
        ),
        ("signature", GOLDEN["key"], "its signature is not the base64 of 64 bytes"),
        ("remark", "", "it has a member that the format does not know: 'remark'"),
    ],
)
def test_what_is_no_seal_is_told(name: str, value: object, why: str) -> None:
    assert refused(**{name: value}) == f"the seal: {why}"


@pytest.mark.parametrize("name", list(GOLDEN))
def test_what_a_seal_lacks_is_told(name: str) -> None:
    with pytest.raises(Broken, match=f"the seal: it lacks {name}"):
        read_seal(json.dumps({member: said for member, said in GOLDEN.items() if member != name}).encode())


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", SEAL + SEAL, EXPORT, b"{}"])
def test_another_file_is_no_seal(content: bytes) -> None:
    with pytest.raises(Broken, match="the seal: it "):
        read_seal(content)
