"""Timers that are made anew fire by the build that is read, and none fires twice (design 6)."""

from datetime import timedelta

from shared.testing.waiting import until
from tests.integration.following.jars import LEDGER, Put
from tests.integration.following.rebuilding import Operator
from tests.integration.following.stations import DAY_ONE, SHIFAN, Station

HOUR = timedelta(hours=1)
DUE = LEDGER.timers[0].projection


async def _fired(ledger: Station) -> list[str]:
    rows = await ledger.log.read(SHIFAN, 0, 1000)
    return [row.stream.removeprefix("jar/") for row in rows if row.type == "reminded.v1"]


async def test_what_was_fired_is_not_fired_again_by_another_build(ledger: Station) -> None:
    await ledger.following.set_clock(SHIFAN, DAY_ONE)
    await ledger.do(Put("nobody-minds", due=DAY_ONE + HOUR))  # its row stays, since no event takes it away
    for jar, hours in (("a", 1), ("b", 4)):
        await ledger.do(Put(jar, due=DAY_ONE + hours * HOUR))
    await ledger.following.set_clock(SHIFAN, DAY_ONE + 2 * HOUR)
    head = await ledger.log.head(SHIFAN)
    operator = Operator(ledger, DUE)
    assert await operator.rebuilds()
    await operator.reads("due_v2")
    await ledger.following.set_clock(SHIFAN, DAY_ONE + 3 * HOUR)
    assert await ledger.log.head(SHIFAN) == head
    await ledger.following.set_clock(SHIFAN, DAY_ONE + 5 * HOUR)
    assert await _fired(ledger) == ["a", "b"]


async def test_a_build_beside_fires_nothing_until_it_is_read(ledger: Station) -> None:
    await ledger.following.set_clock(SHIFAN, DAY_ONE)
    await ledger.do(Put("a", due=DAY_ONE + HOUR))
    assert await ledger.following.reached(SHIFAN, 1, 5)
    async with ledger.database.transaction(SHIFAN) as connection:
        await connection.exec_driver_sql("DELETE FROM due_v1.timers")  # a read model that lost a timer
    operator = Operator(ledger, DUE)
    assert not await operator.rebuilds()
    await ledger.following.set_clock(SHIFAN, DAY_ONE + 2 * HOUR)
    assert await ledger.rows("due_v2.timers") != []
    assert await _fired(ledger) == []
    assert await operator.rebuilds(despite_difference=True)

    async def is_fired() -> bool:
        return await _fired(ledger) == ["a"]

    await until(is_fired)
