"""How quickly the relay rings what waits in a log."""

from collections.abc import Mapping
from contextlib import asynccontextmanager
from typing import Any  # fields are bytes

from redis.asyncio import Redis

from shared.eventstore.log import Log
from shared.eventstore.pages import PAGE
from shared.eventstore.relay import Relay
from shared.messaging.broker import RedisBell, stream_of
from shared.testing.waiting import until
from tests.bench.filling import A_STREAM
from tests.bench.ground import Ground, connected
from tests.bench.measuring import Benchmark, Goal, Measured, Opened, Side
from tests.bench.reading import EVENTS, filled
from tests.bench.visits import SHIFAN

_FROM_THE_BEGINNING = """
INSERT INTO run.relayed (tenant, position) VALUES ($1, 0) ON CONFLICT (tenant) DO UPDATE SET position = 0
"""


@asynccontextmanager
async def draining(ground: Ground) -> Opened:
    """All facts of a log, from its beginning, and the same entries without it."""
    async with (
        filled(ground, ground.much(EVENTS, A_STREAM)) as (log, url, _),
        Redis.from_url(ground.redis_url) as client,
    ):
        bell = RedisBell(log.service, ground.redis_url)
        await bell.start()
        await until(lambda: bell.up)
        yield _relayed(ground, (log, url), client, bell), _added(ground, client)
        await bell.stop()


def _relayed(ground: Ground, where: tuple[Log, str], client: Redis, bell: RedisBell) -> Side:
    log, url = where
    stream = stream_of(log.service)

    async def side() -> Mapping[str, Measured]:
        async with connected(url) as (superuser,):
            await superuser.execute(_FROM_THE_BEGINNING, SHIFAN)
        await client.delete(stream)
        head = (await log.head(SHIFAN)).position
        relay = Relay(log.database, log, bell)

        async def drained() -> bool:
            return bool(await client.xlen(stream) >= head)

        with ground.watch(head) as lap:
            await relay.start()
            await until(drained)
        await relay.stop()
        return {"ours": lap.rate()}

    return side


def _added(ground: Ground, client: Redis) -> Side:
    async def side() -> Mapping[str, Measured]:
        entries: list[dict[Any, Any]] = [fields or {} for _, fields in await client.xrange(stream_of("ledger")) or ()]
        await client.delete("raw")
        with ground.watch(len(entries)) as lap:
            for at in range(0, len(entries), PAGE):
                async with client.pipeline(transaction=False) as pipeline:
                    for fields in entries[at : at + PAGE]:
                        pipeline.xadd("raw", fields)  # type: ignore[unused-awaitable]  # sent with all others
                    await pipeline.execute()
        return {"redis-py's pipelined XADD": lap.rate()}

    return side


RINGING = (
    Benchmark(
        "relay",
        "relay draining a backlog",
        "facts/s",
        (Goal("ours", 0.25, "redis-py's pipelined XADD"),),
        draining,
    ),
)
