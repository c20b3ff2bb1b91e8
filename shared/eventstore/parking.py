"""What followers have left aside, once per key that it touches; and what operators decide of it (design 5)."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import asyncpg

from shared.errors import NotFound
from shared.eventstore.pages import Place, Said, Source
from shared.eventstore.places import Standing
from shared.eventstore.pool import Connection, in_district
from shared.ids import Tenant

_OF_ONE = "tenant = $1 AND producer = $2 AND follower = $3 AND version = $4"
_PARK = """
INSERT INTO run.parked (tenant, producer, follower, version, key, position, event_id, reason, type, stream,
                        read_fact, read_fact_hash, read_position, read_hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING
"""
_ASIDE = f"""
SELECT position, array_agg(key) AS keys, max(verdict) AS verdict, min(read_fact) AS fact,
       (array_agg(read_fact_hash ORDER BY read_position))[1] AS fact_hash, min(read_position) AS "from",
       (array_agg(read_hash ORDER BY read_position))[1] AS hash
FROM run.parked WHERE {_OF_ONE} GROUP BY position ORDER BY position
"""
_LEFT_AGAIN = f"""
INSERT INTO run.parked AS p (tenant, producer, follower, version, key, position, event_id, reason, type, stream,
                             read_fact, read_fact_hash, read_position, read_hash)
SELECT DISTINCT tenant, producer, follower, version, touched, position, event_id, $6, type, stream,
                read_fact, read_fact_hash, read_position, read_hash
FROM run.parked, unnest($7::text[]) AS touched WHERE {_OF_ONE} AND position = $5
ON CONFLICT (tenant, producer, follower, version, key, position) DO UPDATE SET reason = excluded.reason
"""
_NO_LONGER = f"DELETE FROM run.parked WHERE {_OF_ONE} AND position = $5 AND key <> ALL ($6::text[])"
_GONE = f"DELETE FROM run.parked WHERE {_OF_ONE} AND position = ANY ($5::bigint[])"
_CARRIED_OUT = f"UPDATE run.parked SET verdict = NULL WHERE {_OF_ONE} AND verdict IS NOT NULL"
_LISTED = """
SELECT producer, follower, version, position, event_id, type, stream, array_agg(key ORDER BY key) AS keys,
       min(reason) AS reason, max(verdict) AS verdict, min(parked_at) AS parked_at
FROM run.parked GROUP BY producer, follower, version, position, event_id, type, stream
ORDER BY follower, version, position LIMIT $1
"""
_RESUME = """
UPDATE run.parked p SET verdict = 'resume' WHERE follower = $1 AND verdict IS NULL
   AND ($2 = '' OR EXISTS (SELECT FROM run.parked o WHERE o.producer = p.producer AND o.follower = p.follower
                           AND o.version = p.version AND o.position = p.position AND o.key = $2))
RETURNING position
"""
_LET_GO_ON = "UPDATE run.parked SET verdict = 'resume' WHERE follower = $1 AND reason = $2 AND verdict IS NULL"
_DISCARD = "UPDATE run.parked SET verdict = 'discard' WHERE follower = $1 AND position = $2 RETURNING position"
_RECORD = """
INSERT INTO run.discarded (tenant, producer, follower, version, position, event_id, parked_for, why, discarded_by)
SELECT DISTINCT ON (producer, version) tenant, producer, follower, version, position, event_id, reason, $3, $4
FROM run.parked WHERE follower = $1 AND position = $2 ORDER BY producer, version, reason ON CONFLICT DO NOTHING
"""
_DISCARDED = f"""
SELECT position FROM run.discarded WHERE {_OF_ONE} AND position NOT IN
   (SELECT position FROM run.parked WHERE {_OF_ONE})
"""
_MOST_LISTED = 1000

BEHIND = "waits behind an earlier one"
"""The reason of an event that is parked for no fault of its own: it goes on with the one before it."""


@dataclass(frozen=True, slots=True)
class Parked:
    """An event that a follower leaves aside, with the keys that wait behind it."""

    said: Said
    keys: Sequence[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A parked event of one follower: its keys, the place before the page it came in, and an operator's verdict."""

    position: int
    keys: frozenset[str]
    before: Place
    verdict: str | None


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


@dataclass
class Outcome:
    """What became of verdicts: gone are what was taken in or discarded, `left` failed again; `waiting` stays parked."""

    gone: list[int] = field(default_factory=list)
    left: list[Parked] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)


TakeIn = Callable[[Said, set[str]], Awaitable[Parked | None]]
"""Takes one event in, unless it touches one of the keys; answers why it could not."""


async def park(connection: Connection, standing: Standing, parked: Iterable[Parked]) -> None:
    """Write down what is left aside of the page that begins where the follower stands."""
    rows = [
        (*_which(standing), key, at.position, at.id, each.reason, type_, at.stream, *_columns(standing.place))
        for each in parked
        for at, type_ in [(each.said.envelope, _type_of(standing, each.said))]
        for key in each.keys
    ]
    if rows:
        await connection.executemany(_PARK, rows)


async def aside(connection: Connection, standing: Standing) -> list[Aside]:
    """All that a follower has parked in its district, in order."""
    rows = await connection.fetch(_ASIDE, *_which(standing))
    return [
        Aside(
            row["position"],
            frozenset(row["keys"]),
            Place(row["fact"], row["fact_hash"], row["from"], row["hash"]),
            row["verdict"],
        )
        for row in rows
    ]


async def fetched(source: Source, tenant: Tenant, parked: Iterable[Aside]) -> dict[int, Said]:
    """The events that are to be taken in again, by position. Raises what reading a log raises."""
    found: dict[int, Said] = {}
    for each in (one for one in parked if one.verdict == "resume"):
        place = each.before
        while each.position not in found:
            page = await source.past(tenant, place)
            found.update((said.envelope.position, said) for said in page.said)
            assert page.after.position > place.position, "what was parked is in its log"
            place = page.after
    return found


async def resumed(parked: Sequence[Aside], said: Mapping[int, Said], take_in: TakeIn) -> Outcome:
    """Carry verdicts out in order: an event waits behind every earlier one that stays and shares a key with it."""
    outcome = Outcome()
    for each in parked:
        if each.verdict == "discard":
            outcome.gone.append(each.position)
        elif each.verdict is None or each.position not in said or not outcome.waiting.isdisjoint(each.keys):
            outcome.waiting |= each.keys
        elif failed := await take_in(said[each.position], outcome.waiting):
            outcome.left.append(failed)
            outcome.waiting |= set(failed.keys)
        else:
            outcome.gone.append(each.position)
    return outcome


async def settle(connection: Connection, standing: Standing, outcome: Outcome) -> None:
    """Write down what became of a follower's verdicts; none is left open."""
    which = _which(standing)
    for each in outcome.left:
        position = each.said.envelope.position
        await connection.execute(_LEFT_AGAIN, *which, position, each.reason, each.keys)
        await connection.execute(_NO_LONGER, *which, position, each.keys)
    await connection.execute(_GONE, *which, outcome.gone)
    await connection.execute(_CARRIED_OUT, *which)


async def discarded(connection: Connection, standing: Standing) -> frozenset[int]:
    """The positions that a follower is never to take in."""
    return frozenset(row["position"] for row in await connection.fetch(_DISCARDED, *_which(standing)))


class Parking:
    """What operators ask of a service's followers, whichever process moves their places."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def listed(self, tenant: Tenant) -> list[Listed]:
        """What is parked in a district, in order, the first thousand."""
        async with in_district(self._pool, tenant) as connection:
            return [Listed(**row) for row in await connection.fetch(_LISTED, _MOST_LISTED)]

    async def resume(self, tenant: Tenant, follower: str, key: str) -> int:
        """Have a follower's parked events taken in again, of one key or, with "", of all; how many.

        Raises NotFound where none is parked so.
        """
        async with in_district(self._pool, tenant) as connection:
            asked = _some(await connection.fetch(_RESUME, follower, key))
            await connection.execute(_LET_GO_ON, follower, BEHIND)
            return asked

    async def discard(self, tenant: Tenant, follower: str, position: int, said: tuple[str, str]) -> int:
        """Have one parked event left out for good, and what waits behind it go on; recorded with `said`: why, and who.

        Raises NotFound where it is not parked.
        """
        async with in_district(self._pool, tenant) as connection:
            await connection.execute(_RECORD, follower, position, *said)
            asked = _some(await connection.fetch(_DISCARD, follower, position))
            await connection.execute(_LET_GO_ON, follower, BEHIND)
            return asked


def _some(rows: Sequence[asyncpg.Record]) -> int:
    if not rows:
        raise NotFound("not-parked")
    return len({row["position"] for row in rows})


def _which(standing: Standing) -> tuple[Tenant, str, str, int]:
    follower = standing.follower
    return standing.tenant, follower.source, follower.name, follower.version


def _type_of(standing: Standing, said: Said) -> str:
    return ((said.fact if standing.facts else said.event) or ("",))[0]


def _columns(place: Place) -> tuple[int, bytes, int, bytes]:
    return place.fact, place.fact_hash, place.position, place.hash
