"""Casework with those it hears and asks; each test in a district of its own, whose people and places are known."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from services.casework.main import SERVICE
from services.casework.settings import Settings
from shared.ids import Tenant
from shared.testing.ground import Ground
from shared.testing.house import House, opened
from tests.component.casework.district import introduced
from tests.component.casework.opener import Opener
from tests.component.casework.stage import Stage


@pytest.fixture(scope="module")
def opener() -> Opener:
    """What the ledger's speaker answers to casework."""
    return Opener()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(ground: Ground, opener: Opener) -> AsyncIterator[House]:
    """Casework with its speakers, running."""
    async with opened(ground, SERVICE, Settings, {"ledger": opener.router}) as house:
        yield house


@pytest_asyncio.fixture(loop_scope="module")
async def stage(house: House, opener: Opener, district: Tenant) -> Stage:
    """A district that knows its units, places, people, campaign and competences; nothing was opened yet."""
    opener.forget()
    stage = Stage(house, district, opener=opener)
    await introduced(stage)
    return stage
