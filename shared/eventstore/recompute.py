"""Recomputing a chain from what it holds: from rows, or from the lines of an export (formats 1, 2)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any  # a line is a JSON object
from uuid import UUID

from shared.eventstore.chain import FORMAT, Content, digest_of, genesis, link
from shared.eventstore.rows import Row
from shared.ids import microseconds


class ChainBroken(ValueError):
    """What a log holds is not what its chain says, from `position` on."""

    def __init__(self, position: int, why: str) -> None:
        super().__init__(f"position {position}: {why}")
        self.position = position


@dataclass(frozen=True)
class Verified:
    """An export that recomputes: which log, from where to where, and the hash at its end."""

    service: str
    store: UUID
    tenant: str
    first: int
    position: int
    hash: bytes


def content_of(row: Row) -> Content:
    """What a row's digest is over."""
    return Content(
        tenant=row.tenant,
        stream=row.stream,
        type=row.type,
        event_id=row.event_id,
        command_id=row.command_id,
        actor=row.actor,
        occurred=microseconds(row.occurred),
        data=row.data,
        meta=row.meta,
        fact_type=row.fact_type or "",
        fact_data=row.fact_data or "",
    )


def hash_of(row: Row, previous: bytes) -> bytes:
    """The hash that a row should have after the one with hash `previous`."""
    return link(previous, row.position, row.version, microseconds(row.recorded), digest_of(content_of(row)))


def recompute(lines: Iterable[str]) -> Verified:
    """Recompute an export. Raises ChainBroken where it does not follow, ValueError when it is no export.

    It cannot tell of a tail cut off together with its head line: for that, compare with a seal (formats 3).
    """
    parsed = (json.loads(line) for line in lines)
    verified = _begun(next(parsed, {}))
    for line in parsed:
        if "head" in line:
            return _ended(verified, line["head"], next(parsed, None))
        verified = _followed(verified, line)
    raise ChainBroken(verified.position, "the export ends without its head")


def _begun(line: Mapping[str, Any]) -> Verified:
    if line.get("format") != FORMAT:
        raise ValueError(f"not an export of the format {FORMAT}")
    service, store, tenant, first = line["service"], UUID(line["store"]), line["tenant"], line["from"]
    previous = bytes.fromhex(line["previoushash"])
    if first == 1 and previous != genesis(service, store, tenant):
        raise ChainBroken(0, "it does not begin with the genesis of this log")
    return Verified(service, store, tenant, first, first - 1, previous)


def _followed(verified: Verified, line: Mapping[str, Any]) -> Verified:
    position = verified.position + 1
    if line.get("position") != position:
        raise ChainBroken(position, f"position {line.get('position')} follows {verified.position}")
    digest = bytes.fromhex(line["digest"]) if "digest" in line else digest_of(_content_of(verified.tenant, line))
    expected = link(verified.hash, position, line["version"], line["recorded"], digest)
    if line["hash"] != expected.hex():
        raise ChainBroken(position, f"its hash should be {expected.hex()}, and is {line['hash']}")
    return replace(verified, position=position, hash=expected)


def _content_of(tenant: str, line: Mapping[str, Any]) -> Content:
    fact = line["fact"] or {"type": "", "data": ""}
    return Content(
        tenant=tenant,
        stream=line["stream"],
        type=line["type"],
        event_id=UUID(line["eventid"]),
        command_id=UUID(line["commandid"]),
        actor=line["actor"],
        occurred=line["occurred"],
        data=line["data"],
        meta=line["meta"],
        fact_type=fact["type"],
        fact_data=fact["data"],
    )


def _ended(verified: Verified, head: Mapping[str, Any], after: object) -> Verified:
    if after is not None:
        raise ChainBroken(verified.position, "there are lines after the head")
    if (head["position"], head["hash"]) != (verified.position, verified.hash.hex()):
        raise ChainBroken(verified.position, f"the head is said to be at {head['position']}, {head['hash']}")
    return verified
