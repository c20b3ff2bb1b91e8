"""What every test may ask for: real servers, and fresh databases on them."""

import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from shared.testing.databases import Databases, MakeDatabase
from tests import servers as real


def pytest_configure() -> None:
    """Let SIGTERM end a run as Ctrl-C does, so that whatever was started for it is stopped."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    settings.register_profile("minqing", deadline=None)  # a busy machine disproves nothing
    settings.load_profile("minqing")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which servers, for whoever wants both tried."""
    parser.addoption("--servers", choices=real.KINDS, default=real.kind(), help="where PostgreSQL and Redis run")
    parser.addoption("--world", type=int, help="which generated district to try; any one without it")


def pytest_report_header(config: pytest.Config) -> str:
    """Say which servers the tests will use."""
    return f"servers: {config.getoption('--servers')}"


@pytest.fixture(scope="session")
def servers(pytestconfig: pytest.Config) -> Iterator[real.Servers]:
    """PostgreSQL and Redis for the whole session."""
    with real.running(pytestconfig.getoption("--servers")) as servers:
        yield servers


@pytest.fixture(scope="session")
def postgres(servers: real.Servers) -> str:
    """A real PostgreSQL server, as its superuser: postgresql://…"""
    return servers.postgres_url


@pytest.fixture(scope="session")
def redis_url(servers: real.Servers) -> str:
    """A real Redis-compatible server: redis://…"""
    return servers.redis_url


@pytest.fixture(scope="session")
def databases(postgres: str) -> Databases:
    """Makes fresh databases; a service's template is made once a session."""
    return Databases(postgres, Path(__file__).parent.parent / "services")


@pytest.fixture
async def make_database(databases: Databases) -> AsyncIterator[MakeDatabase]:
    """What makes fresh databases of a service for one test; awaited with the service's name."""
    yield databases.fresh
    await databases.give_back()
