"""Logs, straight from a service's database: their export, and the seal of one."""

import asyncio
from collections.abc import Coroutine
from typing import TextIO, TypeVar

import asyncpg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.minqing.process import CannotRun
from shared.eventstore.connect import Database
from shared.eventstore.export import everything_shown, everything_withheld, export_log
from shared.eventstore.seal import LogHead, head_to_seal, seal_of
from shared.ids import Tenant

_FRAME = 2  # the first line says whose log it is, the last where it ended
T = TypeVar("T")


def export(url: str, tenant: str, to: TextIO, withhold: bool = False) -> int:
    """Write a district's log, as formats 2 says, and return the number of its events. Raises CannotRun.

    `url` names the service's database, as the service or as who reads every database.
    """
    return _asked(tenant, _export(Database(url), Tenant(tenant), to, withhold))


def seal(url: str, tenant: str, key: Ed25519PrivateKey) -> tuple[LogHead, str]:
    """The head of a district's log, and its seal, as formats 3 says. Raises CannotRun. `url` as above."""
    try:
        head = _asked(tenant, head_to_seal(Database(url), Tenant(tenant)))
    except ValueError as error:
        raise CannotRun(f"It cannot be sealed: {error}.") from error
    return head, seal_of(head, key)


def _asked(tenant: str, work: Coroutine[None, None, T]) -> T:
    try:
        return asyncio.run(work)
    except (asyncpg.PostgresError, OSError) as error:
        raise CannotRun(f"The database does not give the log of {tenant}: {error}") from error


async def _export(database: Database, tenant: Tenant, to: TextIO, withhold: bool) -> int:
    lines = 0
    async for line in export_log(database, tenant, withheld=everything_withheld if withhold else everything_shown):
        to.write(line)
        lines += 1
    return lines - _FRAME
