"""One stage a test: the ledger with its speakers, the district's people, places, campaign and households known."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from shared.testing.databases import FreshDatabase
from tests.component.ledger.district import introduced
from tests.component.ledger.stage import Stage, staged


@pytest.fixture
async def stage(
    tmp_path: Path, make_database: Callable[[str], Awaitable[FreshDatabase]], redis_url: str
) -> AsyncIterator[Stage]:
    """The ledger, ready: two villages with their households, a campaign, two stays that have started."""

    async def url_of(service: str) -> str:
        return (await make_database(service)).url

    async with staged(tmp_path, url_of, redis_url) as stage:
        await introduced(stage)
        yield stage
