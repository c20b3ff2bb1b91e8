"""Notify with those it hears, for each test anew: the district's units, people and places are already known."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.notify.settings import Settings
from shared.testing.databases import MakeDatabase
from shared.testing.ground import Ground, ground_in
from shared.testing.speaker import Speaker, speakers
from tests.component.notify.district import introduced
from tests.component.notify.stage import HEARS, Stage, opened, settings_on


@pytest.fixture
def ground(tmp_path: Path, make_database: MakeDatabase, redis_url: str) -> Ground:
    """What the services of one test stand on."""
    return ground_in(tmp_path, make_database, redis_url)


@pytest.fixture
async def heard(ground: Ground) -> AsyncIterator[dict[str, Speaker]]:
    """The services that notify hears."""
    async with speakers(ground, HEARS) as heard:
        yield heard


@pytest.fixture
async def settings(ground: Ground, heard: dict[str, Speaker]) -> Settings:
    """Notify's settings: for tests that open it themselves, perhaps again."""
    return await settings_on(ground, heard)


@pytest.fixture
async def stage(ground: Ground, settings: Settings, heard: dict[str, Speaker]) -> AsyncIterator[Stage]:
    """Notify, ready."""
    async with opened(ground, settings, heard) as stage:
        await introduced(stage)
        yield stage
