"""All who follow one log in one district, in this process: read models together, each policy by itself."""

import asyncio
from collections.abc import Callable, Sequence
from contextvars import Context
from dataclasses import dataclass
from uuid import UUID

import structlog

from shared.eventstore.chain import genesis
from shared.eventstore.connect import waits
from shared.eventstore.connections import Connections
from shared.eventstore.faults import reason_of
from shared.eventstore.pages import PAGE, NotTheLogRead, Place, Source
from shared.eventstore.places import Places, Standing
from shared.eventstore.projections import Follower, Projection
from shared.eventstore.runner import Runner
from shared.ids import Tenant
from shared.messaging.acting import Acting
from shared.messaging.consumer import Consumer

log = structlog.get_logger(__name__)

_LOOK_SECONDS = 0.05  # between two looks at places that another process moves, while somebody waits for them

Changed = Callable[[Tenant, Sequence[Standing]], None]
"""Called with the followers that had something to do in a district."""


@dataclass(frozen=True)
class Means:
    """With what followers act, one of each a process."""

    pool: Connections
    places: Places
    runner: Runner
    policing: Acting
    changed: Changed


class Lane:
    """One producer's log in one district. Open it once; it keeps trying until the places are taken over."""

    def __init__(
        self, source: Source, store: UUID, tenant: Tenant, followers: Sequence[Follower], means: Means
    ) -> None:
        self.tenant = tenant
        self.consumers: list[Consumer] = []
        self.refused: NotTheLogRead | None = None
        self._source = source
        self._store = store
        self._followers = followers
        self._means = means
        self._head: Place | None = None
        self._waiting: list[tuple[int, Sequence[Follower], asyncio.Future[None]]] = []
        self._opening: asyncio.Task[None] | None = None
        self._running: list[asyncio.Task[None]] = []
        self._looking: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Take the places over in the background, and follow."""
        self._opening = asyncio.create_task(self._open(), context=Context())  # not whose request it happened to be

    def ring(self) -> None:
        """There may be something new."""
        for consumer in self.consumers:
            consumer.ring()

    def seen(self, head: Place) -> None:
        """Where the log was seen to end."""
        self._head = head
        for consumer in self.consumers:
            consumer.seen(head)

    async def reached(self, position: int, followers: Sequence[Follower]) -> None:
        """Return once these followers have read up to a position."""
        while not self._is_at(position, followers):
            moved = asyncio.get_running_loop().create_future()
            self._waiting.append((position, followers, moved))
            self._look_on()
            await moved

    async def look(self) -> None:
        """See how far those places are that other processes move."""
        for consumer in self.consumers:
            await consumer.look()

    def places(self, follower: Follower) -> list[int]:
        """Where a follower is, unless it stands still before another log."""
        consumers = [each for each in self.consumers if not each.stopped]
        return [it.place.position for each in consumers for it in each.standings if it.follower is follower]

    async def leave(self, follower: Follower) -> None:
        """Follow for it no more; a page under way ends first, unless nobody else takes it."""
        self._followers = [each for each in self._followers if each is not follower]
        for consumer in self.consumers:
            await consumer.leave(follower)
        self.consumers = [each for each in self.consumers if not each.is_left]

    async def keep(self) -> None:
        """Write down the places that moved on in memory alone."""
        for consumer in self.consumers:
            await consumer.keep()

    def resume(self) -> None:
        """Operators may have decided of what is parked."""
        for consumer in self.consumers:
            consumer.resume()

    async def stop(self, drain_seconds: float) -> None:
        """End each page under way and keep the places; what takes longer is broken off, and done at the next start."""
        self._cancel(self._opening, self._looking)
        for consumer in self.consumers:
            consumer.stop()
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=drain_seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)
        try:
            await self.keep()
        except Exception as error:  # noqa: BLE001 places that are not written down are passed again at the next start
            log.warning("places were not kept", tenant=self.tenant, reason=reason_of(error))

    async def _open(self) -> None:
        for seconds in waits():
            try:
                standings = [each for each in await self._taken() if each.follower in self._followers]
                break
            except Exception as error:  # noqa: BLE001 the database will be back; another store is for a person to see
                self.refused = error if isinstance(error, NotTheLogRead) else None
                producer, reason = self._source.service, reason_of(error)
                log.warning("followers wait", producer=producer, tenant=self.tenant, reason=reason)
                await asyncio.sleep(seconds)
        else:
            return
        self.refused = None
        self.consumers = [self._consumer(group) for group in together(standings)]
        self._running = [asyncio.create_task(consumer.run()) for consumer in self.consumers]
        if self._head:
            self.seen(self._head)
        self._told([each for each in standings if each.mine])  # what was kept before is new here: timers may be due

    async def _taken(self) -> list[Standing]:
        first = genesis(self._source.service, self._store, self.tenant)
        beginning = Place(0, first, 0, first)
        async with self._means.pool.acquire() as connection, connection.transaction():
            return await self._means.places.take(connection, self._followers, self._store, (self.tenant, beginning))

    def _consumer(self, group: Sequence[Standing]) -> Consumer:
        acting = self._means.runner if isinstance(group[0].follower, Projection) else self._means.policing
        return Consumer(self._source, acting, group, self._told)

    def _told(self, changed: Sequence[Standing]) -> None:
        waiting, self._waiting = self._waiting, []
        for position, followers, moved in waiting:
            if not moved.done() and self._is_at(position, followers):
                moved.set_result(None)
            if not moved.done():
                self._waiting.append((position, followers, moved))
        self._look_on()
        if changed:
            self._means.changed(self.tenant, changed)

    def _cancel(self, *tasks: asyncio.Task[None] | None) -> None:
        for task in filter(None, tasks):
            task.cancel()

    def _look_on(self) -> None:
        if self._is_waited_for() and (self._looking is None or self._looking.done()):
            self._looking = asyncio.create_task(self._look_while_waited_for(), context=Context())  # for all who wait

    async def _look_while_waited_for(self) -> None:
        while self._is_waited_for():
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 whoever waits goes on waiting, as long as that may be
                log.warning("places were not seen", tenant=self.tenant, reason=reason_of(error))
            await asyncio.sleep(_LOOK_SECONDS)

    def _is_waited_for(self) -> bool:
        """Whether somebody waits for a place that another process moves."""
        wanted = [each for _, followers, moved in self._waiting if not moved.done() for each in followers]
        elsewhere = [each for consumer in self.consumers for each in consumer.standings if not each.mine]
        return any(each.follower in wanted for each in elsewhere)

    def _is_at(self, position: int, followers: Sequence[Follower]) -> bool:
        standings = [each for consumer in self.consumers for each in consumer.standings if each.follower in followers]
        return len(standings) == len(followers) and all(each.place.position >= position for each in standings)


def together(standings: Sequence[Standing]) -> list[list[Standing]]:
    """Read models within a page of the foremost share transactions; one further behind goes alone, and so a policy."""
    models = [each for each in standings if isinstance(each.follower, Projection)]
    foremost = max((each.place.position for each in models), default=0)
    near = [each for each in models if each.place.position > foremost - PAGE]
    alone = [[each] for each in standings if each not in near]
    return [near, *alone] if near else alone
