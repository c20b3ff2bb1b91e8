"""Fresh databases for tests: a service's, provisioned and migrated once, then copied in a moment."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from shared.eventstore.migrations import migrate
from shared.eventstore.provision import BACKUP, grant_connect, migrator_of, owner_of, provision, role_of

_PASSWORD = "for-tests-alone"


@dataclass(frozen=True)
class FreshDatabase:
    """A service's database that nobody else uses, by the URL of each who may connect."""

    service: str
    name: str
    url: str
    migrator_url: str
    backup_url: str
    superuser_url: str


class Databases:
    """Makes databases on a real server; `services` is the directory that holds each service's `migrations`."""

    def __init__(self, superuser_url: str, services: Path) -> None:
        self._superuser_url = superuser_url
        self._services = services
        self._templates: dict[str, str] = {}
        self._made: list[str] = []
        self._number = 0

    async def fresh(self, service: str) -> FreshDatabase:
        """A copy of the service's migrated, empty database, with a store name of its own."""
        template = self._templates.get(service) or await self._template(service)
        self._number += 1
        name = f"{role_of(service)}_{self._number}"
        server = await asyncpg.connect(self._superuser_url)
        try:
            await server.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {owner_of(service)}")
            await grant_connect(server, service, name)
        finally:
            await server.close()
        self._made.append(name)
        await self._another_store(name)
        return self._named(service, name)

    async def drop(self) -> None:
        """Drop what was made since the last time, whoever is still connected."""
        server = await asyncpg.connect(self._superuser_url)
        try:
            while self._made:
                await server.execute(f"DROP DATABASE {self._made.pop()} WITH (FORCE)")
        finally:
            await server.close()

    async def _template(self, service: str) -> str:
        name = f"{role_of(service)}_template"
        passwords = dict.fromkeys(("service", "migrator", "backup"), _PASSWORD)
        await provision(self._superuser_url, service, passwords, database=name)
        await migrate(self._named(service, name).migrator_url, str(self._services / service / "migrations"))
        self._templates[service] = name
        return name

    async def _another_store(self, name: str) -> None:
        inside = await asyncpg.connect(self._superuser_url, database=name)
        try:
            if await inside.fetchval("SELECT to_regclass('log.store')"):  # the gateway keeps no log
                await inside.execute("UPDATE log.store SET store = gen_random_uuid()")
        finally:
            await inside.close()

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
