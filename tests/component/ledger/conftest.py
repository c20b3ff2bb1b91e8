"""The ledger with those it hears; each test has a small district of its own in it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from services.ledger.main import SERVICE
from services.ledger.settings import Settings
from shared.ids import Tenant
from shared.testing.ground import Ground
from shared.testing.house import House, opened
from tests.component.ledger.caseworker import Caseworker
from tests.component.ledger.district import introduced
from tests.component.ledger.stage import Stage


@pytest.fixture(scope="module")
def caseworker() -> Caseworker:
    """What casework's speaker has sealed, and is asked to destroy."""
    return Caseworker()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(ground: Ground, caseworker: Caseworker) -> AsyncIterator[House]:
    """The ledger with its speakers, running."""
    seal_key = ground.folder / "seal"
    async with opened(ground, SERVICE, Settings, {"casework": caseworker.router}, seal_key_file=seal_key) as house:
        yield house


@pytest_asyncio.fixture(loop_scope="module")
async def stage(house: House, caseworker: Caseworker, district: Tenant) -> Stage:
    """A district, ready: two villages with their households, a campaign, two stays that have started."""
    caseworker.forget()
    stage = Stage(house, district)
    await introduced(stage)
    return stage
