"""What followers tell of themselves: positions, lag, figures; and that a stop loses nothing."""

import asyncpg
from prometheus_client import generate_latest

from shared.messaging.quiet import restless
from shared.testing.databases import MakeDatabase
from shared.testing.figures import figure
from shared.testing.waiting import until
from tests.integration.following.jars import LEDGER, POISON, Put, Shake
from tests.integration.following.speaker import Speaker
from tests.integration.following.stations import SHIFAN, Station, station


async def test_positions_of_all_services_say_when_a_district_is_quiet(ledger: Station, casework: Station) -> None:
    await ledger.do(Shake("a"))

    async def is_quiet() -> bool:
        return not restless([await each.following.positions(SHIFAN) for each in (ledger, casework)])

    await until(is_quiet)
    assert await casework.coins("counted") == {"a": (1, 100)}
    reading = await casework.following.positions(SHIFAN)
    assert (reading["service"], reading["head"], reading["facts"], reading["due"]) == ("casework", 1, 0, 0)
    assert {one["name"] for one in reading["consumers"]} == {"heard", "counting", "counted"}


async def test_a_follower_whose_producer_is_away_is_behind_and_says_for_how_long(
    listener: Station, speaker: Speaker
) -> None:
    await speaker.says("a", ring=True)
    await listener.shows("heard", {"a": (1, 1)})
    speaker.away = True
    await until(lambda: [each for each in listener.following.lag() if each.producer == "ledger" and each.seconds > 0])
    assert all(each.seconds == 0 for each in listener.following.lag() if each.producer == "casework")


async def test_what_is_parked_shows_in_the_figures(ledger: Station) -> None:
    await ledger.do(Put("a", POISON))
    receipt = await ledger.do(Put("b"))
    assert await ledger.following.reached(SHIFAN, receipt.last, 60)
    figures = generate_latest().decode()
    assert 'minqing_follower_parked_keys{follower="jars",producer="ledger"} 1.0' in figures
    assert 'minqing_follower_stopped{follower="jars",producer="ledger"} 0.0' in figures
    assert SHIFAN not in figures, "figures tell of no district"


async def test_how_far_a_follower_is_behind_shows_in_the_figures(make_database: MakeDatabase, redis_url: str) -> None:
    fresh = await make_database("ledger")
    of_jars = {"follower": "jars", "producer": "ledger"}

    def behind() -> float:
        return figure("minqing_follower_lag_positions", **of_jars)

    async with station(fresh, redis_url, LEDGER) as ledger:
        receipt = await ledger.do(Put("a"))
        assert await ledger.following.reached(SHIFAN, receipt.last, 60)
        holding = await asyncpg.connect(fresh.superuser_url)
        async with holding.transaction():
            await holding.execute("LOCK TABLE jars_v1.jars")
            await ledger.do(Put("a"))
            await ledger.do(Put("b"))
            await until(lambda: behind() == 2)
            assert figure("minqing_follower_lag_seconds", **of_jars) > 0
        await holding.close()
        await until(lambda: behind() == figure("minqing_follower_lag_seconds", **of_jars) == 0)


async def test_pages_that_were_taken_in_are_counted_and_timed(ledger: Station) -> None:
    def taken_in(kind: str) -> tuple[float, float, float]:
        page = "minqing_follower_page"
        names = f"{page}_events_sum", f"{page}_events_count", f"{page}_seconds_count"
        events, pages, timed = (figure(name, producer="ledger", kind=kind) for name in names)
        return events, pages, timed

    before = {kind: taken_in(kind) for kind in ("models", "policy")}
    for n in range(5):
        await ledger.do(Put("a", n))
    await until(lambda: all(taken_in(kind)[0] == events + 5 for kind, (events, _, _) in before.items()))
    for kind, (_, pages, _) in before.items():
        _, now, timed = taken_in(kind)
        assert pages < now <= pages + 5
        assert timed == now


async def test_a_stop_writes_down_every_place(redis_url: str, make_database: MakeDatabase) -> None:
    fresh = await make_database("ledger")
    async with station(fresh, redis_url, LEDGER) as ledger:
        for _ in range(10):
            await ledger.do(Put("a"))
        assert await ledger.following.reached(SHIFAN, 10, 5)
        await ledger.following.stop()
        async with ledger.database.transaction(None) as connection:
            places = await connection.exec_driver_sql("SELECT follower, position FROM run.checkpoints ORDER BY 1")
            assert [tuple(row) for row in places] == [("due", 10), ("jars", 10), ("shaken", 10)]
        await ledger.following.start()  # so that there is something to stop at the end
