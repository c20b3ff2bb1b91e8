"""From a command over HTTP to the row of another service: how long it takes, and how many a second."""

import asyncio
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from contextlib import asynccontextmanager
from itertools import count
from statistics import quantiles

from redis.asyncio import Redis

from deploy.minqing.place import free_port
from shared import clock
from tests.bench import house, raw
from tests.bench.asking import asking, commands
from tests.bench.ground import Ground
from tests.bench.knocking import Knocker, ask_all, knockers
from tests.bench.measuring import Benchmark, Goal, Measured, Opened, Side
from tests.bench.served import Served, served
from tests.bench.visits import Visit, ids, visits
from tests.bench.world import World, gateway, world

RATE = 400.0
CONNECTIONS = 32
_LOOK_SECONDS = 0.001
_ROW = "INSERT INTO told_v1.visits (tenant, visit, household, number, at, words) VALUES ('raw', $1, $2, $3, $4, $5)"


@asynccontextmanager
async def passing(ground: Ground) -> Opened:
    """At a steady rate, straight to the service and through the gateway; and the floor below both."""
    async with (
        world(ground) as all_of_it,
        gateway(all_of_it) as (door, session),
        Redis.from_url(ground.redis_url) as client,
    ):
        yield (
            _Passing(all_of_it, all_of_it.ledger, "", "").side,
            _Passing(all_of_it, door, session, "through the gateway ").side,
            _floor(all_of_it, client),
        )


class _Passing:
    """Commands at one of the doors, each sent when it is due, whoever is not answered yet."""

    def __init__(self, world: World, door: Served, token: str, name: str) -> None:
        self._world = world
        self._door = door
        self._token = token
        self._name = name
        self._chance = world.ground.random()
        self._chance.seed(f"{world.ground.seed} {name}")

    async def side(self) -> Mapping[str, Measured]:
        """From the moment a command is due to the moment its row is seen."""
        told = visits(self._chance, self._world.ground.much(int(RATE * 4), 20))
        head = await self._world.head()
        looking = asyncio.create_task(self._look(head + len(told)))
        due = await self._send(told)
        seen = await looking
        where = await self._world.noted(head)
        positions = [position for _, position in seen]
        took = [seen[bisect_left(positions, where[visit])][0] - began for visit, began in due.items()]
        return {
            f"{self._name}p50": Measured(_percentile(took, 50)),
            f"{self._name}p99": Measured(_percentile(took, 99)),
        }

    async def _send(self, told: Sequence[Visit]) -> dict[str, float]:
        asked = commands(self._token or self._world.keys.of_an_administrator(), told)
        due: dict[str, float] = {}
        async with knockers(self._door.port, CONNECTIONS) as connections, asyncio.TaskGroup() as sending:
            free: asyncio.Queue[Knocker] = asyncio.Queue()
            for each in connections:
                free.put_nowait(each)
            began = clock.ticking()
            for number, (visit, request) in enumerate(zip(told, asked, strict=True)):
                at = due[str(visit.visit)] = began + number / RATE
                await asyncio.sleep(max(0.0, at - clock.ticking()))
                sending.create_task(_ask(free, request))
        return due

    async def _look(self, last: int) -> list[tuple[float, int]]:
        """When casework was seen to show which position, until the last."""
        seen = [(0.0, 0)]
        while seen[-1][1] < last:
            at = await self._world.told()
            if at > seen[-1][1]:
                seen.append((clock.ticking(), at))
            await asyncio.sleep(_LOOK_SECONDS)
        return seen


async def _ask(free: "asyncio.Queue[Knocker]", request: bytes) -> None:
    knocker = await free.get()
    await knocker.ask(request)
    free.put_nowait(knocker)


def _floor(world: World, client: Redis) -> Side:
    """What nobody can do without, one after the other in one process: commit, XADD, blocked read, commit."""
    chance = world.ground.random()
    new, numbers = ids(chance), count(1)

    async def side() -> Mapping[str, Measured]:
        took = []
        for row in raw.ready(visits(chance, world.ground.much(500, 20))):
            hearing = asyncio.create_task(_heard(client))
            began = clock.ticking()
            await world.to_ledger.execute(raw.ONE, *row)
            await client.xadd("floor", {"__data__": row[10]})
            await hearing
            await world.to_casework.execute(_ROW, next(new), next(new), next(numbers), row[8], row[10])
            took.append(clock.ticking() - began)
            await client.delete("floor")
        return {"floor p50": Measured(_percentile(took, 50))}

    return side


async def _heard(client: Redis) -> None:
    assert await client.xread({"floor": "0-0"}, block=60_000)


def _percentile(took: Sequence[float], percent: int) -> float:
    """In milliseconds."""
    return quantiles(took, n=100)[percent - 1] * 1e3


@asynccontextmanager
async def sustaining(ground: Ground) -> Opened:
    """As many commands as the whole takes, until the last row is there; and FastAPI alone."""
    port = free_port()
    async with world(ground) as all_of_it, served(port, house.plain) as plain:
        yield _sustained(all_of_it), asking(ground, all_of_it.keys, plain, "plain FastAPI")


def _sustained(world: World) -> Side:
    chance = world.ground.random()

    async def side() -> Mapping[str, Measured]:
        told = visits(chance, world.ground.much(6000, CONNECTIONS))
        asked = commands(world.keys.of_an_administrator(), told)
        async with knockers(world.ledger.port, CONNECTIONS) as connections:
            with world.ground.watch(len(asked), *world.processes, own=False) as lap:
                await ask_all(connections, asked)
                await world.at_rest()
        return {"ours": lap.rate()}

    return side


PASSING = (
    Benchmark(
        "passage",
        f"HTTP command at a service → row in another service, {RATE:.0f}/s",
        "ms",
        (
            Goal("p50", 4, "floor p50", at_most=True),
            Goal("p99", 12, "floor p50", at_most=True),
            Goal("through the gateway p50", 6, "floor p50", at_most=True),
        ),
        passing,
    ),
    Benchmark(
        "sustained",
        "sustained end to end",
        "commands/s",
        (Goal("ours", 0.35, "plain FastAPI"), Goal("ours", 5, "plain FastAPI", at_most=True, cpu=True)),
        sustaining,
    ),
)
