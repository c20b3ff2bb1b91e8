"""The ledger with those it hears; each test has a small district of its own in it."""

from collections.abc import AsyncIterator

import pytest_asyncio

from services.ledger.main import SERVICE
from services.ledger.settings import Settings
from shared.ids import Tenant
from shared.testing.ground import Ground
from shared.testing.house import House, opened
from tests.component.ledger.district import introduced
from tests.component.ledger.stage import Stage


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(ground: Ground) -> AsyncIterator[House]:
    """The ledger with its speakers, running."""
    async with opened(ground, SERVICE, Settings, seal_key_file=ground.folder / "seal") as house:
        yield house


@pytest_asyncio.fixture(loop_scope="module")
async def stage(house: House, district: Tenant) -> Stage:
    """A district, ready: two villages with their households, a campaign, two stays that have started."""
    stage = Stage(house, district)
    await introduced(stage)
    return stage
