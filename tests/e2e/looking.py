"""The databases as their superuser sees them, every row of every district, or as a service's own role does."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any  # a row's columns are whatever was selected

import asyncpg

from deploy.minqing.supervise import Minqing
from shared.eventstore.provision import role_of

_TABLES = r"""
SELECT n.nspname AS schema, c.relname AS name,
       EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant') AS of_districts
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'm', 'v') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
ORDER BY 1, 2
"""
_RAISED = "SELECT data FROM log.events WHERE type = 'matter-raised.v1' AND data::jsonb ->> 'matter' = $1"


@dataclass(frozen=True)
class Table:
    """A table of a service's database; `of_districts`: its rows name their district."""

    schema: str
    name: str
    of_districts: bool

    @property
    def said(self) -> str:
        """As one says it."""
        return f"{self.schema}.{self.name}"

    @property
    def quoted(self) -> str:
        """As SQL has it."""
        return f'"{self.schema}"."{self.name}"'


@dataclass(frozen=True)
class Databases:
    """The databases of one installation."""

    minqing: Minqing

    def tables(self, service: str) -> list[Table]:
        """Every table and view in every schema of a service's database."""
        return [Table(**row) for row in asyncio.run(self._fetched(service, _TABLES))]

    def sealed_words(self, matter: str) -> str:
        """The words of a matter as they were sealed."""
        row = asyncio.run(self._fetched("ledger", _RAISED, matter))[0]
        return str(json.loads(row["data"])["words"]["sealed"]["value"])

    def with_text(self, service: str, text: str) -> set[tuple[str, str]]:
        """Where a text stands: tables, for a log with the type of the event."""
        tables, found = self.tables(service), set()
        selects = [
            f"SELECT '{table.said}' AS place, {_type_of(table)} AS type FROM {table.quoted} t"
            f" WHERE position($1 IN t::text) > 0"
            for table in tables
        ]
        for row in asyncio.run(self._fetched(service, " UNION ".join(selects), text)):
            found.add((str(row["place"]), str(row["type"])))
        return found

    def rows(self, service: str, table: Table, district: str) -> list[str]:
        """A district's rows, as text."""
        asked = f"SELECT t::text AS text FROM {table.quoted} t WHERE tenant = $1"
        return [row["text"] for row in asyncio.run(self._fetched(service, asked, district))]

    def counted(self, service: str) -> dict[str, dict[str, int]]:
        """How many rows each district has in each table, by the table's name."""
        return asyncio.run(self._counted(service, self.minqing.postgres.url, None))

    def counted_by_its_role(self, service: str, district: str | None) -> dict[str, dict[str, int]]:
        """The same, as the service's own role sees it that has set a district, or none."""
        url = self.minqing.wiring.environment(service)[f"{service.upper()}_DATABASE_URL"]
        return asyncio.run(self._counted(service, url, district))

    async def _counted(self, service: str, url: str, district: str | None) -> dict[str, dict[str, int]]:
        tables = [Table(**row) for row in await self._fetched(service, _TABLES)]
        async with _connected(url, service) as db, db.transaction():
            if district is not None:
                await db.execute("SELECT set_config('minqing.tenant', $1, true)", district)
            return {table.said: await _by_district(db, table) for table in tables if table.of_districts}

    async def _fetched(self, service: str, asked: str, *arguments: object) -> list[Mapping[str, Any]]:
        async with _connected(self.minqing.postgres.url, service) as db:
            return [dict(row) for row in await db.fetch(asked, *arguments)]


def _type_of(table: Table) -> str:
    return "t.type" if table.said == "log.events" else "''"


async def _by_district(db: asyncpg.Connection, table: Table) -> dict[str, int]:
    """Nothing from a table that one may not read at all."""
    try:
        async with db.transaction():
            rows = await db.fetch(f"SELECT tenant, count(*) AS rows FROM {table.quoted} GROUP BY tenant")
    except asyncpg.InsufficientPrivilegeError:
        return {}
    return {row["tenant"]: row["rows"] for row in rows}


@contextlib.asynccontextmanager
async def _connected(url: str, service: str) -> AsyncIterator[asyncpg.Connection]:
    db = await asyncpg.connect(url, database=role_of(service))
    try:
        yield db
    finally:
        await db.close()
