"""Exports in tests, made by the product's chain and checked by the verifier, which shares nothing with it."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any  # a line is a JSON object
from uuid import UUID

from deploy.minqing.verifier import Log, Seal, verify
from shared.eventstore.chain import Content, digest_of, genesis, link

Line = dict[str, Any]
STORE = UUID("0b7d4c5e-6a1f-4c3e-9f58-2f1f6f0f7a01")
NAMES = {"service": "casework", "store": str(STORE), "tenant": "shifan"}


def verified(lines: Iterable[str], seal: Seal | None = None) -> Log:
    """The log that an export of these lines shows. Raises Broken."""
    return verify(io.BytesIO("".join(lines).encode()), seal)


def an_event(**members: Any) -> Line:  # Any: JSON
    """What an event of an export says, without position and hash."""
    return {
        "stream": "case/7f0c2a34-0d0e-5d57-8f1e-3f0f7e1c9a10",
        "version": 1,
        "type": "case-noted.v1",
        "eventid": "3a5f6f0e-54f1-5f0a-9b1c-0c6b2d7e8f02",
        "commandid": "9d2c1f7a-7f4b-5e57-a6b0-1d0f3b9a2c03",
        "actor": "account:张三",
        "occurred": 1291123200000000,
        "recorded": 1291123200000001,
        "data": '{"note":"已联系当事人"}',
        "meta": "{}",
        "fact": None,
        **members,
    }


def chained(events: Sequence[Line], names: Mapping[str, str] = NAMES) -> list[str]:
    """The whole export of a log in which this happened, its chain computed as the product does."""
    previous = genesis(names["service"], UUID(names["store"]), names["tenant"])
    lines: list[Line] = [{"format": "minqing-log/1", **names, "from": 1, "previoushash": previous.hex()}]
    for position, event in enumerate(events, 1):
        digest = digest_of(_content(names["tenant"], event))
        previous = link(previous, position, event["version"], event["recorded"], digest)
        lines.append({"position": position, **event, "hash": previous.hex()})
    return [line_of(line) for line in [*lines, {"head": {"position": len(events), "hash": previous.hex()}}]]


def withheld(line: str, tenant: str = "shifan") -> str:
    """An event's line, its content withheld."""
    said = json.loads(line)
    kept = {name: said[name] for name in ("position", "version", "recorded")}
    return line_of({**kept, "digest": digest_of(_content(tenant, said)).hex(), "hash": said["hash"]})


def cut(lines: Sequence[str], last: int) -> list[str]:
    """An export that pretends that the log ends at an earlier position."""
    kept = list(lines[: last + 1])
    return [*kept, line_of({"head": {"position": last, "hash": hash_at(lines, last)}})]


def later(lines: Sequence[str], first: int) -> list[str]:
    """The same log's export from a position on."""
    origin = {**json.loads(lines[0]), "from": first, "previoushash": hash_at(lines, first - 1)}
    return [line_of(origin), *lines[first:]]


def hash_at(lines: Sequence[str], position: int) -> str:
    """The chain's hash at a position of a whole export."""
    said = json.loads(lines[position])
    return str(said["hash"] if position else said["previoushash"])


def line_of(said: Mapping[str, Any]) -> str:
    """A line as exports write it."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n"


def _content(tenant: str, said: Line) -> Content:
    fact = said["fact"] or {"type": "", "data": ""}
    return Content(
        tenant=tenant,
        stream=said["stream"],
        type=said["type"],
        event_id=UUID(said["eventid"]),
        command_id=UUID(said["commandid"]),
        actor=said["actor"],
        occurred=said["occurred"],
        data=said["data"],
        meta=said["meta"],
        fact_type=fact["type"],
        fact_data=fact["data"],
    )
