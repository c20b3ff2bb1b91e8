"""In order per subject, subjects side by side, until it is taken; over a desk in memory."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from services.notify.messaging.courier import Courier
from services.notify.queries.outbox import Lane, Posting
from shared.ids import Tenant
from shared.testing.names import named
from shared.testing.waiting import until
from tests.unit.notify import cast

A, B = Lane(cast.SUBSCRIPTION, "case/a"), Lane(cast.SUBSCRIPTION, "case/b")


def posting(number: int, is_last: bool = True) -> Posting:
    return Posting(
        delivery=named(f"delivery {number}"),
        subscription=cast.SUBSCRIPTION,
        unit=cast.LAND,
        number=number,
        round=0,
        fact_type=cast.HANDED_OVER,
        campaign=None,
        accusation=False,
        queued=cast.NOON,
        url="https://land.example/",
        secret=cast.sealed(),
        former_secret=None,
        former_until=None,
        body="{}",
        is_last=is_last,
    )


@dataclass
class Desk:
    """An outbox in memory; `refuses` says how often each number is not taken, `blocks` holds a lane up."""

    waiting: dict[Lane, list[int]]
    refuses: dict[int, int] = field(default_factory=dict)
    blocks: dict[int, asyncio.Event] = field(default_factory=lambda: defaultdict(_open))
    asked: list[int] = field(default_factory=list)
    under_way: set[int] = field(default_factory=set)
    broken: int = 0
    leads: bool = True
    lost: Callable[[], None] = lambda: None
    bids: int = 0
    searched: int = 0

    async def takes(self, number: int) -> None:
        """Whoever held up this one takes it now."""
        self.blocks[number].set()

    @asynccontextmanager
    async def leading(self, lost: Callable[[], None]) -> AsyncIterator[Callable[[], bool] | None]:
        self.bids += 1
        self.lost = lost
        yield (lambda: self.leads) if self.leads else None

    async def districts(self) -> list[Tenant]:
        return [cast.TENANT]

    async def lanes(self, tenant: Tenant, most: int) -> list[Lane]:
        self.searched += 1
        if self.broken:
            self.broken -= 1
            raise ConnectionError
        return [lane for lane, numbers in self.waiting.items() if numbers]

    async def next_of(self, tenant: Tenant, lane: Lane) -> Posting | None:
        numbers = self.waiting[lane]
        return posting(numbers[0], is_last=len(numbers) == 1) if numbers else None

    async def attempt(self, tenant: Tenant, posting: Posting) -> float:
        number = posting.number
        self.asked.append(number)
        self.under_way.add(number)
        await self.blocks[number].wait()
        self.under_way.discard(number)
        if self.refuses.get(number):
            self.refuses[number] -= 1
            return 0.001
        lane = next(lane for lane, numbers in self.waiting.items() if number in numbers)
        self.waiting[lane].remove(number)
        return 0


def _open() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@asynccontextmanager
async def at_work(desk: Desk) -> AsyncIterator[Courier]:
    courier = Courier(desk, drain_seconds=1)
    courier.start()
    try:
        yield courier
    finally:
        await courier.stop()


async def test_deliveries_of_one_subject_go_one_after_the_other_and_a_refused_one_first() -> None:
    desk = Desk({A: [1, 2, 3]}, refuses={1: 2})
    async with at_work(desk):
        await until(lambda: not desk.waiting[A])
    assert desk.asked == [1, 1, 1, 2, 3]


async def test_one_subject_does_not_hold_up_another() -> None:
    desk = Desk({A: [1, 2], B: [3, 4]}, blocks=defaultdict(_open, {1: asyncio.Event()}))
    async with at_work(desk):
        await until(lambda: not desk.waiting[B])
        assert desk.waiting[A] == [1, 2]
        await desk.takes(1)
        await until(lambda: not desk.waiting[A])
    assert [number for number in desk.asked if number < 3] == [1, 2]


async def test_what_comes_later_is_posted_on_a_hint() -> None:
    desk = Desk({A: []})
    async with at_work(desk) as courier:
        desk.waiting[A].append(5)
        courier.moved(cast.TENANT)
        await until(lambda: not desk.waiting[A])


async def test_a_database_that_was_away_is_asked_again() -> None:
    desk = Desk({A: [1]}, broken=2)
    async with at_work(desk):
        await until(lambda: not desk.waiting[A])


async def test_a_stop_ends_what_is_being_posted_and_begins_nothing() -> None:
    desk = Desk({A: [1, 2]}, blocks=defaultdict(_open, {1: asyncio.Event()}))
    async with at_work(desk) as courier:
        await until(lambda: desk.under_way == {1})
        await asyncio.gather(courier.stop(), desk.takes(1))
    assert desk.waiting[A] == [2]
    assert desk.asked == [1]


async def test_a_stop_does_not_wait_for_a_pause_to_be_over() -> None:
    desk = Desk({A: [1]})
    desk.refuses[1] = 10**9
    async with at_work(desk) as courier:
        await until(lambda: 1 in desk.asked)
        async with asyncio.timeout(1):
            await courier.stop()


async def test_who_does_not_lead_posts_nothing() -> None:
    desk = Desk({A: [1]}, leads=False)
    async with at_work(desk) as courier:
        courier.moved(cast.TENANT)
        await until(lambda: desk.bids)
    assert (desk.searched, desk.asked) == (0, [])


async def test_who_leads_no_longer_breaks_off_what_is_being_posted_as_the_next_one_will_post_it() -> None:
    desk = Desk({A: [1, 2]}, blocks=defaultdict(_open, {1: asyncio.Event()}))
    courier = Courier(desk, drain_seconds=10**9)
    courier.start()
    await until(lambda: desk.under_way == {1})
    desk.leads = False
    desk.lost()
    await until(lambda: desk.bids > 1)
    assert not courier._under_way
    assert desk.asked == [1]
    await courier.stop()
