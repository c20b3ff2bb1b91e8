"""Is a build what the live one is? Both at one place of their log, in one snapshot of the database (G6)."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.eventstore.comparing import Compared, Difference, compare
from shared.eventstore.connect import Database
from shared.eventstore.fold import Fold
from shared.eventstore.pages import NotTheLogRead, Source
from shared.eventstore.places import standing_of
from shared.eventstore.projections import Projection
from shared.eventstore.schemas import make_tables
from shared.ids import Tenant

_DISTRICT = text("SELECT set_config('minqing.tenant', :tenant, true), set_config('statement_timeout', '0', true)")
_ANOTHER_LOG = Difference("every table", "every row", "made from another log")


@dataclass(frozen=True)
class Likeness:
    """What was compared in a district, up to which place of its log, and what differs there."""

    tenant: Tenant
    position: int
    tables: Sequence[Compared]

    @property
    def rows(self) -> int:
        """How many rows the live build has."""
        return sum(each.rows for each in self.tables)

    @property
    def differing(self) -> int:
        """How many rows differ."""
        return sum(each.differing for each in self.tables)

    @property
    def told(self) -> list[Difference]:
        """The first of them, by table."""
        return [difference for each in self.tables for difference in each.told]


async def likeness(database: Database, source: Source, live: Projection, build: Projection, tenant: Tenant) -> Likeness:
    """Compare a district's rows of the live build and of another one.

    Nobody waits for it: it reads one snapshot, in which the rows of each fit its place. What is behind there is copied,
    and the copy brought forward, in a transaction that leaves nothing behind.
    """
    async with database.engine.connect() as fresh:
        connection = await fresh.execution_options(isolation_level="REPEATABLE READ")
        await connection.execute(_DISTRICT, {"tenant": tenant})
        try:
            return await _likeness(connection, source, (live, build), tenant)
        except NotTheLogRead:
            return Likeness(tenant, 0, [Compared(0, 1, (_ANOTHER_LOG,))])
        finally:
            await connection.rollback()


async def _likeness(
    connection: AsyncConnection, source: Source, builds: tuple[Projection, Projection], tenant: Tenant
) -> Likeness:
    driver = await _driver(connection)
    folds = []
    for build in builds:
        standing = await standing_of(driver, build, tenant)
        assert standing is not None, "whoever asks has seen that both are there"
        folds.append(Fold(driver, source, standing, _copy_of(build)))
    foremost = max((each.standing.place for each in folds), key=folds[0].at)
    at = folds[0].at(foremost)
    schemas = []
    for build, fold in zip(builds, folds, strict=True):
        behind = fold.at(fold.standing.place) < at
        schemas.append(_copy_of(build) if behind else build.schema)
        if behind:
            await _copy(connection, build)
        await fold.up_to(foremost)
    tables = builds[0].metadata.sorted_tables
    return Likeness(tenant, at, [await compare(driver, table, *schemas) for table in tables])


async def _driver(connection: AsyncConnection) -> asyncpg.Connection:
    """The driver's own connection, in the same transaction: folding speaks to it."""
    driver = (await connection.get_raw_connection()).driver_connection
    assert isinstance(driver, asyncpg.Connection)
    return driver


async def _copy(connection: AsyncConnection, build: Projection) -> None:
    await make_tables(connection, build.metadata, _copy_of(build))
    for table in build.metadata.sorted_tables:
        rows = f'SELECT * FROM "{build.schema}"."{table.name}"'
        await connection.execute(text(f'INSERT INTO "{_copy_of(build)}"."{table.name}" {rows}'))


def _copy_of(build: Projection) -> str:
    return f"{build.schema}_copy"
