"""One house a module, the ledger and those it hears; each test has a small district of its own in it."""

from collections.abc import AsyncIterator
from itertools import count

import pytest
import pytest_asyncio

from shared.ids import Tenant
from shared.testing.databases import Databases
from tests.component.ledger.district import introduced
from tests.component.ledger.stage import House, Stage, opened

_NUMBERS = count(1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory, databases: Databases, redis_url: str) -> AsyncIterator[House]:
    """The ledger with its speakers, running."""

    async def url_of(service: str) -> str:
        return (await databases.fresh(service)).url

    async with opened(tmp_path_factory.mktemp("keys"), url_of, redis_url) as house:
        yield house
    await databases.give_back()


@pytest_asyncio.fixture(loop_scope="module")
async def stage(house: House) -> Stage:
    """A district, ready: two villages with their households, a campaign, two stays that have started."""
    stage = Stage(house, Tenant(f"field-{next(_NUMBERS)}"))
    await introduced(stage)
    return stage
