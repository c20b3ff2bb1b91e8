"""A log of an installation in which for a while nothing can be stored, so that a request is surely under way."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from deploy.minqing.embedded import SUPERUSER
from deploy.minqing.installation import database_of

_HELD = "SELECT FROM log.heads WHERE tenant = $1 FOR UPDATE"
_WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@asynccontextmanager
async def held_up(data: Path, service: str, tenant: str) -> AsyncIterator[Callable[[], Awaitable[int]]]:
    """Hold a district's log of the service in this data directory; yields how many requests wait for it."""
    address = urlsplit(database_of(data, service))
    password = (data / "secrets" / "postgres").read_text()
    url = address._replace(netloc=f"{SUPERUSER}:{password}@{address.hostname}:{address.port}").geturl()
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            assert await connection.fetch(_HELD, tenant)
            yield lambda: connection.fetchval(_WAITING)
    finally:
        await connection.close()
