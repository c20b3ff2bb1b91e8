"""The services' databases: where they are, for each who may connect, and how they are made and brought up to date."""

from collections.abc import Awaitable, Iterable
from dataclasses import dataclass

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

from deploy.minqing.credentials import Credentials
from deploy.minqing.embedded import SUPERUSER
from deploy.minqing.process import ROOT, CannotRun
from shared.eventstore.migrations import migrate
from shared.eventstore.provision import BACKUP, migrator_of, provision, role_of


@dataclass(frozen=True)
class Databases:
    """On one server (`host:port`), one for each service, with the passwords of their roles."""

    server: str
    credentials: Credentials

    def superuser_url(self, database: str = "postgres") -> str:
        """One of the server's databases, as its superuser."""
        return f"postgresql://{SUPERUSER}:{self.credentials.superuser_password()}@{self.server}/{database}"

    def url(self, service: str) -> str:
        """The service's database, as the service."""
        return self._as(role_of(service), self.credentials.password(service), service)

    def migrator_url(self, service: str) -> str:
        """The same, as who may change its shape."""
        return self._as(migrator_of(service), self.credentials.migrator_password(service), service)

    def reader_url(self, service: str) -> str:
        """The same, as who reads everything and writes nothing."""
        return self._as(BACKUP, self.credentials.backup_password(), service)

    def _as(self, role: str, password: str, service: str) -> str:
        return f"postgresql://{role}:{password}@{self.server}/{role_of(service)}"


async def provision_all(databases: Databases, services: Iterable[str]) -> None:
    """Make each database and its roles, as the superuser; twice is once. Raises CannotRun."""
    for service in services:
        passwords = databases.credentials.passwords(service)
        await _told(service, provision(databases.superuser_url(), service, passwords))


async def migrate_all(databases: Databases, services: Iterable[str]) -> None:
    """Bring each database up to date, as its migrator; twice is once. Raises CannotRun."""
    for service in services:
        scripts = ROOT / "services" / service / "migrations"
        await _told(service, migrate(databases.migrator_url(service), str(scripts)))


async def _told(service: str, work: Awaitable[None]) -> None:
    try:
        await work
    except (OSError, asyncpg.PostgresError, SQLAlchemyError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise CannotRun(f"The database of {service} cannot be prepared: {reason}") from error
