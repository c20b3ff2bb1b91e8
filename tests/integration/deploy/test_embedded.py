"""PostgreSQL and a Redis-compatible server from wheels, as processes of this machine."""

import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import psutil
import pytest
import redis

from deploy.minqing import place
from deploy.minqing.embedded import Postgres, Redis, temporary
from deploy.minqing.process import CannotRun, stop_leftovers


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Postgres, Redis]]:
    with temporary({"max_connections": "20"}) as both:
        yield both


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


async def test_postgresql_18_answers_and_puts_what_is_committed_on_disk(servers: tuple[Postgres, Redis]) -> None:
    async with connected(servers[0].url) as connection:
        assert connection.get_server_version().major == 18
        assert await connection.fetchval("SHOW fsync") == "on"
        assert await connection.fetchval("SHOW max_connections") == "20"


async def test_nobody_comes_in_without_the_password(servers: tuple[Postgres, Redis]) -> None:
    postgres, doorbell = servers
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(postgres.url.replace(postgres.password, "guess"))
    with pytest.raises(redis.AuthenticationError), redis.Redis(port=doorbell.port) as client:
        client.ping()


async def test_what_was_committed_is_there_after_a_stop_at_the_same_address(servers: tuple[Postgres, Redis]) -> None:
    postgres, _ = servers
    async with connected(postgres.url) as connection:
        await connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    postgres.stop()
    postgres.start()
    async with connected(postgres.url) as connection:
        assert await connection.fetchval("SELECT n FROM kept") == 7


def test_redis_comes_back_empty_at_the_same_address(servers: tuple[Postgres, Redis]) -> None:
    _, doorbell = servers
    with redis.Redis.from_url(doorbell.url) as client:
        client.set("facts", "many")
    doorbell.stop()
    doorbell.start()
    with redis.Redis.from_url(doorbell.url) as client:
        assert client.get("facts") is None


def test_neither_runs_as_root(servers: tuple[Postgres, Redis]) -> None:
    for server in servers:
        assert server.process.pid is not None
        assert psutil.Process(server.process.pid).uids().effective != 0


def test_no_password_is_seen_in_the_list_of_processes(servers: tuple[Postgres, Redis]) -> None:
    for server in servers:
        assert server.process.pid is not None
        seen = psutil.Process(server.process.pid).cmdline()
        assert not any(server.password in word for word in seen)


def test_a_port_that_somebody_uses_is_one_clear_sentence(servers: tuple[Postgres, Redis], tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=f"Port {servers[1].port} for the Redis-compatible server cannot be used"):
        Redis(tmp_path / "another", port=servers[1].port).start()


def test_behind_a_closed_door_they_run_all_the_same_and_leave_nothing(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)  # where an ordinary user may not go, if this is root's
    directory = tmp_path / "a data directory"
    postgres = Postgres(directory)
    try:
        postgres.start()
        with socket.create_connection(("127.0.0.1", postgres.port)):
            pass
        postgres.stop()
    finally:
        stop_leftovers(directory)
        place.remove(directory)
    assert not directory.exists()
    assert not postgres.home.exists()


def test_all_that_was_temporary_is_gone() -> None:
    with temporary() as (postgres, doorbell):
        pids = [postgres.process.pid, doorbell.process.pid]
    assert not postgres.directory.exists()
    assert not any(psutil.pid_exists(pid) for pid in pids if pid)
