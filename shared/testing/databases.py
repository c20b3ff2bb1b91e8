"""Fresh databases for tests: a service's, provisioned and migrated once, copied, and emptied to be used again."""

from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from shared.eventstore.migrations import migrate
from shared.eventstore.provision import BACKUP, grant_connect, migrator_of, owner_of, provision, role_of

_PASSWORD = "for-tests-alone"
_LEAVE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_EMPTY = r"""
DO $$
DECLARE
    one text;
BEGIN
    SELECT string_agg(oid::regclass::text, ', ') INTO one FROM pg_class WHERE relkind = 'r'
        AND relnamespace::regnamespace::text IN ('log', 'keys', 'run', 'sending', 'gateway')
        AND oid IS DISTINCT FROM to_regclass('log.store')::oid;
    EXECUTE 'TRUNCATE ' || one || ' RESTART IDENTITY';
    FOR one IN SELECT nspname FROM pg_namespace WHERE nspname ~ '_v[0-9]+' LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', one);
    END LOOP;
    IF to_regclass('log.store') IS NOT NULL THEN  -- the gateway keeps no log
        UPDATE log.store SET store = gen_random_uuid();
    END IF;
END
$$
"""


@dataclass(frozen=True)
class FreshDatabase:
    """A service's database that nobody else uses, by the URL of each who may connect."""

    service: str
    name: str
    url: str
    migrator_url: str
    backup_url: str
    superuser_url: str


MakeDatabase = Callable[[str], Awaitable[FreshDatabase]]
"""What makes fresh databases; awaited with a service's name."""


class Databases:
    """Makes databases on a real server; `services` is the directory that holds each service's `migrations`."""

    def __init__(self, superuser_url: str, services: Path) -> None:
        self._superuser_url = superuser_url
        self._services = services
        self._idle: dict[str, list[FreshDatabase]] = defaultdict(list)
        self._in_use: list[FreshDatabase] = []
        self._templates: set[str] = set()
        self._number = 0

    async def fresh(self, service: str) -> FreshDatabase:
        """An empty, migrated database of the service, with a store name that no log had before."""
        if not self._idle[service]:
            self._idle[service].append(await self._copied(service))
        database = self._idle[service].pop()
        async with _connected(database.superuser_url) as inside:
            await inside.execute(_EMPTY)
        self._in_use.append(database)
        return database

    async def give_back(self) -> None:
        """What was handed out since the last time is not used any more; whoever is still connected is thrown out."""
        while self._in_use:
            database = self._in_use.pop()
            async with _connected(database.superuser_url) as inside:
                await inside.execute(_LEAVE)
            self._idle[database.service].append(database)

    async def _copied(self, service: str) -> FreshDatabase:
        template = self._named(service, f"{role_of(service)}_template")
        if service not in self._templates:
            passwords = dict.fromkeys(("service", "migrator", "backup"), _PASSWORD)
            await provision(self._superuser_url, service, passwords, database=template.name)
            await migrate(template.migrator_url, str(self._services / service / "migrations"))
            self._templates.add(service)
        self._number += 1
        copy = self._named(service, f"{role_of(service)}_{self._number}")
        async with _connected(self._superuser_url) as server:
            await server.execute(f"CREATE DATABASE {copy.name} TEMPLATE {template.name} OWNER {owner_of(service)}")
            await grant_connect(server, service, copy.name)
        return copy

    def _named(self, service: str, name: str) -> FreshDatabase:
        return FreshDatabase(
            service=service,
            name=name,
            url=self._url(role_of(service), name),
            migrator_url=self._url(migrator_of(service), name),
            backup_url=self._url(BACKUP, name),
            superuser_url=urlsplit(self._superuser_url)._replace(path=f"/{name}").geturl(),
        )

    def _url(self, role: str, name: str) -> str:
        server = urlsplit(self._superuser_url)
        return f"postgresql://{role}:{_PASSWORD}@{server.hostname}:{server.port}/{name}"


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()
