"""The connections of all that follows logs in a process, apart from those that commands wait for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from shared.eventstore.connect import Database, district_set
from shared.eventstore.connections import Connections
from shared.eventstore.leases import LEASE_SECONDS
from shared.ids import Tenant

_CONNECTIONS = 3


def followers_pool(database: Database) -> Connections:
    """Connections whose commits do not wait for the disk, and whose transactions end with a process that is paused.

    A crash may take back the newest of them; rows go with their place, so the log is only read again from there, and a
    commit of the log that they rest on reaches the disk before them. A transaction whose process says nothing for as
    long as its lease may last would hold up who takes over: the server breaks it off.
    """
    settings = {"synchronous_commit": "off", "idle_in_transaction_session_timeout": f"{LEASE_SECONDS}s"}
    return Connections(lambda: database.connect(**settings), _CONNECTIONS)


@asynccontextmanager
async def in_district(pool: Connections, tenant: Tenant) -> AsyncIterator[asyncpg.Connection]:
    """A transaction of one of them in which one district is seen and written."""
    async with pool.acquire() as connection, district_set(connection, tenant):
        yield connection
