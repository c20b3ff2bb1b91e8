"""The connections of all that follows logs in a process, apart from those that commands wait for."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from shared.eventstore.connect import Database
from shared.eventstore.leases import LEASE_SECONDS
from shared.ids import TENANT_PATTERN, Tenant

_CONNECTIONS = 3

Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy


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
    """A transaction in which one district is seen and written, begun and set in one round trip; takes no savepoints."""
    assert re.fullmatch(TENANT_PATTERN, tenant), "a district's name is safe to be written into SQL"
    async with pool.acquire() as connection:
        await connection.execute(f"BEGIN; SET LOCAL minqing.tenant = '{tenant}'")
        try:
            yield connection
        except BaseException:
            await connection.execute("ROLLBACK")
            raise
        await connection.execute("COMMIT")
