"""Real servers for the tests: PostgreSQL and a Redis-compatible server, as containers or from wheels."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from shared.testing.databases import Databases, FreshDatabase

MakeDatabase = Callable[[str], Awaitable[FreshDatabase]]

# What tests write is thrown away: no disk need be waited for.
_THROWAWAY = {"fsync": "off", "full_page_writes": "off"}


@pytest.fixture(scope="session")
def servers() -> Iterator[tuple[str, str]]:
    """The addresses of PostgreSQL (as its superuser) and of Redis, for the whole session."""
    from deploy.minqing.embedded import temporary

    with temporary(_THROWAWAY) as (postgres, redis):
        yield postgres.url, redis.url


@pytest.fixture(scope="session")
def postgres(servers: tuple[str, str]) -> str:
    """A real PostgreSQL server, as its superuser: postgresql://…"""
    return servers[0]


@pytest.fixture(scope="session")
def redis_url(servers: tuple[str, str]) -> str:
    """A real Redis-compatible server: redis://…"""
    return servers[1]


@pytest.fixture(scope="session")
def databases(postgres: str) -> Databases:
    """Makes fresh databases; a service's template is made once a session."""
    return Databases(postgres, Path(__file__).parent.parent / "services")


@pytest.fixture
async def make_database(databases: Databases) -> AsyncIterator[MakeDatabase]:
    """What makes fresh databases of a service for one test; awaited with the service's name."""
    yield databases.fresh
    await databases.give_back()
