"""Logs to test: in memory and in PostgreSQL, by the same contract."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from shared.eventstore.connect import Database
from shared.eventstore.log import Log
from shared.eventstore.rows import EventLog
from shared.testing import InMemoryLog
from shared.testing.databases import FreshDatabase, MakeDatabase


@asynccontextmanager
async def opened(url: str, statement_seconds: float = 15) -> AsyncIterator[Log]:
    """The log of casework in this database."""
    async with AsyncExitStack() as stack:
        database = Database(url, statement_seconds=statement_seconds)
        await database.open()
        stack.push_async_callback(database.close)
        log = Log(database, "casework")
        await log.open()
        stack.push_async_callback(log.close)
        yield log


@pytest.fixture
async def fresh(make_database: MakeDatabase) -> FreshDatabase:
    """A database of casework."""
    return await make_database("casework")


@pytest.fixture
async def log(fresh: FreshDatabase) -> AsyncIterator[Log]:
    """A real log."""
    async with opened(fresh.url) as log:
        yield log


@pytest.fixture(params=["memory", "postgres"])
async def either(request: pytest.FixtureRequest, make_database: MakeDatabase) -> AsyncIterator[EventLog]:
    """A log in memory, and a real one."""
    if request.param == "memory":
        yield InMemoryLog("casework")
        return
    async with opened((await make_database("casework")).url) as log:
        yield log
