"""Scheduling with the ledger it hears; each test has a small district of its own in it."""

from collections.abc import AsyncIterator

import pytest_asyncio

from services.scheduling.main import SERVICE
from services.scheduling.settings import Settings
from shared.ids import Tenant
from shared.testing.ground import Ground
from shared.testing.house import House, opened
from tests.component.scheduling.district import settle
from tests.component.scheduling.stage import Stage


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(ground: Ground) -> AsyncIterator[House]:
    """Scheduling and the ledger, running."""
    async with opened(ground, SERVICE, Settings) as house:
        yield house


@pytest_asyncio.fixture(loop_scope="module")
async def stage(house: House, district: Tenant) -> Stage:
    """A district, ready: scheduling knows its units, people and places."""
    stage = Stage(house, district)
    await settle(stage)
    return stage
