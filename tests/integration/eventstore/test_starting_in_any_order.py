"""A service that starts before its database, its provisioning or its migrations waits for them."""

import asyncio
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

import asyncpg
import pytest
from structlog.testing import capture_logs

from shared.eventstore.connect import Database
from shared.eventstore.log import Log
from shared.eventstore.migrations import migrate
from shared.eventstore.provision import provision
from shared.testing.databases import FreshDatabase
from shared.testing.requests import SHIFAN, a_request
from shared.testing.waiting import until

PASSWORDS = dict.fromkeys(("service", "migrator", "backup"), "for-tests-alone")
LATE = "minqing_casework_late"
OURS = "usename = 'minqing_casework'"


def has_said(entries: Sequence[Mapping[str, object]], event: str) -> bool:
    """Whether the log's entries tell of it."""
    return any(entry["event"] == event for entry in entries)


async def passing_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on what comes until it ends."""
    while block := await reader.read(65536):
        writer.write(block)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def test_it_waits_for_a_server_that_is_not_up_and_says_so(fresh: FreshDatabase, unused_port: int) -> None:
    real = urlsplit(fresh.url)
    forwarding: set[asyncio.Task[object] | None] = set()

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        forwarding.add(asyncio.current_task())
        inward, outward = await asyncio.open_connection(real.hostname, real.port)
        await asyncio.gather(passing_on(reader, outward), passing_on(inward, writer), return_exceptions=True)

    here = f"{real.username}:{real.password}@127.0.0.1:{unused_port}"
    database = Database(real._replace(netloc=here).geturl())
    with capture_logs() as entries:
        opening = asyncio.create_task(database.open())
        await until(lambda: has_said(entries, "waiting for the database"))
        server = await asyncio.start_server(forward, "127.0.0.1", unused_port)
        await asyncio.wait_for(opening, 60)
    await database.close()
    server.close()
    await asyncio.gather(*filter(None, forwarding))


async def test_it_waits_until_it_is_provisioned_and_migrated(fresh: FreshDatabase, postgres: str) -> None:
    database = Database(fresh.url.replace(fresh.name, LATE))
    with capture_logs() as entries:
        opening = asyncio.create_task(database.open())
        await until(lambda: has_said(entries, "waiting for the database"))
        await provision(postgres, "casework", PASSWORDS, database=LATE)
        await asyncio.wait_for(opening, 60)

        log = Log(database, "casework")
        opening = asyncio.create_task(log.open())
        await until(lambda: has_said(entries, "waiting for the migrations"))
        await migrate(fresh.migrator_url.replace(fresh.name, LATE), "services/casework/migrations")
        await asyncio.wait_for(opening, 60)
    assert (await log.append(SHIFAN, a_request("a", "one", 0))).status == "stored"
    await log.close()
    await database.close()
    server = await asyncpg.connect(postgres)
    await server.execute(f"DROP DATABASE {LATE}")
    await server.close()


async def test_who_has_opened_it_has_its_connections(fresh: FreshDatabase) -> None:
    database = Database(fresh.url, log_connections=3)
    await database.open()
    server = await asyncpg.connect(fresh.superuser_url)
    warm = await server.fetchval(f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{fresh.name}' AND {OURS}")
    assert warm == 4, "those of the log, and one for what is read"
    await server.close()
    await database.close()


async def test_reading_survives_lost_connections(fresh: FreshDatabase, log: Log) -> None:
    await log.append(SHIFAN, a_request("a", "one", 0))
    killer = await asyncpg.connect(fresh.superuser_url)
    for _ in range(10):
        reads = [asyncio.create_task(log.read(SHIFAN, 0, 10)) for _ in range(8)]
        await killer.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'minqing_casework'"
        )
        assert [len(rows) for rows in await asyncio.gather(*reads)] == [1] * 8
    await killer.close()


@pytest.fixture
def unused_port() -> int:
    """A port where nobody listens yet."""
    from deploy.minqing.place import free_port

    return free_port()
