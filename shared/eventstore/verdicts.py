"""What operators ask of parked events: resume, or discard on record; whichever process moves the place does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from shared.errors import NotFound
from shared.eventstore.connections import Connections
from shared.eventstore.parking import BEHIND
from shared.eventstore.pool import in_district
from shared.eventstore.projections import Follower
from shared.ids import Tenant

_OF_ONE = "tenant = $1 AND producer = $2 AND follower = $3 AND version = $4"
_LISTED = """
SELECT producer, follower, version, position, event_id, type, stream, array_agg(key ORDER BY key) AS keys,
       min(reason) AS reason, min(verdict) AS verdict, min(parked_at) AS parked_at
FROM run.parked JOIN unnest($1::text[], $2::text[], $3::int[]) AS o (producer, follower, version)
     USING (producer, follower, version)
GROUP BY producer, follower, version, position, event_id, type, stream
ORDER BY verdict, follower, producer, position LIMIT $4
"""
_HOLD = f"SELECT 1 FROM run.checkpoints WHERE {_OF_ONE} FOR SHARE"
_RESUME = f"""
UPDATE run.parked SET verdict = 'resume' WHERE {_OF_ONE} AND verdict IS NULL
   AND ($5 = '' OR position IN (SELECT position FROM run.parked WHERE {_OF_ONE} AND key = $5))
RETURNING position
"""
_LET_GO_ON = f"UPDATE run.parked SET verdict = 'resume' WHERE {_OF_ONE} AND verdict IS NULL AND reason = $5"
_DISCARD = f"""
UPDATE run.parked SET verdict = 'discard' WHERE {_OF_ONE} AND position = $5 AND verdict IS DISTINCT FROM 'resume'
RETURNING position
"""
_RECORD = f"""
INSERT INTO run.discarded (tenant, producer, follower, version, position, event_id, parked_for, why, discarded_by)
SELECT tenant, producer, follower, $8, position, event_id, reason, $6, $7
FROM run.parked WHERE {_OF_ONE} AND position = $5 LIMIT 1 ON CONFLICT DO NOTHING
"""
_MOST_LISTED = 1000


@dataclass(frozen=True, slots=True)
class Listed:
    """A parked event as operators see it: ids, types and codes, never contents."""

    producer: str
    follower: str
    version: int
    position: int
    event_id: UUID
    type: str
    stream: str
    keys: Sequence[str]
    reason: str
    verdict: str | None
    parked_at: datetime


@dataclass(frozen=True, slots=True)
class Discarding:
    """That a follower is never to take in an event of a producer's log; why, and who says so, stays on record."""

    producer: str
    follower: str
    position: int
    why: str
    by: str


class Parking:
    """What the followers of a service have parked. What an earlier version of one had parked waits for nobody.

    A verdict is for `everybody`, all builds of a read model; what is `shown` is of its live one alone.
    """

    def __init__(self, pool: Connections, shown: Sequence[Follower], everybody: Sequence[Follower]) -> None:
        self._pool = pool
        self._shown = shown
        self._everybody = everybody

    async def listed(self, tenant: Tenant) -> list[Listed]:
        """The first thousand parked events of a district: those with an open verdict, then the others, in order."""
        async with in_district(self._pool, tenant) as connection:
            rows = await connection.fetch(_LISTED, *columns_of(self._shown), _MOST_LISTED)
        return [Listed(**row) for row in rows]

    async def resume(self, tenant: Tenant, follower: str, key: str) -> int:
        """Have a follower's parked events taken in again, of one key or, with "", of all; how many.

        Raises NotFound where none is parked so.
        """
        asked = 0
        async with in_district(self._pool, tenant) as connection:
            for each in self._named(follower):
                which = _which(tenant, each)
                await _hold(connection, which)
                events = _events(await connection.fetch(_RESUME, *which, key))
                asked += events if each in self._shown else 0
                await connection.execute(_LET_GO_ON, *which, BEHIND)
            return _some(asked)

    async def discard(self, tenant: Tenant, asked: Discarding) -> int:
        """Have one parked event left out for good, and what waits behind it go on.

        Raises NotFound where it is not parked, or about to be taken in again.
        """
        async with in_district(self._pool, tenant) as connection:
            events = [
                await _discarded(connection, (tenant, each), asked)
                for each in self._named(asked.follower, asked.producer)
            ]
            return min(1, _some(sum(events)))

    def _named(self, follower: str, producer: str = "") -> list[Follower]:
        """Those of a name, with all their builds, one for each log that it follows, or of one producer's."""
        return [each for each in self._everybody if each.name == follower and producer in ("", each.source)]


def columns_of(followers: Sequence[Follower]) -> tuple[list[str], list[str], list[int]]:
    """Followers as three arrays: the log, the name, the version of each."""
    return (
        [each.source for each in followers],
        [each.name for each in followers],
        [each.version for each in followers],
    )


async def _discarded(connection: asyncpg.Connection, who: tuple[Tenant, Follower], asked: Discarding) -> int:
    tenant, follower = who
    which = _which(tenant, follower)
    await _hold(connection, which)
    events = _events(await connection.fetch(_DISCARD, *which, asked.position))
    if events:
        await connection.execute(_RECORD, *which, asked.position, asked.why, asked.by, follower.meaning)
        await connection.execute(_LET_GO_ON, *which, BEHIND)
    return events


def _which(tenant: Tenant, follower: Follower) -> tuple[Tenant, str, str, int]:
    return tenant, follower.source, follower.name, follower.version


async def _hold(connection: asyncpg.Connection, which: tuple[Tenant, str, str, int]) -> None:
    """Let no verdict be carried out while another is written down."""
    await connection.fetch(_HOLD, *which)


def _events(rows: Sequence[asyncpg.Record]) -> int:
    return len({row["position"] for row in rows})


def _some(asked: int) -> int:
    if not asked:
        raise NotFound("not-parked")
    return asked
