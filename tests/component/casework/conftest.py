"""One stage a test: casework with its speakers, the district's people and places already known."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from shared.testing.databases import FreshDatabase
from tests.component.casework.district import introduced
from tests.component.casework.stage import Stage, staged


@pytest.fixture
async def stage(
    tmp_path: Path, make_database: Callable[[str], Awaitable[FreshDatabase]], redis_url: str
) -> AsyncIterator[Stage]:
    """Casework, ready: it knows the district's units, places, people, campaign and competences."""

    async def url_of(service: str) -> str:
        return (await make_database(service)).url

    async with staged(tmp_path, url_of, redis_url) as stage:
        await introduced(stage)
        yield stage
