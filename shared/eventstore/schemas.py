"""A PostgreSQL schema for a projection's tables: made by the service itself, row-level security forced (design 6)."""

from hashlib import sha256

from sqlalchemy import Connection, MetaData, Table, text
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateIndex, CreateTable

_MAKE = text("SELECT run.create_projection_schema(:schema)")
_DROP = text("SELECT run.drop_projection_schema(:schema)")
_OF_DISTRICT = "tenant = current_setting('minqing.tenant', true)"


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
    """A digest of the tables and indexes as SQL, in a fixed order: what a version stands for."""
    return sha256("\n".join(_table(table) for table in metadata.sorted_tables).encode()).hexdigest()


def _table(table: Table) -> str:
    dialect = PGDialect_asyncpg()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
    indexes = sorted(str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes)
    return "\n".join((str(CreateTable(table).compile(dialect=dialect)), *indexes))
