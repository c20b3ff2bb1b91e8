"""Does a read model say what its log says? A fresh fold must equal the live tables, row for row (G6)."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

import asyncpg

from shared.eventstore.chain import genesis
from shared.eventstore.comparing import Difference, compare
from shared.eventstore.connect import Database
from shared.eventstore.fold import Fold
from shared.eventstore.pages import PAGE, Place, Source
from shared.eventstore.places import Standing, discarded, of_district
from shared.eventstore.projections import Projection
from shared.eventstore.schemas import drop_tables, make_tables
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
    difference: Difference | None = None

    @property
    def equal(self) -> bool:
        """Whether the tables are what the log says."""
        return self.difference is None


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
        return await _compared(connection, Fold(connection, source, standing, scratch), scratch)
    finally:
        await connection.close()
        async with database.transaction(None) as schema:
            await drop_tables(schema, scratch)


async def _compared(connection: asyncpg.Connection, fold: Fold, scratch: str) -> Verdict:
    projection = fold.standing.follower
    assert isinstance(projection, Projection)
    while fold.at(await _live(connection, fold.standing)) > fold.at(fold.standing.place) + PAGE:
        async with connection.transaction():
            await fold.page()
    async with connection.transaction():
        await connection.execute("SET LOCAL statement_timeout = 0")  # large tables take their time
        live = await _live(connection, fold.standing, "FOR UPDATE")
        await fold.up_to(live)
        await of_district(connection, fold.standing.tenant)
        tables = projection.metadata.sorted_tables
        compared = [await compare(connection, table, projection.schema, scratch) for table in tables]
    rows = sum(each.rows for each in compared)
    differences = [difference for each in compared for difference in each.told]
    return Verdict(projection.name, fold.standing.tenant, fold.at(live), rows, next(iter(differences), None))


async def _live(connection: asyncpg.Connection, standing: Standing, lock: str = "") -> Place:
    follower = standing.follower
    row = await connection.fetchrow(
        f"{_LIVE} {lock}", standing.tenant, follower.source, follower.name, follower.version
    )
    return Place(*row) if row else Place(0, b"", 0, b"")
