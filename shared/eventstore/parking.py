"""What followers have left aside, once per key that it touches, and how verdicts on it are carried out (design 5)."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg

from shared.eventstore.connections import Connections
from shared.eventstore.pages import NotTheLogRead, Page, Place, Said, Source
from shared.eventstore.places import Standing
from shared.eventstore.pool import in_district
from shared.ids import Tenant

_OF_ONE = "tenant = $1 AND producer = $2 AND follower = $3 AND version = $4"
_PARK = """
INSERT INTO run.parked (tenant, producer, follower, version, key, position, event_id, reason, type, stream,
                        read_fact, read_fact_hash, read_position, read_hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING
"""
_ASIDE = f"""
SELECT position, event_id, array_agg(key) AS keys, min(verdict) AS verdict, min(read_fact) AS fact,
       (array_agg(read_fact_hash ORDER BY read_position))[1] AS fact_hash, min(read_position) AS "from",
       (array_agg(read_hash ORDER BY read_position))[1] AS hash
FROM run.parked WHERE {_OF_ONE} GROUP BY position, event_id ORDER BY position
"""
_LEFT_AGAIN = f"""
INSERT INTO run.parked AS p (tenant, producer, follower, version, key, position, event_id, reason, type, stream,
                             read_fact, read_fact_hash, read_position, read_hash)
SELECT DISTINCT ON (touched) tenant, producer, follower, version, touched, position, event_id, $6, type, stream,
       read_fact, read_fact_hash, read_position, read_hash
FROM run.parked, unnest($7::text[]) AS touched WHERE {_OF_ONE} AND position = $5
ON CONFLICT (tenant, producer, follower, version, key, position) DO UPDATE SET reason = excluded.reason
"""
_NO_LONGER = f"DELETE FROM run.parked WHERE {_OF_ONE} AND position = $5 AND key <> ALL ($6::text[])"
_GONE = f"DELETE FROM run.parked WHERE {_OF_ONE} AND position = ANY ($5::bigint[])"
_CARRIED_OUT = f"UPDATE run.parked SET verdict = NULL WHERE {_OF_ONE} AND position = ANY ($5::bigint[])"

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
    event_id: UUID
    keys: frozenset[str]
    before: Place
    verdict: str | None


@dataclass
class Outcome:
    """What became of the verdicts on what was `asked`, by position.

    `gone` was taken in or discarded, `left` failed again; the keys `waiting` stay parked.
    """

    asked: Collection[int] = ()
    gone: list[int] = field(default_factory=list)
    left: list[Parked] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)


TakeIn = Callable[[Said, set[str]], Awaitable[Parked | None]]
"""Takes one event in, unless it touches one of the keys; answers why it could not."""


async def park(connection: asyncpg.Connection, standing: Standing, parked: Iterable[Parked]) -> None:
    """Write down what is left aside of the page that begins where the follower stands."""
    rows = [
        (*_which(standing), key, at.position, at.id, each.reason, type_, at.stream, *_columns(standing.place))
        for each in parked
        for at, type_ in [(each.said.envelope, _type_of(standing, each.said))]
        for key in each.keys
    ]
    if rows:
        await connection.executemany(_PARK, rows)


async def _aside(connection: asyncpg.Connection, standing: Standing) -> list[Aside]:
    rows = await connection.fetch(_ASIDE, *_which(standing))
    return [
        Aside(
            row["position"],
            row["event_id"],
            frozenset(row["keys"]),
            Place(row["fact"], row["fact_hash"], row["from"], row["hash"]),
            row["verdict"],
        )
        for row in rows
    ]


async def decided(pool: Connections, source: Source, standing: Standing) -> tuple[list[Aside], dict[int, Said]]:
    """All that a follower has parked in its district, in order; and by position what of it is to be taken in again.

    What this process remembers of it is set right, should the answer to a commit have been lost.
    """
    async with in_district(pool, standing.tenant) as connection:
        parked = await _aside(connection, standing)
    standing.parked = {key for each in parked for key in each.keys}
    return parked, await _fetched(source, standing.tenant, [each for each in parked if each.verdict == "resume"])


async def _fetched(source: Source, tenant: Tenant, wanted: Sequence[Aside]) -> dict[int, Said]:
    """Raises what reading a log raises; NotTheLogRead also where it has another event in the place of a parked one."""
    positions = {each.position for each in wanted}
    found: dict[int, Said] = {}
    for each in wanted:
        if each.position not in found:
            page = await _page_of(source, tenant, each)
            found |= {said.envelope.position: said for said in page.said if said.envelope.position in positions}
        event = found[each.position].envelope.id if each.position in found else ""
        if event != each.event_id:
            raise NotTheLogRead(each.position, str(each.event_id), str(event))
    return found


async def _page_of(source: Source, tenant: Tenant, wanted: Aside) -> Page:
    """The page that holds it: the first one, but for rows of old, which are read from the beginning."""
    page, place = Page((), wanted.before), None
    while page.after.position < wanted.position and page.after != place:  # which it still is at the log's end
        place = page.after
        page = await source.past(tenant, place)
    return page


async def resumed(parked: Sequence[Aside], said: Mapping[int, Said], take_in: TakeIn) -> Outcome:
    """Carry verdicts out in order: an event waits behind every earlier one that stays and shares a key with it."""
    outcome = Outcome(said)
    for each in parked:
        if each.verdict == "discard":
            outcome.gone.append(each.position)
        elif each.position not in said or not outcome.waiting.isdisjoint(each.keys):
            outcome.waiting |= each.keys
        elif failed := await take_in(said[each.position], outcome.waiting):
            outcome.left.append(failed)
            outcome.waiting |= set(failed.keys)
        else:
            outcome.gone.append(each.position)
    return outcome


async def settle(connection: asyncpg.Connection, standing: Standing, outcome: Outcome) -> None:
    """Write down what became of a follower's verdicts; one that was set meanwhile stays open."""
    which = _which(standing)
    for each in outcome.left:
        position = each.said.envelope.position
        await connection.execute(_LEFT_AGAIN, *which, position, each.reason, each.keys)
        await connection.execute(_NO_LONGER, *which, position, each.keys)
    await connection.execute(_GONE, *which, outcome.gone)
    await connection.execute(_CARRIED_OUT, *which, list(outcome.asked))


def _which(standing: Standing) -> tuple[Tenant, str, str, int]:
    follower = standing.follower
    return standing.tenant, follower.source, follower.name, follower.version


def _type_of(standing: Standing, said: Said) -> str:
    return ((said.fact if standing.facts else said.event) or ("",))[0]


def _columns(place: Place) -> tuple[int, bytes, int, bytes]:
    return place.fact, place.fact_hash, place.position, place.hash
