"""Casework opened once a module; each test in a district of its own, whose people and places are already known."""

from collections.abc import AsyncIterator
from inspect import iscoroutinefunction
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from shared.testing.databases import Databases
from tests.component.casework.district import introduced
from tests.component.casework.stage import House, Stage, housed

_NUMBERS = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of this directory share their module's event loop, in which its servers run."""
    for item in items:
        if item.path.parent == Path(__file__).parent and iscoroutinefunction(getattr(item, "function", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory, databases: Databases, redis_url: str) -> AsyncIterator[House]:
    """Casework with its speakers, on real servers."""

    async def url_of(service: str) -> str:
        return (await databases.fresh(service)).url

    async with housed(tmp_path_factory.mktemp("casework"), url_of, redis_url) as house:
        yield house
    await databases.give_back()


@pytest_asyncio.fixture(loop_scope="module")
async def stage(house: House) -> Stage:
    """A district that knows its units, places, people, campaign and competences."""
    stage = house.in_district(f"district-{next(_NUMBERS)}")
    await introduced(stage)
    return stage
