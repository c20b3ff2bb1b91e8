"""One service whose log is followed here, in all districts: its lanes, and the slow look behind all hints."""

import asyncio
from collections.abc import Collection, Sequence

import structlog

from shared import clock
from shared.eventstore.connect import waits
from shared.eventstore.faults import reason_of
from shared.eventstore.pages import Heads, Source
from shared.eventstore.places import districts
from shared.eventstore.projections import Follower, Policy, Projection
from shared.eventstore.waiting import within
from shared.ids import Tenant
from shared.messaging.lane import Lane, Means

log = structlog.get_logger(__name__)

OWN_LOOK_SECONDS = 2.0
PEER_LOOK_SECONDS = 3.0


class Producer:
    """Opens a lane for each district that the producer's log has; looks for new ones, and for what no hint told of.

    Of its followers, those `aside` are kept up and read by nobody.
    """

    def __init__(self, source: Source, followers: Sequence[Follower], means: Means) -> None:
        self.source = source
        self.followers = followers
        self.aside: set[Follower] = set()
        self.lanes: dict[Tenant, Lane] = {}
        self._means = means
        self._heads: Heads | None = None
        self._looked = clock.ticking()
        self._soon = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None

    @property
    def silent_seconds(self) -> float:
        """How long the producer has not answered, beyond the time between two looks."""
        return max(0.0, clock.ticking() - self._looked - 2 * self._seconds)

    @property
    def shown(self) -> list[Follower]:
        """Those of its followers that matter to anybody now."""
        return [each for each in self.followers if each not in self.aside]

    def models_of(self, names: Collection[str] | None = None) -> list[Projection]:
        """The read models among them, all or of these names."""
        models = [each for each in self.shown if isinstance(each, Projection)]
        return [each for each in models if names is None or each.name in names]

    def places(self, follower: Follower) -> dict[Tenant, int]:
        """Up to where a follower has read, in the districts whose log is the one that it began with."""
        return {lane.tenant: at for lane in self.lanes.values() for at in lane.places(follower)}

    async def leave(self, follower: Follower) -> None:
        """Follow for it no more."""
        self.followers = [each for each in self.followers if each is not follower]
        self.aside.discard(follower)
        for lane in list(self.lanes.values()):  # districts may come meanwhile
            await lane.leave(follower)

    def start(self) -> None:
        """Look for districts in the background, for as long as it takes while the producer is away."""
        self._looking = asyncio.create_task(self._run())

    def ring(self, tenant: Tenant) -> None:
        """A district's log may have moved."""
        self.source.moved(tenant)
        if self._heads:  # until then the store is not known; the first look will find the district
            self._lane(tenant, self._heads).ring()

    def look_soon(self) -> None:
        """Look, write all places down, and see what is left to us, without waiting for the next time."""
        self._soon.set()
        for lane in self.lanes.values():
            lane.ring()

    async def look(self) -> None:
        """Read where all districts' logs end, open what is new, and wake who is not there. Raises what passes."""
        heads = await self.source.heads()
        if self._heads is None:
            await self._begin(heads)
        self._heads = heads
        self._looked = clock.ticking()
        for tenant, end in heads.ends:
            self.source.moved(tenant)
            self._lane(tenant, heads).seen(end)

    async def look_on(self, tenant: Tenant) -> None:
        """See how far those places of a district are that other processes move."""
        if tenant in self.lanes:
            await self.lanes[tenant].look()

    async def heard_out(self, tenant: Tenant) -> None:
        """Return once the read models here show all that the producer has said of a district. Raises what passes."""
        await self.look()
        ends = dict(self._heads.ends) if self._heads else {}
        if tenant in ends:
            await self.lanes[tenant].reached(ends[tenant].position, self.models_of())

    async def stop(self, drain_seconds: float) -> None:
        """Stop all lanes."""
        if self._looking:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        await asyncio.gather(*(lane.stop(drain_seconds) for lane in self.lanes.values()))

    @property
    def _seconds(self) -> float:
        return OWN_LOOK_SECONDS if self.source.own else PEER_LOOK_SECONDS

    async def _run(self) -> None:
        pauses = waits()
        while True:
            self._soon.clear()
            try:
                await self.look()
                await self._keep()
                pauses = waits()
                seconds = self._seconds
            except Exception as error:  # noqa: BLE001 whatever it is: what is heard meanwhile is not lost
                seconds = next(pauses)
                reason = reason_of(error)
                log.warning("a producer does not answer", producer=self.source.service, reason=reason, seconds=seconds)
            await within(self._soon, seconds)

    async def _keep(self) -> None:
        for lane in list(self.lanes.values()):
            await lane.keep()
            lane.resume()

    async def _begin(self, heads: Heads) -> None:
        """Give new policies that do not act on history their place, and open the districts that are known here."""
        new = [each for each in self.followers if isinstance(each, Policy) and each.starts == "head"]
        async with self._means.pool.acquire() as connection:
            for each in new:
                await self._means.places.begin_at_heads(connection, each, heads)
            known = await districts(connection, self.source.service)
        for tenant in known:
            self._lane(tenant, heads)

    def _lane(self, tenant: Tenant, heads: Heads) -> Lane:
        lane = self.lanes.get(tenant)
        if lane is None:
            lane = self.lanes[tenant] = Lane(self.source, heads.store, tenant, self.followers, self._means)
            lane.open()
        return lane
