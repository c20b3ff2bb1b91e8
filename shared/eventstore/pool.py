"""The connections of all that follows logs in a process, apart from those that commands wait for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from shared.eventstore.connect import Connection, Database, district_set
from shared.eventstore.leases import LEASE_SECONDS
from shared.ids import Tenant

__all__ = ["Connection", "followers_pool", "in_district"]

_CONNECTIONS = 3


async def followers_pool(database: Database) -> asyncpg.Pool:
    """A pool whose commits do not wait for the disk, and whose transactions end with a process that is paused.

    A crash may take back the newest of them; rows go with their place, so the log is only read again from there, and a
    commit of the log that they rest on reaches the disk before them. A transaction whose process says nothing for as
    long as its lease may last would hold up who takes over: the server breaks it off.
    """
    return await asyncpg.create_pool(
        min_size=1,
        max_size=_CONNECTIONS,
        max_queries=10**9,
        init=_set_up,
        reset=_as_it_is,
        connect=lambda *_, **__: database.connect(),
    )


async def _set_up(connection: asyncpg.Connection) -> None:
    await connection.execute(
        f"SET synchronous_commit = off; SET idle_in_transaction_session_timeout = '{LEASE_SECONDS} s'"
    )


async def _as_it_is(connection: asyncpg.Connection) -> None:
    """Spare the round trip of a reset: no user of the pool leaves anything behind."""


@asynccontextmanager
async def in_district(pool: asyncpg.Pool, tenant: Tenant) -> AsyncIterator[Connection]:
    """A transaction of the pool in which one district is seen and written."""
    async with pool.acquire() as connection, district_set(connection, tenant):
        yield connection
