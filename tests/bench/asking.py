"""What HTTP adds: to reading the feed, and to a command that is stored nowhere."""

import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from deploy.minqing.place import free_port
from shared.eventstore.log import Log
from shared.eventstore.pages import PAGE
from tests.bench import house
from tests.bench.filling import fill
from tests.bench.ground import Ground, connected, opened
from tests.bench.knocking import Knocker, ask_all, knockers, request
from tests.bench.measuring import Benchmark, Goal, Measured, Opened, Side
from tests.bench.reading import EVENTS
from tests.bench.served import Served, served
from tests.bench.visits import SHIFAN, Visit, visits

CONNECTIONS = 16
_PAGE = "SELECT * FROM log.events WHERE tenant = $1 AND position > $2 AND position <= $2 + $3 ORDER BY position"


@asynccontextmanager
async def keys_of(ground: Ground) -> AsyncIterator[house.Keys]:
    """By which the services of a benchmark believe each other."""
    with tempfile.TemporaryDirectory(prefix="minqing-bench-") as folder:
        yield house.Keys.made(Path(folder), ground)


@asynccontextmanager
async def feeding(ground: Ground) -> Opened:
    """The feed of a service in a process of its own, page after page, and the same rows by asyncpg."""
    fresh, port = await ground.databases.fresh("ledger"), free_port()
    async with keys_of(ground) as keys, opened(fresh) as log, connected(fresh.superuser_url) as (raw,):
        await fill(ground, log, ground.much(EVENTS, PAGE))
        async with (
            served(port, house.ledger, keys.settings("ledger", fresh.url, port)) as server,
            knockers(port, 1) as (knocker,),
        ):
            yield _pages(ground, (log, keys), (server, knocker)), _fetched(ground, raw)
    await ground.databases.give_back()


def _pages(ground: Ground, told: tuple[Log, house.Keys], at: tuple[Served, Knocker]) -> Side:
    log, keys = told
    server, knocker = at

    async def side() -> Mapping[str, Measured]:
        head = (await log.head(SHIFAN)).position
        headers = {"Authorization": f"Bearer {keys.of_a_service()}"}
        asked = []
        for after in range(0, head, PAGE):
            found = await log.hash_at(SHIFAN, after)
            query = f"tenant={SHIFAN}&after={after}&hash={found.hex() if found else ''}&limit={PAGE}"
            asked.append(request("GET", f"/feed?{query}", headers))
        with ground.watch(head, ground.postgres, server.process) as lap:
            await ask_all([knocker], asked)
        return {"ours": lap.rate()}

    return side


def _fetched(ground: Ground, raw: asyncpg.Connection) -> Side:
    async def side() -> Mapping[str, Measured]:
        head = await raw.fetchval("SELECT position FROM log.heads WHERE tenant = $1", SHIFAN)
        seen = 0
        with ground.watch(head) as lap:
            for after in range(0, head, PAGE):
                seen += len(await raw.fetch(_PAGE, SHIFAN, after, PAGE))
        assert seen == head
        return {"asyncpg's fetch": lap.rate()}

    return side


@asynccontextmanager
async def commanding(ground: Ground) -> Opened:
    """A command endpoint whose store keeps nothing, and FastAPI alone with the same body."""
    fresh, ports = await ground.databases.fresh("ledger"), (free_port(), free_port())
    async with (
        keys_of(ground) as keys,
        served(ports[0], house.storing_nothing, keys.settings("ledger", fresh.url, ports[0])) as ours,
        served(ports[1], house.plain) as plain,
    ):
        yield asking(ground, keys, ours, "ours"), asking(ground, keys, plain, "plain FastAPI")
    await ground.databases.give_back()


def asking(ground: Ground, keys: house.Keys, server: Served, name: str) -> Side:
    """Commands over a few connections, each busy all the time; of CPU, the server's alone."""
    chance = ground.random()

    async def side() -> Mapping[str, Measured]:
        asked = commands(keys.of_an_administrator(), visits(chance, ground.much(6000, CONNECTIONS)))
        async with knockers(server.port, CONNECTIONS) as connections:
            with ground.watch(len(asked), server.process, own=False) as lap:
                await ask_all(connections, asked)
        return {name: lap.rate()}

    return side


def commands(token: str, told: Sequence[Visit]) -> list[bytes]:
    """The requests that note visits."""
    bearer = {"Authorization": f"Bearer {token}"}
    return [
        request(
            "POST", "/api/v1/visits", bearer | {"Idempotency-Key": str(visit.visit)}, visit.model_dump_json().encode()
        )
        for visit in told
    ]


FEEDING = (
    Benchmark(
        "feed",
        "the feed over HTTP, pages of 500 facts",
        "facts/s",
        (Goal("ours", 0.3, "asyncpg's fetch"),),
        feeding,
    ),
)
COMMANDING = (
    Benchmark(
        "command",
        "a command endpoint with a no-op store",
        "requests/s",
        (Goal("ours", 0.7, "plain FastAPI"),),
        commanding,
    ),
)
