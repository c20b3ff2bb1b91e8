"""Appends that gather behind one that waits, so that they travel in one group, whatever the machine's pace."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from shared.eventstore.log import Log
from shared.eventstore.rows import AppendRequest
from shared.eventstore.streams import Receipt
from shared.ids import Tenant
from shared.testing.databases import FreshDatabase
from shared.testing.requests import SHIFAN, a_request
from shared.testing.waiting import until

LOCK = "SELECT FROM log.heads WHERE tenant = $1 FOR UPDATE"
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@asynccontextmanager
async def held(fresh: FreshDatabase, tenant: Tenant = SHIFAN) -> AsyncIterator[asyncpg.Connection]:
    """The head of a district is locked by somebody else meanwhile: the next group waits, those after it gather."""
    connection = await asyncpg.connect(fresh.superuser_url)
    try:
        async with connection.transaction():
            assert await connection.fetch(LOCK, tenant)
            yield connection
    finally:
        await connection.close()


async def under_way(connection: asyncpg.Connection) -> None:
    """Wait until a group stands before the lock."""
    await until(lambda: connection.fetchval(WAITING))


@asynccontextmanager
async def held_once(fresh: FreshDatabase, log: Log) -> AsyncIterator[list[asyncio.Task[Receipt]]]:
    """A first group stands before the lock; whatever is asked inside gathers behind it."""
    await log.append(SHIFAN, a_request("before", "before", 0))
    async with held(fresh) as connection:
        first = await starting(log, a_request("first", "first", 0))
        await under_way(connection)
        yield first


async def starting(log: Log, *requests: AppendRequest) -> list[asyncio.Task[Receipt]]:
    """Appends under way: the log has heard of each."""
    tasks = [asyncio.create_task(log.append(SHIFAN, request)) for request in requests]
    await a_turn()
    return tasks


async def a_turn() -> None:
    """Let each task that waits for nothing go on to where it waits for something."""
    await asyncio.sleep(0)


async def answers(tasks: list[asyncio.Task[Receipt]]) -> list[str]:
    """What each was answered: its status, or the name of its error."""
    results = await asyncio.gather(*tasks, return_exceptions=True)
    return [result.status if isinstance(result, Receipt) else type(result).__name__ for result in results]
