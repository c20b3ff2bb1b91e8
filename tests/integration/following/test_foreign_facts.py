"""A service follows another's facts: from its bell while that is unbroken, else from its feed (G4, G5)."""

import pytest
from redis.asyncio import Redis

from shared.ids import Tenant
from shared.messaging.following import Followers
from shared.testing.databases import MakeDatabase
from shared.testing.waiting import until
from tests.integration.following.jars import CASEWORK, Put, projection
from tests.integration.following.speaker import Speaker, ring_raw
from tests.integration.following.stations import SHIFAN, Station, station


@pytest.fixture
async def met(listener: Station, speaker: Speaker) -> Station:
    """The listener, which has heard one fact; the slow look at the feed is a while away."""
    await speaker.says("first", ring=True)
    await listener.shows("counted", {"first": (1, 1)})
    await until(lambda: _at_rest(listener, speaker))
    return listener


async def _at_rest(listener: Station, speaker: Speaker) -> bool:
    head = (await speaker.log.head(SHIFAN)).position
    reading = await listener.following.positions(SHIFAN)
    return all(one["position"] == head for one in reading["consumers"] if one["producer"] == "ledger")


async def test_a_fact_is_kept_by_the_read_model_and_acted_upon_by_the_policy(
    ledger: Station, casework: Station
) -> None:
    await ledger.do(Put("a", 5))
    await casework.shows("heard", {"a": (1, 5)})
    await casework.shows("counted", {"a": (1, 5)})


async def test_what_the_bell_rings_unbroken_needs_no_feed(met: Station, speaker: Speaker) -> None:
    pulls = speaker.pulls
    speaker.away = True
    for _ in range(3):
        await speaker.says("a", ring=True)
    await met.shows("heard", {"a": (3, 3), "first": (1, 1)})
    assert speaker.pulls == pulls


async def test_a_gap_is_filled_from_the_feed(met: Station, speaker: Speaker) -> None:
    pulls = speaker.pulls
    await speaker.says("a")
    await speaker.says("a")
    await speaker.says("a", ring=True)
    await met.shows("heard", {"a": (3, 3), "first": (1, 1)})
    await met.shows("counted", {"a": (3, 3), "first": (1, 1)})
    assert speaker.pulls - pulls <= 2  # the policy may come too late to share the read model's


async def test_what_is_rung_twice_counts_once(met: Station, speaker: Speaker) -> None:
    row = await speaker.says("a", ring=True)
    await speaker.rings(row, row)
    await speaker.says("b", ring=True)
    await met.shows("heard", {"a": (1, 1), "b": (1, 1), "first": (1, 1)})
    await met.shows("counted", {"a": (1, 1), "b": (1, 1), "first": (1, 1)})


async def test_what_is_rung_in_disorder_is_taken_in_in_order(met: Station, speaker: Speaker) -> None:
    rows = [await speaker.says("a", worth) for worth in (1, 2, 3, 4)]
    await speaker.rings(rows[2], rows[0], rows[3], rows[1])
    await met.shows("heard", {"a": (4, 10), "first": (1, 1)})
    await met.shows("counted", {"a": (4, 10), "first": (1, 1)})
    worths = [row.data for row in await met.log.read(SHIFAN, 0, 100) if row.stream == "count/a"]
    assert [f'"worth":{worth}' in text for worth, text in enumerate(worths, start=1)] == [True] * 4


async def test_what_was_never_rung_is_found_by_the_slow_look(met: Station, speaker: Speaker) -> None:
    await speaker.says("a")
    await met.shows("heard", {"a": (1, 1), "first": (1, 1)})


async def test_whoever_waits_for_another_service_reads_all_that_it_has_said(met: Station, speaker: Speaker) -> None:
    for _ in range(3):
        await speaker.says("a")
    await speaker.keeps_to_itself("a")
    assert await met.following.heard_out("ledger", SHIFAN, 10)
    assert await met.coins("heard") == {"a": (3, 3), "first": (1, 1)}


async def test_whoever_waits_for_a_service_that_is_away_is_told_so(met: Station, speaker: Speaker) -> None:
    speaker.away = True
    assert not await met.following.heard_out("ledger", SHIFAN, 10)


async def test_nobody_waits_for_a_district_of_which_nothing_was_said(met: Station) -> None:
    assert await met.following.heard_out("ledger", Tenant("nowhere"), 10)


async def test_what_is_no_fact_is_passed_over(met: Station, speaker: Speaker, bell: Redis) -> None:
    items = [b"noise", b"[1]", b'{"position": "x"}', b"\xff\xfe", b'{"specversion":"1.0","type":"minqing.x"}']
    await ring_raw(bell, items)
    await speaker.says("a", ring=True)
    await met.shows("heard", {"a": (1, 1), "first": (1, 1)})


async def test_a_bell_that_was_emptied_loses_and_doubles_nothing(met: Station, speaker: Speaker, bell: Redis) -> None:
    await speaker.says("a", ring=True)
    await bell.flushall()
    await speaker.says("a")
    await speaker.says("b", ring=True)
    await met.shows("heard", {"a": (2, 2), "b": (1, 1), "first": (1, 1)})


async def test_a_trimmed_bell_sends_who_comes_late_to_the_feed(
    speaker: Speaker, bell: Redis, redis_url: str, make_database: MakeDatabase
) -> None:
    for _ in range(20):
        await speaker.says("a", ring=True)
    await bell.xtrim("facts.ledger", maxlen=3, approximate=False)
    async with station(await make_database("casework"), redis_url, CASEWORK, {"ledger": speaker}) as late:
        await late.shows("heard", {"a": (20, 20)})


async def test_events_that_are_no_facts_move_the_place_on(met: Station, speaker: Speaker) -> None:
    await speaker.keeps_to_itself("a")
    await until(lambda: _at_rest(met, speaker))
    await speaker.says("a", ring=True)
    await met.shows("heard", {"a": (1, 1), "first": (1, 1)})


async def test_a_district_that_is_new_is_followed_from_its_first_fact(met: Station, speaker: Speaker) -> None:
    other = Tenant("other")
    await speaker.says("b", 7, other)
    await met.shows("heard", {"b": (1, 7)}, other)
    await met.shows("heard", {"first": (1, 1)})


async def test_a_producer_that_comes_later_than_its_follower_is_waited_for(
    speaker: Speaker, redis_url: str, make_database: MakeDatabase
) -> None:
    speaker.away = True
    await speaker.says("a", ring=True)
    async with station(await make_database("casework"), redis_url, CASEWORK, {"ledger": speaker}) as early:
        speaker.away = False
        await early.shows("heard", {"a": (1, 1)})


async def test_a_long_log_is_read_page_after_page(
    speaker: Speaker, redis_url: str, make_database: MakeDatabase
) -> None:
    for n in range(1300):
        await speaker.says(f"jar{n % 3}")
        if n % 400 == 0:
            await speaker.keeps_to_itself("jar0")
    heard = Followers((projection("heard", "ledger"),))
    async with station(await make_database("casework"), redis_url, heard, {"ledger": speaker}) as late:
        await late.shows("heard", {"jar0": (434, 434), "jar1": (433, 433), "jar2": (433, 433)})


async def test_a_stopped_service_goes_on_where_it_was(
    speaker: Speaker, redis_url: str, make_database: MakeDatabase
) -> None:
    fresh = await make_database("casework")
    for n in range(1, 4):
        await speaker.says("a", ring=True)
        async with station(fresh, redis_url, CASEWORK, {"ledger": speaker}) as again:
            await again.shows("counted", {"a": (n, n)})
