"""The databases that a backup is restored into, as the server's superuser."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from deploy.minqing.databases import Databases
from deploy.minqing.process import CannotRun
from shared.eventstore.operated import LogRestored, erasures, note, say_again
from shared.eventstore.provision import grant_connect, owner_of, role_of
from shared.ids import Tenant, new_token

_LIKE = "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
_CONNECTED = """
SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
_ENDS = "SELECT tenant, position FROM log.heads WHERE position > 0"
_DISTRICTS = "SELECT tenant, 0 FROM gateway.districts"
_TABLES = """
SELECT relname, 0 FROM pg_class WHERE relkind IN ('r', 'p')
AND relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname IN ('pg_catalog', 'information_schema'))
"""

_ERASED = "SELECT tenant, subject, number, wrapped_by, made_at, erased_at FROM keys.keys WHERE wrapped IS NULL"
_ERASE = """
INSERT INTO keys.keys AS k (tenant, subject, number, wrapped_by, made_at, erased_at)
SELECT * FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::text[], $5::timestamptz[], $6::timestamptz[])
ON CONFLICT (tenant, subject, number) DO UPDATE SET wrapped = NULL, erased_at = now()
WHERE k.wrapped IS NOT NULL RETURNING 1
"""

_BROKEN = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
"""What PostgreSQL says, and what is said when it stops or starts again meanwhile."""


@dataclass(frozen=True)
class Held:
    """What a service's database holds: its districts, each with the end of its log; whether it has any table at all."""

    districts: Mapping[str, int]
    tables: bool


@dataclass(frozen=True)
class Target:
    """One server."""

    databases: Databases

    def url_of_new(self, service: str) -> str:
        """The database that is filled before it takes the service's name."""
        return self.databases.superuser_url(_new(service))

    async def held(self, service: str) -> Held:
        """What stands in a service's database. Raises CannotRun."""
        async with self._connected() as server:
            if not await server.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", owner_of(service)):
                raise CannotRun(f"The server knows no {service}: have its databases and roles provisioned first.")
            there = await server.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", role_of(service))
            if there and await server.fetchval(_CONNECTED, role_of(service)):
                raise CannotRun(f"Somebody is connected to {role_of(service)}: stop the services first.")
        return await self._held(service) if there else Held({}, tables=False)

    async def make(self, service: str) -> None:
        """An empty database to fill."""
        async with self._connected() as server:
            await server.execute(f"DROP DATABASE IF EXISTS {_new(service)}")
            await server.execute(f"CREATE DATABASE {_new(service)} OWNER {owner_of(service)} {_LIKE}")
            await grant_connect(server, service, _new(service))
        async with self._connected(_new(service)) as inside:
            await inside.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")

    async def note(self, service: str, restored: Mapping[str, LogRestored]) -> None:
        """Let each district's log say that it was restored: from there on it is another than what was lost."""
        async with self._connected(_new(service)) as inside, inside.transaction():
            for tenant, event in restored.items():
                await note(inside, Tenant(tenant), new_token(), event)

    async def erase_again(self, service: str) -> int:
        """Destroy what has been destroyed in the database that is there, and a backup brings back; how many keys.

        Numbers that were given and destroyed since are taken too: none is ever given again.
        """
        async with self._connected(role_of(service)) as former:
            has_keys = await former.fetchval("SELECT to_regclass('keys.keys') IS NOT NULL")
            erased = [tuple(row) for row in await former.fetch(_ERASED)] if has_keys else []
        columns = [[row[at] for row in erased] for at in range(6)]
        async with self._connected(_new(service)) as inside:
            return len(await inside.fetch(_ERASE, *columns))

    async def say_erasures_again(self, service: str, tenants: Iterable[str]) -> int:
        """Let each district's log tell of erasures that the database there tells of, and a backup knows nothing of."""
        said = 0
        async with self._connected(role_of(service)) as former, self._connected(_new(service)) as inside:
            has_log = await former.fetchval("SELECT to_regclass('log.events') IS NOT NULL")
            for tenant in map(Tenant, tenants if has_log else ()):
                said += await say_again(inside, tenant, await erasures(former, tenant))
        return said

    async def analyse(self, service: str) -> None:
        """Let PostgreSQL know what it has been filled with."""
        async with self._connected(_new(service)) as inside:
            await inside.execute("ANALYZE")

    async def discard(self, services: Sequence[str]) -> None:
        """Drop what was filled in vain."""
        async with self._connected() as server:
            for service in services:
                await server.execute(f"DROP DATABASE IF EXISTS {_new(service)}")

    async def put_in_place(self, aside: Mapping[str, str]) -> dict[str, str]:
        """All new databases take their services' names at once, the former ones go `aside`; which there were."""
        async with self._connected() as server:
            there = {row[0] for row in await server.fetch("SELECT datname FROM pg_database")}
            former = {service: name for service, name in aside.items() if role_of(service) in there}
            away = [f"ALTER DATABASE {role_of(service)} RENAME TO {name}" for service, name in former.items()]
            come = [f"ALTER DATABASE {_new(service)} RENAME TO {role_of(service)}" for service in aside]
            await server.execute(";".join([*away, *come]))  # one transaction
        return former

    async def drop(self, name: str) -> None:
        """Drop a former database. Raises CannotRun."""
        async with self._connected() as server:
            await server.execute(f"DROP DATABASE {name}")

    async def _held(self, service: str) -> Held:
        async with self._connected(role_of(service)) as inside:
            tables = {row[0]: row[1] for row in await inside.fetch(_TABLES)}
            if await inside.fetchval("SELECT to_regclass('log.heads') IS NOT NULL"):
                return Held({row[0]: row[1] for row in await inside.fetch(_ENDS)}, tables=True)
            if await inside.fetchval("SELECT to_regclass('gateway.districts') IS NOT NULL"):
                return Held({row[0]: row[1] for row in await inside.fetch(_DISTRICTS)}, tables=True)
            return Held(tables, bool(tables))

    @asynccontextmanager
    async def _connected(self, database: str = "postgres") -> AsyncIterator[asyncpg.Connection]:
        try:
            connection = await asyncpg.connect(self.databases.superuser_url(database), timeout=10)
        except _BROKEN as error:
            raise CannotRun(f"PostgreSQL cannot be reached as its superuser: {_reason(error)}") from error
        try:
            yield connection
            await connection.close()
        except _BROKEN as error:
            raise CannotRun(f"PostgreSQL refuses: {_reason(error)}") from error
        finally:
            connection.terminate()


def _reason(error: Exception) -> str:
    return (str(error).splitlines() or ["no answer"])[0]


def _new(service: str) -> str:
    return f"{role_of(service)}_restored"
