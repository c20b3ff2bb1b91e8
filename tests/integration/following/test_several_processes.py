"""Several processes of one service: each place is moved by one of them, and taken over when that one has ended."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from signal import SIGCONT, SIGKILL, SIGSTOP, SIGTERM

import pytest
from redis.asyncio import Redis

from shared.eventstore.leases import LEASE_SECONDS
from shared.eventstore.pages import Page
from shared.eventstore.projections import React
from shared.ids import Tenant
from shared.messaging.consumer import Consumer
from shared.messaging.following import Followers
from shared.messaging.quiet import restless
from shared.testing.databases import FreshDatabase, MakeDatabase
from shared.testing.waiting import until
from shared.web.asking import READ_YOUR_WRITES_SECONDS
from tests.integration.following.jars import LEDGER, SHAKEN, Put, Remind, Shake, projection, put_after_shaking
from tests.integration.following.replica import replica
from tests.integration.following.stations import DAY_ONE, SHIFAN, Station, station

NOT_IN_TIME = 20.0  # whoever has not taken over by then never will


@pytest.fixture
async def fresh(make_database: MakeDatabase, redis_url: str, bell: Redis) -> FreshDatabase:
    """A database in which a district is there: whoever starts first moves its places."""
    fresh = await make_database("ledger")
    async with station(fresh, redis_url, Followers()) as writing:
        await writing.do(Remind("nobody", DAY_ONE))
    return fresh


@pytest.fixture
async def first(fresh: FreshDatabase, redis_url: str) -> AsyncIterator[Station]:
    """The process that moves the places."""
    async with station(fresh, redis_url, LEDGER) as first:
        await first.do(Put("a"))
        await first.shows("jars", {"a": (1, 1)})
        yield first


@pytest.fixture
async def second(first: Station, fresh: FreshDatabase, redis_url: str) -> AsyncIterator[Station]:
    """The process that stands by."""
    async with station(fresh, redis_url, LEDGER) as second:
        await until(lambda: _stands_by(second))
        yield second


def _consumers(station: Station) -> list[Consumer]:
    """Those of the station's own log."""
    lane = station.following._producers["ledger"].lanes.get(SHIFAN)
    return lane.consumers if lane else []


def _stands_by(station: Station) -> bool:
    """Whether others move all places of its own log that this process follows."""
    here = _consumers(station)
    return bool(here) and all(not each.mine for consumer in here for each in consumer.standings)


def _moves(station: Station) -> bool:
    """Whether this process moves all of them."""
    here = _consumers(station)
    return bool(here) and not any(consumer.stands_by for consumer in here)


async def _column(station: Station, statement: str) -> set[str]:
    async with station.database.transaction(SHIFAN) as connection:
        return {str(one) for one in (await connection.exec_driver_sql(statement)).scalars()}


async def _movers(station: Station) -> set[str]:
    return await _column(station, "SELECT token FROM run.checkpoints")


async def test_what_a_killed_process_moved_another_takes_over(fresh: FreshDatabase, redis_url: str) -> None:
    async with replica(fresh, redis_url) as killed, station(fresh, redis_url, LEDGER) as other:
        receipt = await other.do(Put("a"))
        assert await other.following.reached(SHIFAN, receipt.last, NOT_IN_TIME)
        assert _stands_by(other)
        killed.send_signal(SIGKILL)
        receipt = await other.do(Put("a"))
        assert await other.following.reached(SHIFAN, receipt.last, NOT_IN_TIME)
        assert await other.coins("jars") == {"a": (2, 2)}
        await until(lambda: _moves(other))


async def test_who_starts_waits_for_the_end_of_a_dead_process_and_for_nothing_else(
    fresh: FreshDatabase, redis_url: str
) -> None:
    async with replica(fresh, redis_url) as killed:
        async with station(fresh, redis_url, Followers()) as writing:
            await writing.do(Put("a"))
            await writing.shows("jars", {"a": (1, 1)})
        killed.send_signal(SIGKILL)
        await killed.wait()
        async with station(fresh, redis_url, LEDGER) as successor:
            receipt = await successor.do(Put("a"))
            assert await successor.following.reached(SHIFAN, receipt.last, NOT_IN_TIME)
            await until(lambda: _moves(successor))


async def test_two_living_processes_do_not_take_each_others_places(first: Station, second: Station) -> None:
    before = await _movers(first)
    (begun,) = await _column(first, f"SELECT clock_timestamp() + interval '{2 * LEASE_SECONDS} s'")
    coins = 1
    while await _column(first, f"SELECT 1 WHERE clock_timestamp() < '{begun}'"):
        await asyncio.gather(first.do(Put("a")), second.do(Put("a")))
        coins += 2
    await second.shows("jars", {"a": (coins, coins)})
    assert await _movers(first) == before
    assert (_moves(first), _stands_by(second)) == (True, True)
    assert len(before) == 1


async def test_an_orderly_end_hands_over_at_once(fresh: FreshDatabase, redis_url: str) -> None:
    async with replica(fresh, redis_url) as ended, station(fresh, redis_url, LEDGER) as other:
        receipt = await other.do(Put("a"))
        assert await other.following.reached(SHIFAN, receipt.last, NOT_IN_TIME)
        ended.send_signal(SIGTERM)
        assert await ended.wait() == 0
        assert await _column(other, "SELECT token FROM run.leases") == {str(other.following._lease.token)}
        await until(lambda: _moves(other))
    async with station(fresh, redis_url, LEDGER) as successor:
        assert await _column(successor, "SELECT token FROM run.leases") == {str(successor.following._lease.token)}
        await until(lambda: _moves(successor))


async def test_a_process_that_was_paused_for_longer_than_its_lease_doubles_nothing(
    fresh: FreshDatabase, redis_url: str
) -> None:
    expected = {f"jar{n}": (80, 80) for n in range(8)} | {f"shaken{n}": (1, 100) for n in range(80)}
    async with replica(fresh, redis_url) as paused:
        async with station(fresh, redis_url, LEDGER) as other:
            filling = asyncio.create_task(_fill(other, range(40)))
            await until(lambda: other.coins("jars"))
            paused.send_signal(SIGSTOP)
            await filling
            await until(lambda: _moves(other))
            paused.send_signal(SIGCONT)
            await _fill(other, range(40, 80))
            await other.shows("jars", expected)
            taken = await _movers(other)
        async with station(fresh, redis_url, Followers()) as looking:
            await until(lambda: _others_move(looking, taken))
            await looking.do(Put("last"))
            await looking.shows("jars", expected | {"last": (1, 1)})


async def _fill(station: Station, rounds: Iterable[int]) -> None:
    """Each round puts a coin of one into every jar, and shakes a jar of its own, which brings a coin of a hundred."""
    for n in rounds:
        puts = (station.do(Put(f"jar{jar}")) for jar in range(8))
        await asyncio.gather(*puts, station.do(Shake(f"shaken{n}")))


async def _others_move(station: Station, before: set[str]) -> bool:
    return before.isdisjoint(await _movers(station))


async def test_a_process_that_is_paused_in_a_page_is_fenced_by_the_place(fresh: FreshDatabase, redis_url: str) -> None:
    entered, woken = asyncio.Event(), asyncio.Event()

    async def pause(tenant: Tenant, page: Page) -> React:
        entered.set()
        await woken.wait()
        return put_after_shaking

    sleepy = Followers(LEDGER.projections, (replace(SHAKEN, lookup=pause),), LEDGER.timers)
    async with station(fresh, redis_url, sleepy) as paused:
        await paused.do(Shake("a"))
        await entered.wait()
        renewing = paused.following._lease._renewing
        assert renewing
        renewing.cancel()
        async with station(fresh, redis_url, LEDGER) as other:
            await other.shows("jars", {"a": (1, 100)})
            await until(lambda: _moves(other))
            woken.set()
            await until(lambda: _stands_by(paused))
            await paused.do(Shake("a"))
            await other.shows("jars", {"a": (2, 200)})
            assert (await other.types()).count("coin-put.v1") == 2


async def test_whoever_writes_reads_what_they_wrote_where_it_is_not_moved(first: Station, second: Station) -> None:
    for n in range(2, 12):
        receipt = await second.do(Put("a"))
        assert await second.following.reached(SHIFAN, receipt.last, READ_YOUR_WRITES_SECONDS)
        assert await second.coins("jars") == {"a": (n, n)}
    assert _stands_by(second)


async def test_a_place_is_written_down_with_its_page_also_where_that_changes_nothing(
    first: Station, second: Station
) -> None:
    await until(lambda: first.following._lease.others)
    for _ in range(5):
        receipt = await second.do(Put("a"))  # sets no timer
        assert await first.following.reached(SHIFAN, receipt.last, NOT_IN_TIME)
        kept = await _column(first, "SELECT position FROM run.checkpoints WHERE follower IN ('jars', 'due')")
        assert kept == {str(receipt.last)}


async def test_a_process_that_is_paused_in_a_transaction_holds_up_nobody(first: Station, second: Station) -> None:
    renewing = first.following._lease._renewing
    assert renewing
    gone = asyncio.Event()
    async with first.following._pool.acquire() as connection:
        connection.add_termination_listener(lambda _: gone.set())
        await connection.execute("BEGIN; UPDATE run.checkpoints SET token = token")
        renewing.cancel()
        await until(lambda: _moves(second))
        await until(gone.is_set)  # the server has ended it; given back before that is heard, the pool stumbles over it


async def test_a_district_is_quiet_for_all_or_for_none(first: Station, second: Station) -> None:
    await until(lambda: first.following._lease.others)
    receipt = await first.do(Shake("a"))
    assert await first.following.reached(SHIFAN, receipt.last, NOT_IN_TIME)

    async def at_rest() -> bool:
        readings = [await each.following.positions(SHIFAN) for each in (first, second)]
        return not any(map(restless, [[reading] for reading in readings])) and readings[0] == readings[1]

    await until(at_rest)
    assert await second.coins("jars") == {"a": (2, 101)}


async def test_a_new_follower_of_a_new_release_does_not_wait_for_the_old_one(
    first: Station, fresh: FreshDatabase, redis_url: str
) -> None:
    newer = replace(LEDGER, projections=(projection("jars", "ledger", version=2),))
    async with station(fresh, redis_url, newer) as release:
        await first.do(Put("b"))

        async def both_show_it() -> bool:
            return await release.rows("jars_v2.jars") == await release.rows("jars_v1.jars")

        await until(both_show_it)
        receipt = await release.do(Put("b"))
        assert await release.following.reached(SHIFAN, receipt.last, NOT_IN_TIME)
        assert not _moves(release)
        assert _moves(first)
