"""What is done to the installation while people work in it.

Each injury does harm, lasts, and is over when it returns the moment from which recovery counts: when the process is
started again, the server reachable again.
"""

import asyncio
import random
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import asyncpg
import redis.asyncio as redis

from deploy.minqing.services import SERVICES, WITH_A_LOG
from shared import clock
from shared.eventstore.leases import LEASE_SECONDS
from tests.faults.installation import TWOFOLD, Installation

LONGER_THAN_A_LEASE = LEASE_SECONDS + 1.5
_ELECTED_SECONDS = 20.0


@dataclass(frozen=True)
class Lasting:
    """How many seconds what lasts is to last."""

    outage: float  # a service that is stopped
    away: float  # a server that does not answer

    @property
    def hung(self) -> float:
        """A process that hangs, longer than a lease."""
        return max(LONGER_THAN_A_LEASE, self.away / 3)


Injury = Callable[[Installation, Lasting], Awaitable[datetime]]


def killed(service: str) -> Injury:
    """SIGKILL, and started again at once."""

    async def injure(here: Installation, _: Lasting) -> datetime:
        return await _kill(here, service)

    return injure


async def kill_the_relay(here: Installation, _: Lasting) -> datetime:
    """Of the two processes, the one that rings, once one does."""
    until = clock.ticking() + _ELECTED_SECONDS
    while True:
        try:
            return await _kill(here, await here.leader())
        except LookupError:
            if clock.ticking() > until:
                raise
        await asyncio.sleep(0.1)


async def kill_either(here: Installation, _: Lasting) -> datetime:
    """Both processes of the twofold service, one after the other: one of them moved its places."""
    await _kill(here, TWOFOLD)
    return await _kill(here, here.second.name)


async def _kill(here: Installation, name: str) -> datetime:
    process = here.processes[name]
    process.ask_to_stop(signal.SIGKILL)
    await asyncio.to_thread(process.wait, 10)
    here.start(name)
    return clock.now()


def hung(service: str) -> Injury:
    """SIGSTOP for longer than a lease, then SIGCONT: it goes on where it was, and must do no harm."""

    async def injure(here: Installation, lasting: Lasting) -> datetime:
        process = here.processes[service]
        process.ask_to_stop(signal.SIGSTOP)
        await asyncio.sleep(lasting.hung)
        process.ask_to_stop(signal.SIGCONT)
        return clock.now()

    return injure


async def hang_either(here: Installation, lasting: Lasting) -> datetime:
    """Both processes of the twofold service, one after the other: one of them moves its places at its turn."""
    await hung(TWOFOLD)(here, lasting)
    return await hung(here.second.name)(here, lasting)


def stopped(service: str) -> Injury:
    """SIGTERM, away for a while under load, then started."""

    async def injure(here: Installation, lasting: Lasting) -> datetime:
        process = here.processes[service]
        process.ask_to_stop()
        await asyncio.to_thread(process.wait, 20)
        await asyncio.sleep(lasting.outage)
        here.start(service)
        return clock.now()

    return injure


async def flush(here: Installation, _: Lasting) -> datetime:
    """FLUSHALL."""
    async with redis.Redis.from_url(here.minqing.redis.url) as server:
        await server.flushall()
    return clock.now()


async def kill_redis(here: Installation, lasting: Lasting) -> datetime:
    """Killed, away for a while, started empty."""
    here.minqing.redis.process.ask_to_stop(signal.SIGKILL)
    await asyncio.to_thread(here.minqing.redis.process.wait, 10)
    await asyncio.sleep(lasting.away)
    await asyncio.to_thread(here.minqing.redis.start)
    return clock.now()


async def hang_redis(here: Installation, lasting: Lasting) -> datetime:
    """Takes connections and answers nothing, as behind a broken network."""
    here.minqing.redis.process.ask_to_stop(signal.SIGSTOP)
    await asyncio.sleep(lasting.away)
    here.minqing.redis.process.ask_to_stop(signal.SIGCONT)
    return clock.now()


async def pause_redis(here: Installation, lasting: Lasting) -> datetime:
    """CLIENT PAUSE, again and again: every command takes half a second."""
    async with redis.Redis.from_url(here.minqing.redis.url) as server:
        until = clock.ticking() + lasting.away
        while clock.ticking() < until:
            await server.client_pause(500)
            await asyncio.sleep(0.6)
    return clock.now()


async def restart_postgres(here: Installation, _: Lasting) -> datetime:
    """As after a loss of power: `immediate`, no checkpoint, then its own recovery."""
    server = here.minqing.postgres
    await asyncio.to_thread(server.process.stop, signal.SIGQUIT)
    await asyncio.to_thread(server.start)
    return clock.now()


async def cut_connections(here: Installation, _: Lasting) -> datetime:
    """Every connection of every service is ended by the server."""
    db = await here.database(TWOFOLD)
    await db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'minqing%'")
    await db.close()
    return clock.now()


async def leave_a_session_open(here: Installation, lasting: Lasting) -> datetime:
    """Idle in a transaction that has read, and holds its snapshot, in each database."""
    opened = [await here.database(service) for service in WITH_A_LOG]
    for db in opened:
        await db.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        await db.execute("SELECT count(*) FROM log.heads")
    await asyncio.sleep(lasting.away)
    for db in opened:
        await db.close()
    return clock.now()


async def fill_the_disk(here: Installation, lasting: Lasting) -> datetime:
    """No byte is left; PostgreSQL may end by itself, and is started again once there is room."""
    await asyncio.to_thread(here.fill_up)
    await asyncio.sleep(lasting.away)
    here.make_room()
    server = here.minqing.postgres
    if not await asyncio.to_thread(_accepts, here):
        await asyncio.to_thread(server.process.stop, signal.SIGQUIT)
        await asyncio.to_thread(server.start)
    return clock.now()


def _accepts(here: Installation) -> bool:
    async def ask() -> bool:
        with suppress(OSError, asyncpg.PostgresError):
            await (await here.database(TWOFOLD)).close()
            return True
        return False

    return asyncio.run(ask())


EACH: dict[str, Injury] = {
    **{f"kill -9 {service}": killed(service) for service in SERVICES},
    "kill -9 the relay that leads": kill_the_relay,
    "kill -9 of both processes, one by one": kill_either,
    **{f"SIGSTOP {service}": hung(service) for service in ("ledger", "notify")},
    "SIGSTOP of both processes, one by one": hang_either,
    "a service stopped": stopped("notify"),
    "the producer stopped": stopped("scheduling"),
    "FLUSHALL": flush,
    "Redis killed, started empty": kill_redis,
    "Redis hangs": hang_redis,
    "Redis slow": pause_redis,
    "PostgreSQL restarted": restart_postgres,
    "connections terminated": cut_connections,
    "a session left open": leave_a_session_open,
    "the disk full": fill_the_disk,
}
WITHOUT_REDIS = ("FLUSHALL", "Redis killed, started empty", "Redis hangs", "Redis slow")
NEEDS_A_SMALL_DISK = "the disk full"
_OF_THE_SERVER = {"PostgreSQL restarted", "connections terminated", "a session left open", NEEDS_A_SMALL_DISK}
_OF_BOTH = {
    "kill -9 the relay that leads",
    "kill -9 of both processes, one by one",
    "SIGSTOP of both processes, one by one",
}
ONE_PART: tuple[set[str], ...] = (
    set(WITHOUT_REDIS),
    _OF_THE_SERVER | {"kill -9 the relay that leads"},
    _OF_BOTH | {f"kill -9 {TWOFOLD}"},
    {"kill -9 ledger", "SIGSTOP ledger"},
    {"kill -9 notify", "SIGSTOP notify", "a service stopped"},
    {"kill -9 scheduling", "the producer stopped"},
    *({NEEDS_A_SMALL_DISK, name} for name in EACH if "kill" in name or "stopped" in name),
)
"""What acts on the same processes: one would start what another waits to see the end of, ask who is away, or write
down on the full disk what it has started."""


def schedule(seed: int, rounds: int, names: Sequence[str]) -> list[tuple[str, ...]]:
    """Each injury by itself, `rounds` times in random order; then each once together with one of another part."""
    chance = random.Random(seed)
    single = [(name,) for _ in range(rounds) for name in chance.sample(names, len(names))]
    return [*single, *_pairs(chance.sample(names, len(names)))]


def _pairs(names: Sequence[str]) -> list[tuple[str, ...]]:
    left, pairs = list(names), []
    while left:
        one = left.pop(0)
        other = [each for each in left if not any({one, each} <= part for part in ONE_PART)][:1]
        left = [each for each in left if each not in other]
        pairs.append((one, *other))
    return pairs
