"""Connections that are used in turns: who waits, and what becomes of one on which something went wrong."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from shared.eventstore.connect import LOST
from shared.eventstore.connections import Connections
from shared.testing.databases import FreshDatabase
from shared.testing.waiting import until
from tests.integration.eventstore.gathering import a_turn

ME = "SELECT pg_backend_pid()"
ASLEEP = "SELECT pg_sleep(60)"
_SLEEPING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"


@pytest.fixture
async def one(fresh: FreshDatabase) -> AsyncIterator[Connections]:
    """A single one, whoever comes."""
    connections = Connections(lambda: asyncpg.connect(fresh.url), 1)
    yield connections
    await connections.close()


async def test_it_is_kept_for_whoever_comes_next(one: Connections) -> None:
    assert await one.fetch(ME) == await one.fetch(ME)


async def test_whoever_comes_while_it_is_busy_waits(one: Connections) -> None:
    async with one.acquire() as connection:
        waiting = asyncio.create_task(one.fetch(ME))
        await a_turn()
        assert not waiting.done()
        mine = await connection.fetch(ME)
    assert await waiting == mine


async def test_what_the_server_refused_does_not_cost_the_connection(one: Connections) -> None:
    mine = await one.fetch(ME)
    with pytest.raises(asyncpg.DivisionByZeroError):
        await one.fetch("SELECT 1 / 0")
    assert await one.fetch(ME) == mine


async def test_one_that_broke_is_made_again(one: Connections) -> None:
    mine = await one.fetch(ME)
    with pytest.raises(LOST):
        await one.fetch("SELECT pg_terminate_backend(pg_backend_pid())")
    assert await one.fetch(ME) != mine


async def test_one_on_which_something_was_broken_off_is_made_again(fresh: FreshDatabase, one: Connections) -> None:
    mine = await one.fetch(ME)
    asleep = asyncio.create_task(one.fetch(ASLEEP))
    looking = await asyncpg.connect(fresh.superuser_url)
    await until(lambda: looking.fetchval(_SLEEPING))
    asleep.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asleep
    assert await one.fetch(ME) != mine
    await looking.close()


async def test_one_on_which_the_driver_waits_no_longer_is_made_again(fresh: FreshDatabase) -> None:
    connections = Connections(lambda: asyncpg.connect(fresh.url, command_timeout=0.5), 1)
    mine = await connections.fetch(ME)
    with pytest.raises(TimeoutError):
        await connections.fetch(ASLEEP)
    assert await connections.fetch(ME) != mine
    await connections.close()


async def test_one_that_was_left_in_a_transaction_is_made_again(one: Connections) -> None:
    mine = await one.fetch(ME)
    await one.execute("BEGIN")
    assert await one.fetch(ME) != mine


async def test_closing_waits_for_what_is_under_way_and_lets_nobody_in(fresh: FreshDatabase) -> None:
    connections = Connections(lambda: asyncpg.connect(fresh.url), 1)
    async with connections.acquire() as connection:
        closing = asyncio.create_task(connections.close())
        await a_turn()
        assert await connection.fetch(ME)
        assert not closing.done()
    await closing
    with pytest.raises(asyncpg.InterfaceError):
        await asyncio.wait_for(connections.fetch(ME), 1)
