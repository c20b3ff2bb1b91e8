"""One stage a test: notify with those it hears, the district's units, people and places already known."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from services.notify.settings import Settings
from shared.testing.databases import FreshDatabase
from tests.component.notify.district import introduced
from tests.component.notify.speakers import Speaker
from tests.component.notify.stage import Stage, opened, spoken_for

Parts = tuple[Settings, dict[str, Speaker]]


@pytest.fixture
async def parts(
    tmp_path: Path, make_database: Callable[[str], Awaitable[FreshDatabase]], redis_url: str
) -> AsyncIterator[Parts]:
    """The services that notify hears, and its settings: for tests that open it themselves."""

    async def url_of(service: str) -> str:
        return (await make_database(service)).url

    async with spoken_for(tmp_path, url_of, redis_url) as parts:
        yield parts


@pytest.fixture
async def stage(tmp_path: Path, parts: Parts) -> AsyncIterator[Stage]:
    """Notify, ready."""
    async with opened(tmp_path, *parts) as stage:
        await introduced(stage)
        yield stage
