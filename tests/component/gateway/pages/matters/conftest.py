"""Casework, as its own tests have it, and a gateway opened once a module; each test in a district of its own."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from shared.ids import Tenant
from shared.testing.house import House
from tests.component.casework.conftest import house, opener
from tests.component.casework.district import introduced
from tests.component.casework.opener import Opener
from tests.component.casework.stage import Stage as Casework
from tests.component.gateway.pages.matters.house import CLOCK, Desk, Field, gateway_before
from tests.component.gateway.stage import Stage

__all__ = ["opener", "house", "gateway", "desk"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def gateway(house: House, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """The gateway before it."""
    database = await house.ground.make_database("gateway")
    async with gateway_before(house, tmp_path_factory.mktemp("gateway"), database) as stage:
        yield stage


@pytest_asyncio.fixture(loop_scope="module")
async def desk(house: House, gateway: Stage, opener: Opener, district: Tenant) -> Desk:
    """A district whose units, places, people, campaign and competences are known."""
    opener.forget()
    await gateway.open_district(district, f"admin-{district}", **CLOCK)
    casework = Casework(house, district, opener=opener)
    await introduced(casework)
    ledger = gateway.services["ledger"]
    assert isinstance(ledger, Field)
    ledger.books, ledger.filings = [], []
    return Desk(casework, gateway, ledger)
