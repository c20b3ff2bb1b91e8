"""Does a read model say what its log says? A fresh fold must equal the live tables, row for row (G6)."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace

import asyncpg
from sqlalchemy import Table

from shared.eventstore.chain import genesis
from shared.eventstore.connect import Database
from shared.eventstore.pages import PAGE, Page, Place, Source
from shared.eventstore.places import Standing, discarded, of_district
from shared.eventstore.pool import Connection
from shared.eventstore.projections import Projection
from shared.eventstore.runner import carefully, of_data, planned, send
from shared.eventstore.schemas import drop_tables, make_tables
from shared.eventstore.statements import Statements
from shared.ids import Tenant

_LIVE = (
    "SELECT fact, fact_hash, position, hash FROM run.checkpoints"
    " WHERE tenant = $1 AND producer = $2 AND follower = $3 AND version = $4"
)
_DISTRICTS = "SELECT tenant FROM run.checkpoints WHERE producer = $1 AND follower = $2 AND version = $3 ORDER BY tenant"


@dataclass(frozen=True)
class Verdict:
    """What was compared, up to which position, and the first difference if there is one: in no words of the rows."""

    projection: str
    tenant: Tenant
    position: int
    rows: int = 0
    table: str | None = None
    key: str | None = None
    differs: str | None = None

    @property
    def equal(self) -> bool:
        """Whether the tables are what the log says."""
        return self.table is None


async def verify_all(
    database: Database, sources: Mapping[str, Source], projections: Sequence[Projection]
) -> AsyncIterator[Verdict]:
    """Verify read models in all districts that they know; `sources` by service, the own log included."""
    for projection in projections:
        connection = await database.connect()
        try:
            found = await connection.fetch(_DISTRICTS, projection.source, projection.name, projection.version)
        finally:
            await connection.close()
        for row in found:
            yield await verify(database, sources[projection.source], projection, row["tenant"])


async def verify(database: Database, source: Source, projection: Projection, tenant: Tenant) -> Verdict:
    """Fold the district's log afresh into a scratch schema, up to the live tables' place, and compare.

    The live read model waits while the last page is folded and the rows are compared. Raises NotTheLogRead when the
    log is another than the one that the read model was made from. Verify again when a verdict on what is parked was
    carried out meanwhile: the fresh fold may not know of it.
    """
    scratch = f"{projection.schema}_fresh"
    async with database.transaction(None) as schema:
        await drop_tables(schema, scratch)
        await make_tables(schema, projection.metadata, scratch)
    connection = await database.connect()
    try:
        beginning = genesis(source.service, (await source.heads()).store, tenant)
        standing = Standing(projection, tenant, Place(0, beginning, 0, beginning), 0)
        async with connection.transaction():
            await of_district(connection, tenant)
            standing.discarded = await discarded(connection, standing)
        return await _Fold(connection, source, standing, scratch).compared()
    finally:
        await connection.close()
        async with database.transaction(None) as schema:
            await drop_tables(schema, scratch)


class _Fold:
    def __init__(self, connection: asyncpg.Connection, source: Source, standing: Standing, scratch: str) -> None:
        assert isinstance(standing.follower, Projection)
        self._projection = standing.follower
        self._connection = connection
        self._source = source
        self._standing = standing
        self._scratch = scratch
        self._statements = Statements({self._projection.name: scratch})

    async def compared(self) -> Verdict:
        while self._at(await self._live()) > self._at(self._standing.place) + PAGE:
            async with self._connection.transaction():
                await self._fold(await self._source.page(self._standing.tenant, self._standing.place, True))
        async with self._connection.transaction():
            await self._connection.execute("SET LOCAL statement_timeout = 0")  # large tables take their time
            live = await self._live("FOR UPDATE")
            while self._at(live) > self._at(self._standing.place):
                page = await self._source.page(self._standing.tenant, self._standing.place, True)
                await self._fold(_up_to(page, live, self._at(live)))
            return await self._verdict(live)

    def _at(self, place: Place) -> int:
        return place.position if self._source.own else place.fact

    async def _live(self, lock: str = "") -> Place:
        which = self._standing.tenant, self._projection.source, self._projection.name, self._projection.version
        row = await self._connection.fetchrow(f"{_LIVE} {lock}", *which)
        return Place(*row) if row else Place(0, b"", 0, b"")

    async def _fold(self, page: Page) -> None:
        await of_district(self._connection, self._standing.tenant)
        try:
            async with self._connection.transaction():
                await send(self._connection, self._statements, planned(self._standing, page))
        except Exception as error:
            if not of_data(error):
                raise
            left = await carefully(self._connection, self._statements, self._standing, self._standing.unread(page))
            self._standing.parked.update(key for each in left for key in each.keys)
        self._standing.place = page.after

    async def _verdict(self, live: Place) -> Verdict:
        await of_district(self._connection, self._standing.tenant)
        verdict = Verdict(self._projection.name, self._standing.tenant, self._at(live))
        for table in self._projection.metadata.sorted_tables:
            compared = await _compare(self._connection, table, self._projection.schema, self._scratch)
            verdict = replace(verdict, rows=verdict.rows + compared["rows"])
            if compared["key"] is not None:
                live_row, fresh_row = compared["live"], compared["fresh"]
                return replace(verdict, table=table.name, key=compared["key"], differs=_words(live_row, fresh_row))
        return verdict


def _up_to(page: Page, live: Place, at: int) -> Page:
    said = tuple(each for each in page.said if each.envelope.position <= at)
    return page if len(said) == len(page.said) and page.after.position <= live.position else Page(said, live)


async def _compare(connection: Connection, table: Table, live: str, fresh: str) -> asyncpg.Record:
    key = ", ".join(f't."{column.name}"' for column in table.primary_key)
    rows = f"SELECT jsonb_build_array({key}) AS key, to_jsonb(t) AS row FROM"
    compared = await connection.fetchrow(f"""
        WITH live AS ({rows} "{live}"."{table.name}" t), fresh AS ({rows} "{fresh}"."{table.name}" t),
        other AS (
            SELECT key, live.row AS live, fresh.row AS fresh FROM live FULL JOIN fresh USING (key)
            WHERE live.row IS DISTINCT FROM fresh.row ORDER BY key LIMIT 1)
        SELECT (SELECT count(*) FROM live) AS rows, other.key::text AS key, other.live::text AS live,
               other.fresh::text AS fresh
        FROM (SELECT 1) one LEFT JOIN other ON true""")
    assert compared is not None
    return compared


def _words(live: str | None, fresh: str | None) -> str:
    if live is None or fresh is None:
        return "missing in the live tables" if live is None else "only in the live tables"
    was, is_ = json.loads(live), json.loads(fresh)
    return "another " + ", ".join(sorted(name for name in was if was[name] != is_.get(name)))
