"""Exports of logs, straight from a service's database."""

import asyncio
from typing import TextIO

import asyncpg

from deploy.minqing.process import CannotRun
from shared.eventstore.connect import Database
from shared.eventstore.export import export_log
from shared.ids import Tenant

_FRAME = 2  # the first line says whose log it is, the last where it ended


def export(url: str, tenant: str, to: TextIO) -> int:
    """Write a district's log, as formats 2 says, and return the number of its events. Raises CannotRun.

    `url` names the service's database, as the service or as who reads every database.
    """
    try:
        return asyncio.run(_export(Database(url), Tenant(tenant), to))
    except (asyncpg.PostgresError, OSError) as error:
        raise CannotRun(f"The database does not give the log of {tenant}: {error}") from error


async def _export(database: Database, tenant: Tenant, to: TextIO) -> int:
    lines = 0
    async for line in export_log(database, tenant):
        to.write(line)
        lines += 1
    return lines - _FRAME
