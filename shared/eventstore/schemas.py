"""A projection version's PostgreSQL schema: made by the service itself, row-level security forced (design 6)."""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import Connection, MetaData, Table, text
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateIndex, CreateTable

from shared.eventstore.connect import Database
from shared.eventstore.projections import Projection

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7233192)")
_MAKE = text("SELECT run.create_projection_schema(:schema)")
_DROP = text("SELECT run.drop_projection_schema(:schema)")
_OF_DISTRICT = "tenant = current_setting('minqing.tenant', true)"
_FIND = text("SELECT tables FROM run.projections WHERE projection = :name AND version = :version")
_NOTE = text("INSERT INTO run.projections (projection, version, tables) VALUES (:name, :version, :tables)")
_POINT = text(
    "INSERT INTO run.live AS l (projection, version) VALUES (:name, :version)"
    " ON CONFLICT (projection) DO UPDATE SET version = excluded.version WHERE l.version < excluded.version"
)


class OtherTables(Exception):
    """The tables of a projection were changed without another version."""


async def make_schemas(database: Database, projections: Sequence[Projection]) -> None:
    """Make the schemas of these versions where they are missing, and point to them as the live ones.

    Raises OtherTables when a version is in the database with tables defined otherwise.
    """
    async with database.transaction(None) as connection:
        await connection.execute(_ONE_AT_A_TIME)
        for projection in projections:
            await _make(connection, projection)


async def _make(connection: AsyncConnection, projection: Projection) -> None:
    named = {"name": projection.name, "version": projection.version}
    digest = sha256(definition(projection.metadata).encode()).hexdigest()
    known = (await connection.execute(_FIND, named)).scalar()
    if known is None:
        await make_tables(connection, projection.metadata, projection.schema)
        await connection.execute(_NOTE, {**named, "tables": digest})
    elif known != digest:
        found = f"the tables of {projection.schema} are defined otherwise in the database"
        raise OtherTables(f"{found}: give the projection its next version")
    await connection.execute(_POINT, named)


async def make_tables(connection: AsyncConnection, metadata: MetaData, schema: str) -> None:
    """Make a schema with the metadata's tables, each showing and taking the rows of one district alone."""
    await connection.execute(_MAKE, {"schema": schema})
    await connection.run_sync(_create, metadata, schema)
    for table in metadata.sorted_tables:
        name = f'"{schema}"."{table.name}"'
        await connection.execute(text(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"))
        await connection.execute(text(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY"))
        await connection.execute(text(f"CREATE POLICY district ON {name} USING ({_OF_DISTRICT})"))


async def drop_tables(connection: AsyncConnection, schema: str) -> None:
    """Drop a projection's schema with all that is in it."""
    await connection.execute(_DROP, {"schema": schema})


def _create(connection: Connection, metadata: MetaData, schema: str) -> None:
    metadata.create_all(connection.execution_options(schema_translate_map={metadata.schema: schema}), checkfirst=False)


def definition(metadata: MetaData) -> str:
    """The tables and indexes as SQL, in a fixed order: what a version stands for."""
    return "\n".join(_table(table) for table in metadata.sorted_tables)


def _table(table: Table) -> str:
    dialect = PGDialect_asyncpg()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
    indexes = sorted(str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes)
    return "\n".join((str(CreateTable(table).compile(dialect=dialect)), *indexes))
