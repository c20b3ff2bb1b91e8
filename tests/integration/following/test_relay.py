"""The relay rings each fact, in order; Redis may be away, restarted or emptied, and nothing is lost (G5)."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any  # entries of a stream

import asyncpg
import pytest
from faststream.redis.parser import BinaryMessageFormatV1
from pydantic_core import from_json
from redis.asyncio import Redis
from structlog.testing import capture_logs

from deploy.minqing.embedded import Redis as RedisServer
from deploy.minqing.place import remove
from shared import clock
from shared.eventstore.relay import LEADER, Relay
from shared.messaging.broker import RedisBell
from shared.testing.databases import MakeDatabase
from shared.testing.figures import figure
from shared.testing.waiting import until
from tests.integration.following.jars import CASEWORK, LEDGER, Put, Shake
from tests.integration.following.stations import SHIFAN, Station, feed_of, station


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A Redis that the test may stop and start."""
    directory = Path(tempfile.mkdtemp(prefix="minqing-"))
    directory.chmod(0o711)
    server = RedisServer(directory)
    server.start()
    yield server
    server.stop()
    remove(directory)


async def _rung(bell: Redis) -> list[int]:
    entries: Any = await bell.xrange("facts.ledger")
    return [from_json(BinaryMessageFormatV1.parse(entry[b"__data__"])[0])["position"] for _, entry in entries]


async def _rings(bell: Redis, expected: list[int]) -> None:
    async def as_expected() -> bool:
        return await _rung(bell) == expected

    await until(as_expected)


async def test_every_fact_is_rung_once_and_in_order(ledger: Station, bell: Redis) -> None:
    for n in range(5):
        await ledger.do(Put("a", n))
    await _rings(bell, [1, 2, 3, 4, 5])
    await ledger.do(Put("a"))
    await _rings(bell, [1, 2, 3, 4, 5, 6])  # none of them came a second time meanwhile


async def test_what_is_no_fact_is_not_rung(ledger: Station, bell: Redis) -> None:
    await ledger.do(Shake("a"))  # the policy answers it with a coin
    await _rings(bell, [2])


async def test_of_two_relays_one_rings_and_the_other_takes_over(ledger: Station, bell: Redis, redis_url: str) -> None:
    ringing = RedisBell("ledger", redis_url)
    await ringing.start()
    second = Relay(ledger.database, ledger.log, ringing)
    await ledger.do(Put("a"))
    await _rings(bell, [1])
    await second.start()
    await ledger.do(Put("a"))
    await _rings(bell, [1, 2])
    await ledger.relay.stop()
    await ledger.do(Put("a"))
    await _rings(bell, [1, 2, 3])
    await second.stop()
    await ringing.stop()


async def test_one_that_stands_by_says_so_and_leads_when_the_other_has_ended(
    make_database: MakeDatabase, redis_url: str, bell: Redis
) -> None:
    fresh = await make_database("ledger")
    other = await asyncpg.connect(fresh.url)
    await other.execute("SELECT pg_advisory_lock($1)", LEADER)
    async with station(fresh, redis_url, LEDGER) as ledger:
        await ledger.do(Put("a"))
        assert await ledger.following.reached(SHIFAN, 1, 60)
        assert (figure("minqing_relay_leads"), figure("minqing_relay_lag_positions")) == (0, 0)
        await other.close()
        await until(lambda: figure("minqing_relay_leads") == 1)
        await _rings(bell, [1])


async def test_how_far_the_bell_is_behind_shows_while_it_is_away_and_what_is_rung_is_counted(
    redis_server: RedisServer, make_database: MakeDatabase
) -> None:
    rung = figure("minqing_relay_facts_sum")
    async with station(await make_database("ledger"), redis_server.url, LEDGER) as ledger:
        await ledger.do(Put("a"))
        await until(lambda: figure("minqing_relay_facts_sum") > rung)
        redis_server.stop()
        await ledger.do(Put("a"))
        await ledger.do(Put("b"))
        await until(lambda: figure("minqing_relay_lag_positions") >= 2)  # the first too, if its place was not kept
        await until(lambda: figure("minqing_relay_lag_seconds") > 1)
        redis_server.start()
        await until(lambda: figure("minqing_relay_lag_positions") == figure("minqing_relay_lag_seconds") == 0)
        assert figure("minqing_relay_leads") == 1
        assert figure("minqing_relay_facts_sum") >= rung + 3


async def test_while_the_bell_is_away_attempts_come_ever_more_slowly_whatever_happens_meanwhile(
    redis_server: RedisServer, make_database: MakeDatabase
) -> None:
    rung = figure("minqing_relay_facts_sum")
    async with station(await make_database("ledger"), redis_server.url, LEDGER) as ledger:
        await ledger.do(Put("a"))
        await until(lambda: figure("minqing_relay_facts_sum") > rung)  # whatever failed at the start is forgotten
        with capture_logs() as said:
            redis_server.stop()
            began = clock.ticking()
            await ledger.do(Put("a"))
            await until(lambda: [one for one in said if one.get("seconds") == 1 and "bell" in one["event"]])
        assert clock.ticking() - began > 0.05 + 0.1 + 0.2 + 0.5
        redis_server.start()


async def test_what_was_rung_long_ago_is_forgotten(make_database: MakeDatabase, redis_url: str, bell: Redis) -> None:
    for _ in range(300):  # Redis drops whole nodes of about a hundred entries
        await bell.xadd("facts.ledger", {"__data__": b"{}"}, id=f"{1000}-*")

    async def few() -> bool:
        return bool(await bell.xlen("facts.ledger") <= 100)

    async with station(await make_database("ledger"), redis_url, LEDGER):
        await until(few)


async def test_redis_that_is_away_at_the_start_and_restarts_empty_loses_and_doubles_nothing(
    redis_server: RedisServer, make_database: MakeDatabase
) -> None:
    url = redis_server.url
    redis_server.stop()
    async with station(await make_database("ledger"), url, LEDGER) as ledger:
        peers = {"ledger": feed_of(ledger.feed, "ledger")}
        async with station(await make_database("casework"), url, CASEWORK, peers) as casework:
            await ledger.do(Put("a"))  # commands keep working
            await casework.shows("counted", {"a": (1, 1)})  # by the feed
            redis_server.start()
            await until(lambda: ledger.bell.up and casework.bell.up)
            await ledger.do(Put("a"))
            await casework.shows("counted", {"a": (2, 2)})
            redis_server.stop()
            await ledger.do(Put("a"))
            redis_server.start()
            await ledger.do(Put("b"))
            await casework.shows("counted", {"a": (3, 3), "b": (1, 1)})
            async with Redis.from_url(url) as bell:
                await until(lambda: bell.exists("facts.ledger"))  # it rings again
