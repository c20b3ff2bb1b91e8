"""Everything that follows logs in a service: read models, policies, timers, its own log's and the others'."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any  # readings are JSON for other services

import httpx

from shared.eventstore.connect import Database
from shared.eventstore.due import DueTimers
from shared.eventstore.firing import Firing
from shared.eventstore.handle import Busy, Handling
from shared.eventstore.leases import Lease
from shared.eventstore.own import OwnLog
from shared.eventstore.pages import Source
from shared.eventstore.places import Places, Standing
from shared.eventstore.policing import Policing
from shared.eventstore.pool import followers_pool
from shared.eventstore.projections import Follower, Policy, Projection, translation
from shared.eventstore.rows import EventLog
from shared.eventstore.runner import Runner
from shared.eventstore.statements import Statements
from shared.eventstore.timers import Timers
from shared.eventstore.verdicts import Parking
from shared.ids import Tenant, new_token
from shared.messaging.broker import RedisBell
from shared.messaging.builds import Builds
from shared.messaging.figures import FollowerFigures
from shared.messaging.lane import Means
from shared.messaging.peer import Peer
from shared.messaging.producer import Producer
from shared.messaging.pull import PeerFeed
from shared.messaging.reports import Lag, Problem, consumers_of, lag_of, parked_in, refused_timers, stopped_at

__all__ = ["Followers", "Following", "Lag", "Problem"]

_CATCH_UP_SECONDS = 30.0
_HINT_SECONDS = 0.02  # how long a hint of this process's own writing takes, and what is done upon it


@dataclass(frozen=True)
class Followers:
    """What a service keeps and does on hearing. The timers' projections need not be listed again."""

    projections: Sequence[Projection] = ()
    policies: Sequence[Policy] = ()
    timers: Sequence[Timers] = ()

    def read_models(self) -> list[Projection]:
        """All projections, the timers' too, each once."""
        return list(dict.fromkeys((*self.projections, *(each.projection for each in self.timers))))

    def of(self, producer: str) -> list[Follower]:
        """Who follows a service's log."""
        return [each for each in self.everybody() if each.source == producer]

    def everybody(self) -> list[Follower]:
        """All who follow any log."""
        return [*self.read_models(), *self.policies]


class Following:
    """All followers of a service, started and stopped together.

    `peers`: the feeds of the services that are heard. Make one bell a process; it is also the relay's.
    """

    def __init__(  # noqa: PLR0913 the parts of a service that follow, or are acted upon
        self,
        database: Database,
        log: EventLog,
        handling: Handling,
        followers: Followers,
        peers: Mapping[str, PeerFeed],
        bell: RedisBell,
    ) -> None:
        self._database = database
        self._log = log
        self._handling = handling
        self._followers = followers
        self._lease = Lease(database, new_token(), self._others_changed)
        self._producers: dict[str, Producer] = {}
        self._builds = Builds(database, followers.read_models(), self._producers)
        self._figures = FollowerFigures(self._builds.producers)
        self._peers = {name: Peer(feed) for name, feed in peers.items() if followers.of(name)}
        for name in self._peers:
            bell.hear(name, self._rung)

    async def start(self) -> None:
        """Make missing tables, take over what nobody moves, and follow, also while peers or Redis are away."""
        await self._builds.open()
        self._pool = followers_pool(self._database)
        due = DueTimers(self._followers.timers, self._pool, self._builds.live)
        self._firing = Firing(self._log.service, due, self._handling, self._pool, self._caught_up)
        await self._lease.start()
        means = self._means([self._builds.live(each) for each in self._followers.read_models()])
        sources: list[Source] = [OwnLog(self._log), *self._peers.values()]
        for source in sources:
            self._producers[source.service] = Producer(source, self._followers_of(source.service), means)
        await self._log.listen(self._own_rung)
        await self._producers[self._log.service].look()
        for producer in self._producers.values():
            producer.start()
        self._builds.start(self._beside, self._switched)
        self._firing.start()
        self._figures.register()

    async def stop(self, drain_seconds: float = 10) -> None:
        """End each page under way, keep all places, and leave them to other processes."""
        self._figures.unregister()
        await self._firing.stop()
        await self._builds.stop(drain_seconds)
        await asyncio.gather(*(producer.stop(drain_seconds) for producer in self._producers.values()))
        await self._lease.stop()
        await self._pool.close()

    async def reached(self, tenant: Tenant, position: int, deadline: float) -> bool:
        """Wait up to `deadline` seconds until the service's own read models show its log up to `position`."""
        return await self._reached(tenant, position, None, deadline)

    async def heard_out(self, producer: str, tenant: Tenant, deadline: float) -> bool:
        """Wait up to `deadline` seconds until the read models show all that another service has said by now.

        False when it takes longer, or that service does not answer.
        """
        try:
            async with asyncio.timeout(deadline):
                await self._builds.heard_out(producer, tenant)
        except (TimeoutError, httpx.HTTPError):
            return False
        return True

    async def set_clock(self, tenant: Tenant, now: datetime) -> None:
        """Move a sandbox's clock, and fire its timers until none is due. Raises Refused `clock-only-forward`."""
        await self._firing.set_clock(tenant, now)

    async def positions(self, tenant: Tenant) -> dict[str, Any]:
        """The body of GET /positions of a district; `shared.messaging.quiet` reads it."""
        for producer in self._builds.producers():
            await producer.look_on(tenant)
        head = await self._log.head(tenant)
        due = await self._firing.due.count(tenant, await self._firing.clocks.now(tenant))
        consumers = [entry for producer in self._builds.producers() for entry in consumers_of(producer, tenant)]
        return {
            "service": self._log.service,
            "store": str(self._log.store),
            "tenant": tenant,
            "head": head.position,
            "facts": head.fact_position,
            "consumers": consumers,
            "due": due,
        }

    @property
    def parking(self) -> Parking:
        """What operators ask of these followers."""
        everybody = [each for producer in self._builds.producers() for each in producer.followers]
        return Parking(self._pool, self._shown(), everybody)

    def translation(self) -> Mapping[str, str]:
        """With this, statements of a transaction that begins now find the tables of the live read models."""
        return self._builds.translation()

    def lag(self) -> list[Lag]:
        """Who is behind, and for how long, against the heads last seen."""
        return [lag for producer in self._builds.producers() for lag in lag_of(producer)]

    async def problems(self) -> list[Problem]:
        """Stopped producers, parked keys, timers that a rule refused."""
        found = [problem for producer in self._builds.producers() for problem in stopped_at(producer)]
        for tenant in sorted({tenant for producer in self._producers.values() for tenant in producer.lanes}):
            found += await parked_in(self._pool, tenant, self._shown())
        return found + await refused_timers(self._firing.due, self._log.service)

    def _means(self, models: Sequence[Projection]) -> Means:
        places = Places(self._lease)
        runner = Runner(self._pool, Statements(translation(models)), places)
        policing = Policing(self._log.service, self._handling, self._pool, places)
        return Means(self._pool, places, runner, policing, self._changed)

    def _followers_of(self, source: str) -> list[Follower]:
        everybody = self._followers.of(source)
        return [self._builds.live(each) if isinstance(each, Projection) else each for each in everybody]

    def _beside(self, build: Projection) -> Producer:
        return Producer(self._producers[build.source].source, [build], self._means([build]))

    def _shown(self) -> list[Follower]:
        return [each for producer in self._builds.producers() for each in producer.shown]

    async def _reached(self, tenant: Tenant, position: int, names: Collection[str] | None, seconds: float) -> bool:
        if await self._arrives(tenant, position, names, _HINT_SECONDS):
            return True
        self._own_rung(tenant)  # another process has written, and its hint is late or lost
        return await self._arrives(tenant, position, names, seconds)

    async def _arrives(self, tenant: Tenant, position: int, names: Collection[str] | None, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._builds.show(self._log.service, (tenant, position), names)
        except (TimeoutError, KeyError):  # no lane: the district is not known here yet
            return False
        return True

    async def _caught_up(self, tenant: Tenant, position: int) -> None:
        timed = {each.projection.name for each in self._followers.timers}
        position = position or (await self._log.head(tenant)).position
        if position and not await self._reached(tenant, position, timed, _CATCH_UP_SECONDS):
            raise Busy("busy")

    def _others_changed(self) -> None:
        """Some may read in the database where places are, some may have left theirs to us."""
        for producer in self._builds.producers():
            producer.look_soon()

    def _changed(self, tenant: Tenant, changed: Sequence[Standing]) -> None:
        live = [self._builds.live(timers.projection) for timers in self._followers.timers]
        if any(each.follower in live for each in changed):
            self._firing.ring(tenant)

    def _switched(self, build: Projection) -> None:
        """What another build says of timers may be news."""
        if any(timers.projection.name == build.name for timers in self._followers.timers):
            for tenant in self._producers[build.source].lanes:
                self._firing.ring(tenant)

    def _own_rung(self, tenant: Tenant) -> None:
        for producer in self._builds.of(self._log.service):
            producer.ring(tenant)

    def _rung(self, producer: str, items: list[dict[str, Any]]) -> None:
        for tenant in self._peers[producer].hear(items):
            for following in self._builds.of(producer):  # none before all is started: the bell may ring earlier
                following.ring(tenant)
