"""Follows one log in one district: page after page, until it is stopped (design 5)."""

import asyncio
from collections.abc import Callable, Sequence

import structlog

from shared import clock
from shared.eventstore import figures
from shared.eventstore.connect import waits
from shared.eventstore.faults import reason_of
from shared.eventstore.pages import NotTheLogRead, Page, Place, Source
from shared.eventstore.places import Overtaken, Standing
from shared.eventstore.projections import Follower, Projection
from shared.eventstore.waiting import within
from shared.messaging.acting import Acting

log = structlog.get_logger(__name__)

_STAND_BY_SECONDS = 1.0

Told = Callable[[Sequence[Standing]], None]
"""Called after each page with those that had something to do."""


class Consumer:
    """Some followers of one log and district that stand together."""

    def __init__(self, source: Source, acting: Acting, standings: Sequence[Standing], told: Told) -> None:
        self.standings = standings
        self.tenant = standings[0].tenant
        self.stopped: NotTheLogRead | None = None
        self.head = 0
        self._source = source
        self._acting = acting
        self._told = told
        self._wake = asyncio.Event()
        self._look = True
        self._decided = False
        self._stopping = asyncio.Event()
        self._reread_at = clock.ticking()
        self._acts = asyncio.Lock()
        self._kind = source.service, "models" if isinstance(standings[0].follower, Projection) else "policy"
        self._behind_since: float | None = None

    @property
    def stands_by(self) -> bool:
        """Whether another process moves some of its places, which this one then takes over when that has ended."""
        return not all(each.mine for each in self.standings)

    @property
    def place(self) -> Place:
        """The place of the one that is furthest behind, of those that are moved here."""
        return min((each.place for each in self._mine or self.standings), key=lambda place: place.position)

    @property
    def reached(self) -> int:
        """Its place as its producer counts: every position of its own service's log, the facts of another's."""
        return self.place.position if self._source.own else self.place.fact

    @property
    def behind_seconds(self) -> float:
        """For how long it has been behind the head that was last seen."""
        return 0 if self._behind_since is None else clock.ticking() - self._behind_since

    def ring(self) -> None:
        """There may be something new."""
        self._wake.set()

    def seen(self, head: Place) -> None:
        """Where the log was seen to end: if that is not here, read on; another service's log itself is asked."""
        self.head = head.position if self._source.own else head.fact
        self._note_lag()
        if self.stopped or (self.place.position, self.place.hash) != (head.position, head.hash):
            self._look = self._look or not self._source.own
            self._wake.set()

    async def run(self) -> None:
        """Follow until `stop`; whatever fails is tried again."""
        pauses = waits()
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                more = await self._step()
                pauses = waits()
            except NotTheLogRead as error:
                self._refuse(error)
                more = False
            except Exception as error:  # noqa: BLE001 what cannot be parked is the world's: it passes, or is repaired
                seconds = next(pauses)
                self._say("a follower waits", error=reason_of(error), seconds=seconds)
                more = not await within(self._stopping, seconds)
            if not more:
                await self._rest()

    async def keep(self) -> None:
        """Write the places down, unless a page is under way, which does it."""
        if not self._mine or self._acts.locked():
            return
        async with self._acts:
            try:
                await self._acting.keep(self._mine)
            except Overtaken:
                await self._reread(self.standings)

    async def look(self) -> None:
        """See how far those places are that another process moves, and take over what nobody alive moves."""
        if not self.stands_by or self._acts.locked():
            return
        async with self._acts:
            if elsewhere := self._elsewhere:  # whoever had its turn before may have left it, or taken it over
                await self._reread(elsewhere)

    def resume(self) -> None:
        """Operators may have decided of what is parked here."""
        if any(each.parked for each in self._mine) and not self.stopped:
            self._decided = True
            self._wake.set()

    async def leave(self, follower: Follower) -> None:
        """Follow for it no more, from the next page on; without others, not at all."""
        others = [each for each in self.standings if each.follower is not follower]
        if not others:
            self.stop()
            return
        async with self._acts:
            self.standings = others

    @property
    def is_left(self) -> bool:
        """Whether it was stopped."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """End after the page under way."""
        self._stopping.set()
        self._wake.set()

    @property
    def _mine(self) -> list[Standing]:
        return [each for each in self.standings if each.mine]

    @property
    def _elsewhere(self) -> list[Standing]:
        return [each for each in self.standings if not each.mine]

    async def _rest(self) -> None:
        if self.stands_by:
            await within(self._wake, _STAND_BY_SECONDS)
        else:
            await self._wake.wait()

    async def _step(self) -> bool:
        if self.stopped:
            await self._find_out()  # an operator may have put the places to where the log can be gone on with
        if self.stands_by and (self.stopped or self._has_to_look()):
            await self._stand_by()
        return bool(self._mine) and await self._follow()

    def _has_to_look(self) -> bool:
        """Where nothing goes on and who moves it is alive, nothing is asked: there may be thousands of districts."""
        is_behind = self._look or self._behind_since is not None
        lately = clock.ticking() - self._reread_at < _STAND_BY_SECONDS
        return (is_behind and not lately) or self._acting.abandoned(self._elsewhere)

    async def _stand_by(self) -> None:
        """Whether a log is still the one that was read, every process sees for itself."""
        if not self.stopped:  # then all of them were looked at
            await self.look()
        if not self._mine and (self._look or self.stopped):
            await self._source.past(self.tenant, self.place)
            self._look, self.stopped = False, None

    async def _follow(self) -> bool:
        look, self._look = self._look, False
        place = self.place
        try:
            await self._resume()
            page = await self._source.page(self.tenant, place, look or self.stopped is not None)
            changed = await self._act(page, place) if page.after != place else []
        except Overtaken:
            await self._find_out()
            return True
        except BaseException:
            self._look = self._look or look
            raise
        self.stopped = None
        self._note_lag()
        self._told(changed)
        return page.more and page.after != place

    async def _act(self, page: Page, place: Place) -> list[Standing]:
        async with self._acts:
            if self.place != place:  # something was taken over or lost while the page was read: it is not what follows
                raise Overtaken
            began = clock.ticking()
            changed = await self._acting.apply(page, self._mine)
        figures.note_page(self._kind, len(page.said), clock.ticking() - began)
        return changed

    async def _resume(self) -> None:
        """Carry out what operators decided. Whatever passes waits for the next look and holds up no page."""
        if not self._decided:
            return
        self._decided = False
        parked = [each for each in self._mine if each.parked]
        try:
            async with self._acts:
                self._told(await self._acting.resume(self._source, parked))
        except (Overtaken, NotTheLogRead):
            raise
        except Exception as error:  # noqa: BLE001 it passes, or is repaired; the verdict stays open
            self._say("a verdict waits", error=reason_of(error))

    async def _find_out(self) -> None:
        """Others may have moved its places, or left them to us; and decided of what is parked."""
        async with self._acts:
            await self._reread(self.standings)

    async def _reread(self, standings: Sequence[Standing]) -> None:
        """Find out whether another process has taken over, or a commit took effect whose answer was lost."""
        before = self._mine
        await self._acting.reread(standings)
        self._reread_at = clock.ticking()
        gained = [each for each in self._mine if each not in before]
        if gained:
            self._look = True  # at once in the log itself: what was heard here may have gaps
            self._wake.set()
            self._say("goes on here")
        elif len(self._mine) < len(before):
            self._say("another process has taken over")
        self._note_lag()
        self._told(gained)

    def _refuse(self, error: NotTheLogRead) -> None:
        if self.stopped is None:
            self._say("stopped: not the log that was read", **error.details)
        self.stopped = error
        self._look = True

    def _note_lag(self) -> None:
        behind = self.reached < self.head
        self._behind_since = (self._behind_since or clock.ticking()) if behind else None

    def _say(self, event: str, **details: object) -> None:
        followers = [each.follower.name for each in self.standings]
        log.warning(event, producer=self._source.service, tenant=self.tenant, followers=followers, **details)
