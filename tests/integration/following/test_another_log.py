"""A producer that was restored from an older backup is noticed before it does harm, and stops nobody else (G8)."""

from shared.eventstore.pages import Heads, Place
from shared.ids import Tenant
from shared.messaging.following import Problem
from shared.messaging.peer import Peer
from shared.messaging.pull import FeedPage, PeerFeed
from shared.testing.databases import MakeDatabase
from shared.testing.waiting import until
from tests.integration.following.jars import CASEWORK
from tests.integration.following.rebuilding import Operator
from tests.integration.following.speaker import Speaker
from tests.integration.following.stations import SHIFAN, Station, station


class Replaceable:
    """A producer behind whose address another log may appear."""

    service = "ledger"

    def __init__(self, feed: PeerFeed) -> None:
        self.feed = feed

    async def page(self, tenant: Tenant, place: Place) -> FeedPage:
        """The present one's feed."""
        return await self.feed.page(tenant, place)

    async def heads(self) -> Heads:
        """The present one's heads."""
        return await self.feed.heads()


async def _stopped(listener: Station) -> list[Problem]:
    found: list[Problem] = []

    async def is_stopped() -> bool:
        found[:] = [each for each in await listener.following.problems() if each.kind == "stopped"]
        return {name for each in found for name in each.follower.split(", ")} == {"heard", "counting"}

    await until(is_stopped)
    return found


async def test_a_restored_producer_stops_for_its_district_visibly_and_says_what_to_do(
    speaker: Speaker, redis_url: str, make_database: MakeDatabase
) -> None:
    other = Tenant("other")
    ledger = Replaceable(speaker)
    for _ in range(3):
        await speaker.says("a", ring=True)
    await speaker.says("x", 1, other)
    async with station(await make_database("casework"), redis_url, CASEWORK, {"ledger": ledger}) as listener:
        await listener.shows("counted", {"a": (3, 3)})
        await listener.shows("counted", {"x": (1, 1)}, other)
        restored = Speaker(redis_url, speaker.log.store)
        await restored.comes_up()
        restored.log._districts[other] = speaker.log._districts[other]  # this district lost nothing
        await restored.says("a", 100)
        ledger.feed = restored
        found = await _stopped(listener)
        assert {each.tenant for each in found} == {SHIFAN}
        assert all(
            "not-the-log-you-read" in each.reason and "Restore it to position 3" in each.remedy for each in found
        )
        await restored.says("a", 100, ring=True)
        await restored.says("a", 100, ring=True)
        await restored.says("a", 100, ring=True)
        await restored.says("y", 2, other, ring=True)
        await listener.shows("counted", {"x": (1, 1), "y": (1, 2)}, other)  # the other district goes on
        assert await listener.coins("heard") == {"a": (3, 3)}
        reading = await listener.following.positions(SHIFAN)
        assert {one["name"] for one in reading["consumers"] if one["stopped"]} == {"heard", "counting"}
        await restored.bell.stop()


async def test_a_producer_that_is_right_again_is_followed_again(
    speaker: Speaker, redis_url: str, make_database: MakeDatabase
) -> None:
    ledger = Replaceable(speaker)
    await speaker.says("a", ring=True)
    async with station(await make_database("casework"), redis_url, CASEWORK, {"ledger": ledger}) as listener:
        await listener.shows("counted", {"a": (1, 1)})
        ledger.feed = Speaker(redis_url, speaker.log.store)
        await ledger.feed.says("a", 100)
        await _stopped(listener)
        ledger.feed = speaker
        await speaker.says("a", 2, ring=True)
        await listener.shows("counted", {"a": (2, 3)})

        async def nothing_is_wrong() -> bool:
            return not await listener.following.problems()

        await until(nothing_is_wrong)


async def test_where_nothing_else_helps_a_read_model_is_made_anew_from_the_restored_log(
    speaker: Speaker, redis_url: str, make_database: MakeDatabase
) -> None:
    ledger = Replaceable(speaker)
    for _ in range(3):
        await speaker.says("a", ring=True)
    async with station(await make_database("casework"), redis_url, CASEWORK, {"ledger": ledger}) as listener:
        await listener.shows("counted", {"a": (3, 3)})
        ledger.feed = Speaker(redis_url, speaker.log.store)
        await ledger.feed.says("a", 100)
        await _stopped(listener)
        operator = Operator(listener, CASEWORK.projections[0], Peer(ledger))
        assert not await operator.rebuilds()
        assert operator.said[-1] == "  every table every row: made from another log"
        assert await operator.rebuilds(despite_difference=True)
        await operator.reads("heard_v2")
        assert [(row["coins"], row["worth"]) for row in await listener.rows("heard_v2.jars")] == [(1, 100)]
        assert {each.follower for each in await listener.following.problems()} == {"counting"}


async def test_another_store_is_not_begun_anew_over_what_was_read(
    speaker: Speaker, redis_url: str, make_database: MakeDatabase
) -> None:
    fresh = await make_database("casework")
    await speaker.says("a", ring=True)
    async with station(fresh, redis_url, CASEWORK, {"ledger": speaker}) as listener:
        await listener.shows("counted", {"a": (1, 1)})
    another = Speaker(redis_url)
    await another.says("a", 100)
    async with station(fresh, redis_url, CASEWORK, {"ledger": another}) as listener:

        async def says_so() -> bool:
            return any("store" in each.reason for each in await listener.following.problems())

        await until(says_so)
        assert await listener.coins("heard") == {"a": (1, 1)}
