"""What lasting does: to a log that grows to a million events, and to processes that worked for an hour."""

from collections.abc import Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import psutil

from shared.eventstore.log import Log
from shared.eventstore.pages import PAGE
from tests.bench.appending import Appending
from tests.bench.asking import commands
from tests.bench.filling import fill
from tests.bench.ground import Ground, opened
from tests.bench.knocking import ask_all, knockers
from tests.bench.measuring import Benchmark, Goal, Measured, Opened, Side
from tests.bench.served import Served
from tests.bench.visits import SHIFAN, visits
from tests.bench.world import World, gateway, world

AGES = {"young": 10_000, "old": 1_000_000}
CONNECTIONS = 16
_A_TURN = 36_000  # commands: five turns are what 50 a second make of an hour
_MB = 2**20
_NOISE = 1.1


@asynccontextmanager
async def ageing(ground: Ground) -> Opened:
    """A log of ten thousand events beside one of a million, each in a database of its own."""
    async with AsyncExitStack() as stack:
        sides: list[Side] = []
        for age, events in AGES.items():
            log = await stack.enter_async_context(opened(await ground.databases.fresh("ledger")))
            await fill(ground, log, ground.much(events, PAGE))
            sides += [Appending(ground, log).together(name=f"append, {age}"), _read(ground, log, f"read, {age}")]
        yield sides
    await ground.databases.give_back()


def _read(ground: Ground, log: Log, name: str) -> Side:
    """The last pages, as whoever follows the log reads them."""

    async def side() -> Mapping[str, Measured]:
        head = (await log.head(SHIFAN)).position
        pages = ground.much(40)
        with ground.watch(pages * PAGE) as lap:
            for page in range(pages, 0, -1):
                await log.read(SHIFAN, max(0, head - page * PAGE), PAGE)
        return {name: lap.rate()}

    return side


@asynccontextmanager
async def working(ground: Ground) -> Opened:
    """Commands through the gateway, as many as come in an hour, as quickly as they go."""
    async with world(ground) as all_of_it, gateway(all_of_it) as (door, session):
        yield (_Working(all_of_it, door, session).side,)


class _Working:
    """Each turn a fifth of the hour; what the first one left behind is what the others are held against."""

    def __init__(self, world: World, door: Served, session: str) -> None:
        self._world = world
        self._door = door
        self._session = session
        self._chance = world.ground.random()
        self._first: dict[str, Measured] = {}

    async def side(self) -> Mapping[str, Measured]:
        """How much memory each process has after the turn, and had after the first."""
        told = visits(self._chance, self._world.ground.much(_A_TURN, CONNECTIONS))
        async with knockers(self._door.port, CONNECTIONS) as connections:
            await ask_all(connections, commands(self._session, told))
        await self._world.at_rest()
        processes = {"gateway": self._door, "ledger": self._world.ledger, "casework": self._world.casework}
        now = {name: _resident(each.process) for name, each in processes.items()}
        self._first = self._first or {f"{name} at first": each for name, each in now.items()}
        return now | self._first


def _resident(process: psutil.Process) -> Measured:
    return Measured(process.memory_info().rss / _MB)


LASTING = (
    Benchmark(
        "growth",
        "a log of a million events beside one of ten thousand",
        "events/s",
        (
            Goal("append, old", _NOISE, "append, young", at_most=True, cpu=True),
            Goal("read, old", _NOISE, "read, young", at_most=True, cpu=True),
        ),
        ageing,
    ),
    Benchmark(
        "memory",
        "memory over an hour's commands, through the gateway",
        "MB",
        tuple(Goal(name, _NOISE, f"{name} at first", at_most=True) for name in ("gateway", "ledger", "casework")),
        working,
    ),
)
