"""Casework and a gateway opened once a module; each test in a district of its own."""

from collections.abc import AsyncIterator
from inspect import iscoroutinefunction
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from shared.testing.databases import Databases
from tests.component.casework.district import introduced
from tests.component.casework.stage import House, housed
from tests.component.gateway.pages.matters.house import CLOCK, Desk, Field, gateway_before
from tests.component.gateway.stage import Stage

_NUMBERS = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of this directory share their module's event loop, in which its servers run."""
    for item in items:
        if item.path.parent == Path(__file__).parent and iscoroutinefunction(getattr(item, "function", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def gateway(
    tmp_path_factory: pytest.TempPathFactory, databases: Databases, redis_url: str
) -> AsyncIterator[tuple[House, Stage]]:
    """Casework with its speakers, and the gateway before it."""

    async def url_of(service: str) -> str:
        return (await databases.fresh(service)).url

    keys = tmp_path_factory.mktemp("casework")
    async with housed(keys, url_of, redis_url) as house:
        database = await databases.fresh("gateway")
        async with gateway_before(house, tmp_path_factory.mktemp("gateway"), keys, database) as stage:
            yield house, stage
    await databases.give_back()


@pytest_asyncio.fixture(loop_scope="module")
async def desk(gateway: tuple[House, Stage]) -> Desk:
    """A district whose units, places, people, campaign and competences are known."""
    house, stage = gateway
    tenant = f"district-{next(_NUMBERS)}"
    await stage.open_district(tenant, f"admin-{tenant}", **CLOCK)
    casework = house.in_district(tenant)
    await introduced(casework)
    ledger = stage.services["ledger"]
    assert isinstance(ledger, Field)
    ledger.books, ledger.filings = [], []
    return Desk(casework, stage, ledger)
