"""What is done once, shown everywhere, or decided anywhere, however many processes a service has."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from signal import SIGKILL

import pytest

from shared import clock
from shared.ids import Tenant
from shared.messaging.following import Followers
from shared.testing.databases import FreshDatabase, MakeDatabase
from shared.testing.waiting import until
from tests.integration.following.jars import CASEWORK, LEDGER, POISON, Put, Remind
from tests.integration.following.replica import replica
from tests.integration.following.speaker import Speaker
from tests.integration.following.stations import DAY_ONE, SHIFAN, Station, station

WALL = Tenant("on-the-wall")
Pair = tuple[Station, Station]


@pytest.fixture
async def listeners(make_database: MakeDatabase, redis_url: str, speaker: Speaker) -> AsyncIterator[Pair]:
    """Two processes of the service that listens to the speaker."""
    fresh = await make_database("casework")
    peers = {"ledger": speaker}
    async with (
        station(fresh, redis_url, CASEWORK, peers) as first,
        station(fresh, redis_url, CASEWORK, peers) as second,
    ):
        yield first, second


async def test_what_two_processes_hear_takes_effect_once(listeners: Pair, speaker: Speaker) -> None:
    first, second = listeners
    for _ in range(20):
        await speaker.says("a", ring=True)
    await asyncio.gather(*(each.shows("counted", {"a": (20, 20)}) for each in listeners))
    assert await second.types() == ["counted.v1"] * 20
    assert await first.following.heard_out("ledger", SHIFAN, 20)
    assert await second.following.heard_out("ledger", SHIFAN, 20)


async def test_a_process_that_stands_by_knows_that_a_log_is_another(listeners: Pair, speaker: Speaker) -> None:
    for _ in range(3):
        await speaker.says("a", ring=True)
    await listeners[0].shows("counted", {"a": (3, 3)})
    former = dict(speaker.log._districts)
    speaker.log._districts.clear()
    await speaker.says("a", 100)
    for each in listeners:
        await until(partial(_stops, each))
    speaker.log._districts.update(former)
    for each in listeners:  # and that it is the same again
        await until(partial(_nothing_is_wrong, each))


async def _nothing_is_wrong(station: Station) -> bool:
    return not await station.following.problems()


async def _stops(station: Station) -> bool:
    stopped = {each.follower for each in await station.following.problems() if each.kind == "stopped"}
    return {name for names in stopped for name in names.split(", ")} == {"heard", "counting"}


async def test_verdicts_may_be_given_where_nothing_is_moved(listeners: Pair, speaker: Speaker) -> None:
    for worth in (POISON, 1):
        await speaker.says("a", worth, ring=True)
    await until(lambda: _parked(listeners[0], 4))
    for each in listeners:
        await until(each.following.problems)
    for each, follower in zip(listeners, ("heard", "counting"), strict=True):
        await each.following.parking.resume(SHIFAN, follower, "")
        await until(partial(_none_is_open, each))


async def _parked(station: Station, events: int) -> bool:
    return len(await station.following.parking.listed(SHIFAN)) == events


async def _none_is_open(station: Station) -> bool:
    return not any(one.verdict for one in await station.following.parking.listed(SHIFAN))


async def test_a_clock_may_be_moved_at_any_process_and_fires_once(fresh: FreshDatabase, redis_url: str) -> None:
    async with station(fresh, redis_url, LEDGER) as first, station(fresh, redis_url, LEDGER) as second:
        await first.following.set_clock(SHIFAN, DAY_ONE)
        await first.do(Put("again", due=DAY_ONE + timedelta(hours=1)))
        later = DAY_ONE + timedelta(days=10)
        await asyncio.gather(*(each.following.set_clock(SHIFAN, later) for each in (second, first)))
        reminders = [row.occurred.day for row in await second.log.read(SHIFAN, 0, 100) if row.type == "reminded.v1"]
        assert reminders == [1, 1, 2, 3, 4]  # nobody's first
        assert (await second.following.positions(SHIFAN))["due"] == 0


async def test_the_timers_of_a_killed_process_are_fired_by_the_other(fresh: FreshDatabase, redis_url: str) -> None:
    async with replica(fresh, redis_url) as killed, station(fresh, redis_url, LEDGER) as other:
        receipt = await other.do(Put("a", due=clock.now() + timedelta(seconds=2)), WALL)
        assert await other.following.reached(WALL, receipt.last, 20)
        killed.send_signal(SIGKILL)
        await until(lambda: _is_fired(other))
        assert (await other.types(WALL)).count("reminded.v1") == 1


async def _is_fired(station: Station) -> bool:
    return "reminded.v1" in await station.types(WALL)


@pytest.fixture
async def fresh(make_database: MakeDatabase, redis_url: str) -> FreshDatabase:
    """A database in which two districts are there: whoever starts first moves their places."""
    fresh = await make_database("ledger")
    async with station(fresh, redis_url, Followers()) as writing:
        await writing.do(Remind("nobody", DAY_ONE), SHIFAN)
        await writing.do(Put("nobody-minds"), WALL)
    return fresh
