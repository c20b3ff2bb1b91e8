"""One stage a test: scheduling, the ledger it hears, and a small district already imported."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from shared.testing.databases import FreshDatabase
from tests.component.scheduling.district import settle
from tests.component.scheduling.stage import Stage, staged


@pytest.fixture
async def stage(
    tmp_path: Path, make_database: Callable[[str], Awaitable[FreshDatabase]], redis_url: str
) -> AsyncIterator[Stage]:
    """Scheduling, ready: it knows the district's units, people and places."""

    async def url_of(service: str) -> str:
        return (await make_database(service)).url

    async with staged(tmp_path, url_of, redis_url) as stage:
        await settle(stage)
        yield stage
