"""What stands in the raw tables: read as superuser, checked by docs/formats.md alone, with no code of a service."""

import json
import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any  # what an event says is JSON
from uuid import UUID, uuid5

import asyncpg

from tests.faults.installation import Installation

_EVENTS = """
SELECT *, (extract(epoch FROM occurred_at) * 1000000)::bigint AS occurred_us,
       (extract(epoch FROM recorded_at) * 1000000)::bigint AS recorded_us
FROM log.events ORDER BY tenant, position
"""

_ASIDE = """
SELECT format('%s of %s parked %s: %s', follower, tenant, position, reason) AS what FROM run.parked
UNION ALL SELECT format('%s of %s at %s was refused: %s', rule, tenant, stream, refused) FROM run.fired
WHERE refused IS NOT NULL
"""


@dataclass(frozen=True)
class Stored:
    """An event as it stands in its log."""

    tenant: str
    position: int
    stream: str
    version: int
    type: str
    id: UUID
    command: UUID
    actor: str
    recorded: datetime
    said: Mapping[str, Any]
    fact: str | None


@dataclass(frozen=True)
class RawLog:
    """All logs of one service: events by district in order, which commands are on record, what followers left aside."""

    service: str
    events: tuple[Stored, ...]
    commands: Mapping[tuple[str, UUID], tuple[str, int, int]]  # status, first, last
    faults: tuple[str, ...]
    aside: tuple[str, ...]

    def of(self, *types: str) -> list[Stored]:
        """The events of some types."""
        return [event for event in self.events if event.type in types]


async def read(here: Installation, service: str) -> RawLog:
    """The logs of a service, with all that is wrong in them by themselves."""
    db = await here.database(service)
    try:
        store = await db.fetchval("SELECT store FROM log.store")
        rows = await db.fetch(_EVENTS)
        heads = {row["tenant"]: row for row in await db.fetch("SELECT * FROM log.heads")}
        commands = await db.fetch("SELECT tenant, command_id, status, first, last FROM log.commands")
        aside = tuple(row["what"] for row in await db.fetch(_ASIDE))
    finally:
        await db.close()
    by_district: dict[str, list[asyncpg.Record]] = defaultdict(list)
    for row in rows:
        by_district[row["tenant"]].append(row)
    faults: list[str] = []
    for tenant, head in heads.items():
        faults += _faults(service, store, tenant, by_district[tenant], head)
        faults += _fact_faults(f"{service} in {tenant}", by_district[tenant], head)
    known = {(row["tenant"], row["command_id"]): (row["status"], row["first"], row["last"]) for row in commands}
    events = tuple(_stored(row) for row in rows)
    return RawLog(service, events, known, (*faults, *_commands_faults(service, events, known)), aside)


def _stored(row: asyncpg.Record) -> Stored:
    return Stored(
        row["tenant"],
        row["position"],
        row["stream"],
        row["version"],
        row["type"],
        row["event_id"],
        row["command_id"],
        row["actor"],
        row["recorded_at"],
        json.loads(row["data"]),
        row["fact_type"],
    )


def _faults(
    service: str, store: UUID, tenant: str, rows: Iterable[asyncpg.Record], head: asyncpg.Record
) -> Iterable[str]:
    """Positions dense, versions of each stream in order, the chain, and the head at its end."""
    where = f"{service} in {tenant}"
    chain = sha256(_lp("minqing-log/1") + _lp(service) + struct.pack(">i", 16) + store.bytes + _lp(tenant)).digest()
    versions: Counter[str] = Counter()
    last = 0
    for row in rows:
        last += 1
        versions[row["stream"]] += 1
        chain = _hash(chain, row)
        if row["position"] != last:
            yield f"{where}: position {row['position']} where {last} is due"
        if row["version"] != versions[row["stream"]]:
            yield f"{where} at {last}: version {row['version']} of {row['stream']}, {versions[row['stream']]} is due"
        if row["hash"] != chain:
            yield f"{where} at {last}: the chain is broken"
    if (head["position"], head["hash"]) != (last, chain):
        yield f"{where}: the head says {head['position']}, the log ends at {last}"


def _fact_faults(where: str, rows: Iterable[asyncpg.Record], head: asyncpg.Record) -> Iterable[str]:
    """Each fact names the one before it, and the head the last."""
    before, last = 0, head["fact_hash"]
    for row in (row for row in rows if row["fact_type"]):
        if row["fact_previous"] != before:
            yield f"{where} at {row['position']}: the fact before it is at {before}, not at {row['fact_previous']}"
        before, last = row["position"], row["hash"]
    if (head["fact_position"], head["fact_hash"]) != (before, last):
        yield f"{where}: the last fact is at {before}, the head says {head['fact_position']}"


def _hash(before: bytes, row: asyncpg.Record) -> bytes:
    said = b"".join(_lp(row[name]) for name in ("tenant", "stream", "type"))
    said += row["event_id"].bytes + row["command_id"].bytes + _lp(row["actor"]) + struct.pack(">q", row["occurred_us"])
    said += b"".join(_lp(row[name] or "") for name in ("data", "meta", "fact_type", "fact_data"))
    place = struct.pack(">qqq", row["position"], row["version"], row["recorded_us"])
    return sha256(before + place + sha256(said).digest()).digest()


def _lp(text: str) -> bytes:
    return struct.pack(">i", len(text.encode())) + text.encode()


def _commands_faults(
    service: str, events: Iterable[Stored], commands: Mapping[tuple[str, UUID], tuple[str, int, int]]
) -> Iterable[str]:
    """Each command's events stand together, bear its ids in order, and are what is on record of it."""
    found: dict[tuple[str, UUID], list[Stored]] = defaultdict(list)
    for event in events:
        found[event.tenant, event.command].append(event)
    for key, made in found.items():
        if commands.get(key) != ("stored", made[0].position, made[-1].position):
            yield f"{service}: command {key} is on record as {commands.get(key)}"
        if [(one.position, one.id) for one in made] != _due(key[1], made[0].position, len(made)):
            yield f"{service}: the events of command {key} are not what one command makes"
    stored = {key for key, (status, _, _) in commands.items() if status == "stored"}
    yield from (f"{service}: command {key} is on record, its events are not there" for key in stored - found.keys())


def _due(command: UUID, first: int, count: int) -> list[tuple[int, UUID]]:
    return [(first + n, uuid5(command, str(n))) for n in range(count)]
