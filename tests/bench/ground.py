"""What benchmarks stand on: servers that keep what they acknowledge, fresh databases, and how much is to be done."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import asyncpg
import psutil

from deploy.minqing.embedded import temporary
from shared.eventstore.connect import Database
from shared.eventstore.log import Log
from shared.testing.databases import Databases, FreshDatabase
from tests.bench.measuring import Lap, watch

TINY = 0.005
"""A size at which one only sees whether a benchmark runs."""

SERVICES = Path(__file__).parents[2] / "services"


@dataclass
class Ground:
    """`size` scales how much each turn does: 1 for figures that count, little to see whether it works at all."""

    postgres_url: str
    redis_url: str
    postgres: psutil.Process
    doorbell: psutil.Process
    databases: Databases
    runs: int = 5
    seed: int = 1
    size: float = 1.0

    def much(self, units: int, least: int = 1) -> int:
        """So many units of work, scaled."""
        return max(least, int(units * self.size))

    def random(self) -> Random:
        """Chance that is the same for every side."""
        return Random(self.seed)

    def watch(self, units: int, *processes: psutil.Process, own: bool = True) -> AbstractContextManager[Lap]:
        """A watch that also counts the CPU of these processes, or else of PostgreSQL, and of this one if it is told."""
        others = processes or (self.postgres,)
        return watch(units, lambda: sum(map(cpu_of, others)), own)


def cpu_of(process: psutil.Process) -> float:
    """CPU seconds of a process and of all that it has started, those that have ended too."""
    told = sum(process.cpu_times()[:4])
    for child in process.children(recursive=True):
        try:
            told += sum(child.cpu_times()[:2])
        except psutil.NoSuchProcess:  # ended just now: its parent has its time
            continue
    return told


@contextmanager
def grounded(runs: int, seed: int, size: float) -> Iterator[Ground]:
    """Servers of this machine with the settings of a real installation; gone afterwards."""
    with temporary() as (postgres, doorbell):
        processes = psutil.Process(postgres.process.pid), psutil.Process(doorbell.process.pid)
        databases = Databases(postgres.url, SERVICES)
        yield Ground(postgres.url, doorbell.url, *processes, databases, runs, seed, size)


@asynccontextmanager
async def opened(fresh: FreshDatabase) -> AsyncIterator[Log]:
    """The log of a fresh database."""
    async with AsyncExitStack() as stack:
        database = Database(fresh.url)
        await database.open()
        stack.push_async_callback(database.close)
        log = Log(database, fresh.service)
        await log.open()
        stack.push_async_callback(log.close)
        yield log


@asynccontextmanager
async def connected(url: str, connections: int = 1) -> AsyncIterator[list[asyncpg.Connection]]:
    """Connections of a superuser, for whom no row is hidden and no rule is checked."""
    found = [await asyncpg.connect(url) for _ in range(connections)]
    try:
        yield found
    finally:
        for each in found:
            await each.close()
