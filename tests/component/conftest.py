"""What the tests of one service share: its house, opened once a module, with a district of its own for each test."""

from collections.abc import AsyncIterator
from inspect import iscoroutinefunction
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from shared.ids import Tenant
from shared.testing.databases import Databases
from shared.testing.ground import Ground, ground_in

_HERE = Path(__file__).parent
_NUMBERS = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in a house share their module's event loop, in which its servers run."""
    for item in items:
        in_a_house = item.path.is_relative_to(_HERE) and "house" in getattr(item, "fixturenames", ())
        if in_a_house and iscoroutinefunction(getattr(item, "function", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ground(
    tmp_path_factory: pytest.TempPathFactory, databases: Databases, redis_url: str
) -> AsyncIterator[Ground]:
    """What the services of a module's tests stand on."""
    yield ground_in(tmp_path_factory.mktemp("keys"), databases.fresh, redis_url)
    await databases.give_back()


@pytest.fixture
def district() -> Tenant:
    """A district that no test had before."""
    return Tenant(f"district-{next(_NUMBERS)}")
