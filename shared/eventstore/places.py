"""Where each follower stands in each district's log, in the database and in this process."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any  # followers speak different languages
from uuid import UUID

import asyncpg

from shared.eventstore.codec import Codec
from shared.eventstore.leases import ALIVE, Lease
from shared.eventstore.pages import Heads, NotTheLogRead, Page, Place, Said
from shared.eventstore.projections import Follower, codec_of, hears_facts
from shared.ids import Tenant

_KEEP = """
UPDATE run.checkpoints c SET fact = o.fact, fact_hash = o.fact_hash, position = o.position, hash = o.hash
FROM unnest($4::text[], $5::int[], $6::bigint[], $7::bigint[], $8::bytea[], $9::bigint[], $10::bytea[])
     AS o (follower, version, saved, fact, fact_hash, position, hash)
WHERE c.tenant = $1 AND c.producer = $2 AND c.token = $3
  AND c.follower = o.follower AND c.version = o.version AND c.position = o.saved
"""
_OF_ONE = "WHERE tenant = $1 AND producer = $2 AND follower = $3 AND version = $4"
_OF_SOME = """
c.tenant = $1 AND c.producer = $2 AND (c.follower, c.version) IN (SELECT * FROM unnest($3::text[], $4::int[]))
"""
_READ = f"SELECT follower, version, token, fact, fact_hash, position, hash FROM run.checkpoints c WHERE {_OF_SOME}"
# The living in an array, which is read anew when a row was waited for: it may be theirs by then.
_TAKE_OVER = f"UPDATE run.checkpoints c SET token = $5 WHERE {_OF_SOME} AND c.token <> ALL (ARRAY({ALIVE}) || $5::uuid)"
_OTHER_STORE = f"SELECT position, store FROM run.checkpoints c WHERE {_OF_SOME} AND store <> $5 LIMIT 1"
_DISTRICTS = "SELECT DISTINCT tenant FROM run.checkpoints WHERE producer = $1"
_PARKED = f"SELECT DISTINCT key FROM run.parked {_OF_ONE}"
_DISCARDED = f"""
SELECT event_id FROM run.discarded
WHERE tenant = $1 AND producer = $2 AND follower = $3 AND version = $5
  AND event_id NOT IN (SELECT event_id FROM run.parked {_OF_ONE})
"""
_BORN = "SELECT 1 FROM run.births WHERE follower = $1 AND producer = $2"
_BEAR = "INSERT INTO run.births (follower, producer, store) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
_BEGIN = """
INSERT INTO run.checkpoints (tenant, producer, follower, version, store, fact, fact_hash, position, hash, token)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING
"""


class Overtaken(Exception):
    """A row is not where this process left it, mostly since another one has taken it over."""


@dataclass
class Standing:
    """One follower in one district: its place here, the position that its row has, the keys it has parked.

    What is `discarded`, by the event's id, it passes over: a restored log has another event at its position. `mine` is
    whether this process moves it; where another one does, the `mover`, its place is where the row was seen, and nothing
    is known of its keys.
    """

    follower: Follower
    tenant: Tenant
    place: Place
    saved: int
    parked: set[str] = field(default_factory=set)
    discarded: frozenset[UUID] = frozenset()
    mine: bool = True
    mover: UUID | None = None

    def __post_init__(self) -> None:
        self.codec: Codec[Any] = codec_of(self.follower)
        self.facts = hears_facts(self.follower)

    def unread(self, page: Page) -> list[Said]:
        """What of a page this follower has not read, among what it may be told. Raises NotTheLogRead."""
        return [said for said in page.said if self._news(said)]

    def _news(self, said: Said) -> bool:
        if said.envelope.position == self.place.position and said.hash != self.place.hash:
            raise NotTheLogRead(self.place.position, self.place.hash.hex(), said.hash.hex())
        if said.envelope.position <= self.place.position or said.envelope.id in self.discarded:
            return False
        return (said.fact if self.facts else said.event) is not None

    def understood(self, said: Said) -> Any:
        """The event or fact, None for a type outside the language. Raises for one that it should read and cannot."""
        type_, text = (said.fact if self.facts else said.event) or ("", "")
        return self.codec.read(type_, text) if self.codec.knows(type_) else None

    def type_of(self, said: Said) -> str:
        """The type of what it may be told, empty where there is nothing for it."""
        return ((said.fact if self.facts else said.event) or ("", ""))[0]

    def has_to_read(self, said: Said) -> bool:
        """Whether it is news of this follower's language."""
        return said.envelope.position > self.place.position and self.codec.knows(self.type_of(said))


class Places:
    """The rows of `run.checkpoints`, for the process that holds a lease."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease

    @property
    def shared(self) -> bool:
        """Whether other processes are alive, to which the database alone tells where places are."""
        return bool(self._lease.others)

    def abandoned(self, standings: Sequence[Standing]) -> bool:
        """Whether it seems that nobody alive moves one of these; `reread` finds out."""
        return any(each.mover not in self._lease.others for each in standings)

    async def take(
        self, connection: asyncpg.Connection, followers: Sequence[Follower], store: UUID, at: tuple[Tenant, Place]
    ) -> list[Standing]:
        """The places of one log's followers, begun where `at` says when there is none, taken over as in `reread`.

        Raises NotTheLogRead for another store.
        """
        tenant, place = at
        standings = [Standing(each, tenant, place, place.position) for each in followers]
        if not standings:
            return []
        rows = [(*_which(each), store, *_columns(place), self._lease.token) for each in standings]
        await connection.executemany(_BEGIN, rows)
        if row := await connection.fetchrow(_OTHER_STORE, *_of(standings), store):
            raise NotTheLogRead(row["position"], f"store {row['store']}", f"store {store}")
        await self.reread(connection, standings)
        return standings

    async def keep(self, connection: asyncpg.Connection, standings: Sequence[Standing], after: Place) -> None:
        """Move rows on, in the transaction of what was read. Raises Overtaken when one is not where it was left."""
        if not standings:
            return
        first = standings[0]
        which = first.tenant, first.follower.source, self._lease.token
        names = [each.follower.name for each in standings]
        versions = [each.follower.version for each in standings]
        saved = [each.saved for each in standings]
        columns = [[column] * len(standings) for column in _columns(after)]
        done = await connection.execute(_KEEP, *which, names, versions, saved, *columns)
        if done != f"UPDATE {len(standings)}":
            raise Overtaken(", ".join(names))

    async def reread(self, connection: asyncpg.Connection, standings: Sequence[Standing]) -> None:
        """Bring places to where their rows are, and take over those that nobody alive moves.

        Each for itself: of several processes, any may move any of one log's followers. A place that is gone, with a
        build that was dropped, is nobody's, and holds up none of the others.
        """
        which, mine = _of(standings), self._lease.token
        async with connection.transaction():
            await of_district(connection, standings[0].tenant)
            await connection.execute(_TAKE_OVER, *which, mine)
            rows = {(row["follower"], row["version"]): row for row in await connection.fetch(_READ, *which)}
            for each in standings:
                _stands(each, rows.get((each.follower.name, each.follower.version)), mine)
                await _recall(connection, each)

    async def begin_at_heads(self, connection: asyncpg.Connection, follower: Follower, heads: Heads) -> None:
        """Let a new policy begin where the districts that exist now end; done once in its life."""
        async with connection.transaction():
            if await connection.fetchval(_BORN, follower.name, follower.source):
                return
            which = follower.source, follower.name, follower.version
            rows = [(tenant, *which, heads.store, *_columns(place), self._lease.token) for tenant, place in heads.ends]
            await connection.executemany(_BEGIN, rows)
            await connection.execute(_BEAR, follower.name, follower.source, heads.store)


def _stands(standing: Standing, row: asyncpg.Record | None, mine: UUID) -> None:
    standing.mover = row["token"] if row else None
    standing.mine = standing.mover == mine
    if row:
        standing.place, standing.saved = _place(row), row["position"]


async def of_district(connection: asyncpg.Connection, tenant: Tenant) -> None:
    """Let this transaction see and write one district."""
    await connection.fetchval("SELECT set_config('minqing.tenant', $1, true)", tenant)


async def discarded(connection: asyncpg.Connection, standing: Standing) -> frozenset[UUID]:
    """The events that a follower is never to take in, once that is carried out."""
    which = *_which(standing), standing.follower.meaning  # of all builds of a version
    return frozenset(row["event_id"] for row in await connection.fetch(_DISCARDED, *which))


async def standing_of(connection: asyncpg.Connection, follower: Follower, tenant: Tenant) -> Standing | None:
    """Where a follower stands in the connection's district, for one who looks on; None where it has not begun."""
    row = await connection.fetchrow(_READ, tenant, follower.source, [follower.name], [follower.version])
    if row is None:
        return None
    standing = Standing(follower, tenant, _place(row), row["position"])
    await _recall(connection, standing)
    return standing


async def _recall(connection: asyncpg.Connection, standing: Standing) -> None:
    """Learn from the rows of its district what a follower has parked, and what it passes over."""
    if not standing.mine:
        standing.parked, standing.discarded = set(), frozenset()
        return
    standing.parked = {row["key"] for row in await connection.fetch(_PARKED, *_which(standing))}
    standing.discarded = await discarded(connection, standing)


async def districts(connection: asyncpg.Connection, producer: str) -> list[Tenant]:
    """The districts in which anybody here has read this producer's log."""
    return [Tenant(row["tenant"]) for row in await connection.fetch(_DISTRICTS, producer)]


def _which(standing: Standing) -> tuple[Tenant, str, str, int]:
    follower = standing.follower
    return standing.tenant, follower.source, follower.name, follower.version


def _of(standings: Sequence[Standing]) -> tuple[Tenant, str, list[str], list[int]]:
    """Which rows, of followers of one log in one district."""
    first, followers = standings[0], [each.follower for each in standings]
    return first.tenant, first.follower.source, [each.name for each in followers], [each.version for each in followers]


def _place(row: asyncpg.Record) -> Place:
    return Place(row["fact"], row["fact_hash"], row["position"], row["hash"])


def _columns(place: Place) -> tuple[int, bytes, int, bytes]:
    return place.fact, place.fact_hash, place.position, place.hash
