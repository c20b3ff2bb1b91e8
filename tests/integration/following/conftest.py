"""Ledger and casework of the small world, each with a real database, and a bell of their own between them."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from shared.testing.databases import MakeDatabase
from tests.integration.following.jars import CASEWORK, LEDGER
from tests.integration.following.speaker import Speaker
from tests.integration.following.stations import Station, feed_of, station


@pytest.fixture
async def bell(redis_url: str) -> AsyncIterator[Redis]:
    """Redis, empty."""
    async with Redis.from_url(redis_url) as client:
        await client.flushall()
        yield client


@pytest.fixture
async def ledger(make_database: MakeDatabase, redis_url: str, bell: Redis) -> AsyncIterator[Station]:
    """The service whose jars are filled."""
    async with station(await make_database("ledger"), redis_url, LEDGER) as ledger:
        yield ledger


@pytest.fixture
async def casework(make_database: MakeDatabase, redis_url: str, ledger: Station) -> AsyncIterator[Station]:
    """The service that listens to the real ledger."""
    peers = {"ledger": feed_of(ledger.feed, "ledger")}
    async with station(await make_database("casework"), redis_url, CASEWORK, peers) as casework:
        yield casework


@pytest.fixture
async def speaker(redis_url: str, bell: Redis) -> AsyncIterator[Speaker]:
    """Ledger in the test's hand."""
    speaker = Speaker(redis_url)
    await speaker.comes_up()
    yield speaker
    await speaker.bell.stop()


@pytest.fixture
async def listener(make_database: MakeDatabase, redis_url: str, speaker: Speaker) -> AsyncIterator[Station]:
    """The service that listens to the speaker."""
    async with station(await make_database("casework"), redis_url, CASEWORK, {"ledger": speaker}) as listener:
        yield listener
