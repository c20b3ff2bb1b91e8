"""Timers fire by the district's clock, in order of due time, each once (design 6, 7)."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared import clock
from shared.decider import Command
from shared.errors import Refused
from shared.ids import Tenant
from shared.messaging.following import Followers
from shared.testing.databases import MakeDatabase
from shared.testing.waiting import until
from tests.integration.following.jars import LEDGER, Put
from tests.integration.following.stations import DAY_ONE, SHIFAN, Station, station

HOUR = timedelta(hours=1)


async def _fired(ledger: Station, tenant: Tenant = SHIFAN) -> list[tuple[str, datetime]]:
    rows = await ledger.log.read(tenant, 0, 1000)
    return [(row.stream.removeprefix("jar/"), row.occurred) for row in rows if row.type == "reminded.v1"]


async def test_moving_the_clock_fires_what_has_become_due_in_order_and_no_more(ledger: Station) -> None:
    await ledger.following.set_clock(SHIFAN, DAY_ONE)
    for jar, hours in (("c", 3), ("a", 1), ("d", 9), ("b", 2), ("b2", 2)):
        await ledger.do(Put(jar, due=DAY_ONE + hours * HOUR))
    await ledger.following.set_clock(SHIFAN, DAY_ONE + 5 * HOUR)
    expected = [("a", 1), ("b", 2), ("b2", 2), ("c", 3)]
    assert await _fired(ledger) == [(jar, DAY_ONE + hours * HOUR) for jar, hours in expected]
    assert (await ledger.following.positions(SHIFAN))["due"] == 0


async def test_a_timer_is_fired_in_its_own_name_and_at_its_due_time(ledger: Station) -> None:
    await ledger.following.set_clock(SHIFAN, DAY_ONE)
    await ledger.do(Put("a", due=DAY_ONE + HOUR))
    await ledger.following.set_clock(SHIFAN, DAY_ONE + 5 * HOUR)
    reminded = (await ledger.log.read(SHIFAN, 0, 10))[-1]
    assert (reminded.actor, reminded.occurred) == ("timer:ledger/remind", DAY_ONE + HOUR)


async def test_a_clock_that_is_set_twice_fires_once(ledger: Station) -> None:
    await ledger.following.set_clock(SHIFAN, DAY_ONE)
    await ledger.do(Put("a", due=DAY_ONE + HOUR))
    later = DAY_ONE + 2 * HOUR
    await asyncio.gather(*(ledger.following.set_clock(SHIFAN, later) for _ in range(5)))
    assert len(await _fired(ledger)) == 1


async def test_what_a_timer_sets_in_turn_fires_in_the_same_move(ledger: Station) -> None:
    await ledger.following.set_clock(SHIFAN, DAY_ONE)
    await ledger.do(Put("again", due=DAY_ONE + HOUR))
    await ledger.following.set_clock(SHIFAN, DAY_ONE + timedelta(days=10))
    assert [at.day for _, at in await _fired(ledger)] == [1, 2, 3, 4]


async def test_a_timer_whose_command_changes_nothing_is_closed(ledger: Station) -> None:
    await ledger.following.set_clock(SHIFAN, DAY_ONE)
    await ledger.do(Put("nobody-minds", due=DAY_ONE + HOUR))
    await ledger.following.set_clock(SHIFAN, DAY_ONE + 2 * HOUR)
    assert await _fired(ledger) == []
    assert (await ledger.following.positions(SHIFAN))["due"] == 0
    assert len(await ledger.rows("due_v1.timers")) == 1  # the row waits for an event; run.fired knows it was fired


async def test_a_timer_that_is_due_when_it_is_set_fires_without_a_move(ledger: Station) -> None:
    await ledger.following.set_clock(SHIFAN, DAY_ONE + 5 * HOUR)
    await ledger.do(Put("a", due=DAY_ONE + HOUR))

    async def is_fired() -> bool:
        return await _fired(ledger) == [("a", DAY_ONE + HOUR)]

    await until(is_fired)


async def test_a_sandbox_never_fires_by_the_wall(ledger: Station) -> None:
    await ledger.following.set_clock(SHIFAN, DAY_ONE)
    receipt = await ledger.do(Put("a", due=DAY_ONE + HOUR))
    wall = Tenant("on-the-wall")
    await ledger.do(Put("b", due=clock.now() - HOUR), wall)

    async def the_wall_has_fired() -> bool:
        return len(await _fired(ledger, wall)) == 1

    await until(the_wall_has_fired)
    assert await ledger.following.reached(SHIFAN, receipt.last, 5)
    assert await _fired(ledger) == []


async def test_the_wall_fires_when_its_time_comes(ledger: Station) -> None:
    due = clock.now() + timedelta(milliseconds=300)
    await ledger.do(Put("a", due=due))

    async def is_fired() -> bool:
        return len(await _fired(ledger)) == 1

    await until(is_fired)
    assert clock.now() >= due


async def test_the_wall_fires_after_a_restart_what_was_set_before(redis_url: str, make_database: MakeDatabase) -> None:
    fresh = await make_database("ledger")
    setting_alone = Followers((*LEDGER.projections, *(timers.projection for timers in LEDGER.timers)))
    async with station(fresh, redis_url, setting_alone) as before:
        await before.do(Put("a", due=clock.now() + timedelta(seconds=1)))
        assert await before.following.reached(SHIFAN, 1, 5)
    async with station(fresh, redis_url, LEDGER) as again:

        async def is_fired() -> bool:
            return len(await _fired(again)) == 1

        await until(is_fired)


async def test_a_sandboxs_clock_goes_forward_only(ledger: Station) -> None:
    await ledger.following.set_clock(SHIFAN, DAY_ONE)
    with pytest.raises(Refused, match="clock-only-forward"):
        await ledger.following.set_clock(SHIFAN, DAY_ONE - HOUR)
    await ledger.following.set_clock(SHIFAN, DAY_ONE)


async def test_a_timer_that_a_rule_refuses_is_shown_and_holds_up_no_other(
    redis_url: str, make_database: MakeDatabase
) -> None:
    (timers,) = LEDGER.timers

    def fire(rule: str, stream: str, n: int, due: datetime) -> Command:
        if stream == "jar/a":
            raise Refused("not-now")
        return timers.fire(rule, stream, n, due)

    followers = replace(LEDGER, timers=(replace(timers, fire=fire),))
    async with station(await make_database("ledger"), redis_url, followers) as ledger:
        await ledger.following.set_clock(SHIFAN, DAY_ONE)
        await ledger.do(Put("a", due=DAY_ONE + HOUR))
        await ledger.do(Put("b", due=DAY_ONE + HOUR))
        await ledger.following.set_clock(SHIFAN, DAY_ONE + 2 * HOUR)
        assert await _fired(ledger) == [("b", DAY_ONE + HOUR)]
        (problem,) = await ledger.following.problems()
        assert (problem.kind, problem.key, problem.reason) == ("timer", "jar/a", "refused: not-now")


async def test_a_timer_that_was_fired_before_a_crash_is_not_fired_again(
    redis_url: str, make_database: MakeDatabase
) -> None:
    fresh = await make_database("ledger")
    async with station(fresh, redis_url, LEDGER) as ledger:
        await ledger.following.set_clock(SHIFAN, DAY_ONE)
        await ledger.do(Put("nobody-minds", due=DAY_ONE + HOUR))
        await ledger.do(Put("a", due=DAY_ONE + HOUR))
        await ledger.following.set_clock(SHIFAN, DAY_ONE + 2 * HOUR)
        head = await ledger.log.head(SHIFAN)
        async with ledger.database.transaction(SHIFAN) as connection:
            await connection.exec_driver_sql("DELETE FROM run.fired")  # the crash came before it was written
    async with station(fresh, redis_url, LEDGER) as again:
        await again.following.set_clock(SHIFAN, DAY_ONE + 3 * HOUR)
        assert await again.log.head(SHIFAN) == head
