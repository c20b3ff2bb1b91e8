"""Real servers for a session of tests: containers where an engine and the images are there, else wheels."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass

import asyncpg
import docker
import redis
from docker.errors import DockerException, ImageNotFound
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer

from deploy.minqing.embedded import temporary
from shared.testing.waiting import until

POSTGRES_IMAGE = "postgres:17"
REDIS_IMAGE = "redis:8"
KINDS = ("containers", "wheels")
_PASSWORD = "for-tests-alone"
_ENGINE = "/var/run/docker.sock"
_READY_SECONDS = 60
# What tests write is thrown away: no disk need be waited for.
_THROWAWAY = {"fsync": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Servers:
    """Where PostgreSQL answers, as its superuser, and Redis."""

    postgres_url: str
    redis_url: str


def lacking(*images: str) -> str:
    """What is not here of an engine and these images, in a sentence; nothing is fetched for a test."""
    try:
        with socket.socket(socket.AF_UNIX) as engine:  # the client would leave its own open where nobody answers
            engine.connect(_ENGINE)
        with closing(docker.from_env(timeout=5)) as client:
            away = [image for image in images if not _has(client, image)]
    except (OSError, DockerException):
        return "no container engine answers here"
    return f"the engine has no image {', '.join(away)}" if away else ""


def _has(engine: docker.DockerClient, image: str) -> bool:
    try:
        return bool(engine.images.get(image))
    except ImageNotFound:
        return False


def kind() -> str:
    """Which servers a session of tests uses, unless it was told: containers where they can be had."""
    return "wheels" if lacking(POSTGRES_IMAGE, REDIS_IMAGE) else "containers"


@contextmanager
def running(kind: str) -> Iterator[Servers]:
    """Both servers, gone when the session ends."""
    with _containers() if kind == "containers" else _wheels() as servers:
        yield servers


@contextmanager
def _wheels() -> Iterator[Servers]:
    with temporary(_THROWAWAY) as (postgres, doorbell):
        yield Servers(postgres.url, doorbell.url)


@contextmanager
def _containers() -> Iterator[Servers]:
    testcontainers_config.ryuk_disabled = True  # its image is one more; we remove our containers ourselves
    settings = " ".join(f"-c {name}={value}" for name, value in (*_THROWAWAY.items(), ("max_connections", 200)))
    postgres = (
        DockerContainer(POSTGRES_IMAGE).with_env("POSTGRES_PASSWORD", _PASSWORD).with_command(f"postgres {settings}")
    )
    doorbell = DockerContainer(REDIS_IMAGE).with_command(f"redis-server --save '' --requirepass {_PASSWORD}")
    with ExitStack() as stack:
        servers = Servers(
            f"postgresql://postgres:{_PASSWORD}@{_started(stack, postgres, 5432)}/postgres",
            f"redis://:{_PASSWORD}@{_started(stack, doorbell, 6379)}/0",
        )
        asyncio.run(_ready(servers))
        yield servers


def _started(stack: ExitStack, container: DockerContainer, port: int) -> str:
    stack.enter_context(container.with_exposed_ports(port))
    # not "localhost": an engine may publish a container's port by another number for IPv6, and that one for another
    return f"127.0.0.1:{container.get_exposed_port(port)}"


async def _ready(servers: Servers) -> None:
    async def both_answer() -> bool:
        try:
            await (await asyncpg.connect(servers.postgres_url, timeout=5)).close()
            with redis.Redis.from_url(servers.redis_url, socket_timeout=5) as client:
                return bool(client.ping())
        except (OSError, asyncpg.PostgresError, redis.RedisError):
            return False

    await until(both_answer, _READY_SECONDS)
