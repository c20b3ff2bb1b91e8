"""A consumer whose places are partly moved elsewhere: it acts on its own, and takes over what is left to it."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any  # what is not looked at

from sqlalchemy import MetaData

from shared.envelope import Envelope
from shared.eventstore.pages import Heads, Page, Place, Said
from shared.eventstore.places import Standing
from shared.eventstore.projections import Projection
from shared.ids import Tenant, new_token
from shared.messaging.consumer import Consumer
from shared.testing.counter import Noted
from shared.testing.waiting import until

SHIFAN = Tenant("shifan")
NOON = datetime(2010, 11, 1, 4, tzinfo=UTC)
END = 100


def _nothing(said: Any, envelope: Envelope) -> Iterator[Any]:
    return iter(())


def _place(position: int) -> Place:
    return Place(0, b"", position, b"")


def _standing(name: str, position: int, mine: bool) -> Standing:
    follower = Projection(name, 1, "casework", (Noted,), MetaData(schema=name), _nothing)
    return Standing(follower, SHIFAN, _place(position), position, mine=mine)


class Log:
    """A log of a hundred events; a page of it is all that comes after a place, once it may be read."""

    service, own = "casework", True

    def __init__(self) -> None:
        self.readable = asyncio.Event()
        self.asked: list[int] = []

    async def heads(self) -> Heads:
        return Heads(new_token(), [(SHIFAN, _place(END))])

    def moved(self, tenant: Tenant) -> None: ...

    async def page(self, tenant: Tenant, place: Place, look: bool = False) -> Page:
        self.asked.append(place.position)
        await self.readable.wait()
        return await self.past(tenant, place)

    async def past(self, tenant: Tenant, place: Place) -> Page:
        return Page(tuple(map(_said, range(place.position + 1, END + 1))), _place(END))


def _said(position: int) -> Said:
    return Said(Envelope(new_token(), SHIFAN, "note/1", 0, position, "", NOON), b"", ("noted.v1", "{}"), None)


class Acts:
    """Notes which events each follower took in; `left` are the places that nobody else moves any more."""

    def __init__(self, left: dict[str, int]) -> None:
        self.left = left
        self.taken: dict[str, list[int]] = {}

    async def apply(self, page: Page, standings: Sequence[Standing]) -> list[Standing]:
        for each in standings:
            read = [said.envelope.position for said in each.unread(page)]
            self.taken.setdefault(each.follower.name, []).extend(read)
            each.place = page.after
        return []

    async def keep(self, standings: Sequence[Standing]) -> None: ...

    async def resume(self, source: Any, standings: Sequence[Standing]) -> list[Standing]:
        return []

    def abandoned(self, standings: Sequence[Standing]) -> bool:
        return False

    async def reread(self, standings: Sequence[Standing]) -> None:
        for each in standings:
            if each.follower.name in self.left:
                each.place, each.mine = _place(self.left[each.follower.name]), True


async def test_what_is_taken_over_while_a_page_is_read_misses_nothing_before_it() -> None:
    log, acts = Log(), Acts({"b": 40})
    here, elsewhere = _standing("a", 60, mine=True), _standing("b", 30, mine=False)
    consumer = Consumer(log, acts, [here, elsewhere], lambda changed: None)
    following = asyncio.create_task(consumer.run())
    await until(lambda: log.asked == [60])
    await consumer.look()
    log.readable.set()
    await until(lambda: here.place == elsewhere.place == _place(END))
    consumer.stop()
    await following
    assert acts.taken == {"a": [*range(61, END + 1)], "b": [*range(41, END + 1)]}


async def test_what_another_process_moves_is_left_alone() -> None:
    log, acts = Log(), Acts({})
    log.readable.set()
    here, elsewhere = _standing("a", 60, mine=True), _standing("b", 30, mine=False)
    consumer = Consumer(log, acts, [here, elsewhere], lambda changed: None)
    following = asyncio.create_task(consumer.run())
    await until(lambda: here.place == _place(END))
    consumer.stop()
    await following
    assert consumer.stands_by
    assert acts.taken == {"a": [*range(61, END + 1)]}
