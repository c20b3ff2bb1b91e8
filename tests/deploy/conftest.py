"""One installation in containers, made and used as README says, for all tests to look at."""

from collections.abc import Iterator

import pytest

from tests import servers
from tests.deploy.checkout import BASE, Checkout

IMAGES = (*BASE, servers.POSTGRES_IMAGE, servers.REDIS_IMAGE)


@pytest.fixture(scope="session")
def engine() -> None:
    """An engine that has the images ours is made of and runs beside."""
    if lacking := servers.lacking(*IMAGES):
        pytest.skip(f"the deployment is NOT tested: {lacking}")


@pytest.fixture(scope="session")
def checkout(engine: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """A copy in which nothing was done yet."""
    checkout = Checkout(tmp_path_factory.mktemp("deploy") / "minqing")
    yield checkout
    checkout.remove()


@pytest.fixture(scope="session")
def sheet(checkout: Checkout) -> str:
    """What the first command of README's section prints, which makes the secrets."""
    init, _ = checkout.readme()[0].splitlines()
    return checkout.does(init)


@pytest.fixture(scope="session")
def up(checkout: Checkout, sheet: str) -> Checkout:
    """The installation, once its second command has ended."""
    _, start = checkout.readme()[0].splitlines()
    checkout.does(start)
    return checkout


@pytest.fixture(scope="session")
def played(up: Checkout) -> str:
    """What the driver prints, called as README's second block says."""
    return up.does(up.readme()[1])
