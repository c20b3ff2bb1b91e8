"""Exports of logs, straight from a service's database."""

import asyncio
from pathlib import Path

import asyncpg

from deploy.minqing.installation import environment_of
from deploy.minqing.process import CannotRun
from shared.eventstore.connect import Database
from shared.eventstore.export import export_log
from shared.ids import Tenant

_FRAME = 2  # the first line says whose log it is, the last where it ended


def export(service: str, tenant: str, to: Path, data: Path) -> int:
    """Write the log, as formats 2 says, and return the number of its events. Raises CannotRun."""
    url = environment_of(data, service)[f"{service.upper()}_DATABASE_URL"]
    try:
        return asyncio.run(_export(Database(url), Tenant(tenant), to))
    except (asyncpg.PostgresError, ConnectionError) as error:
        raise CannotRun(f"The database of {service} does not give its log: {error}") from error


async def _export(database: Database, tenant: Tenant, to: Path) -> int:
    lines = 0
    with to.open("w", encoding="utf-8") as file:
        async for line in export_log(database, tenant):
            file.write(line)
            lines += 1
    return lines - _FRAME
