"""Which build of each read model this process reads, and how it follows those beside it (design 6)."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import structlog

from shared.eventstore.builds import Build, builds_in, drop_left, make_schemas
from shared.eventstore.connect import Database, waits
from shared.eventstore.faults import reason_of
from shared.eventstore.pages import PAGE
from shared.eventstore.projections import Projection, translation
from shared.eventstore.waiting import within
from shared.ids import Tenant
from shared.messaging.producer import Producer

log = structlog.get_logger(__name__)

_LOOK_SECONDS = 1.0

Follow = Callable[[Projection], Producer]
"""Makes who follows a log for one build alone."""


@dataclass(frozen=True)
class _Next:
    """The build that is read once it shows, district by district, what the former one showed when it was chosen."""

    build: Projection
    producer: Producer
    beyond: Mapping[Tenant, int]


class Builds:
    """The builds of some read models in one process; another is read from one transaction to the next, never within.

    What is live at the start is followed together, by `producers`, by service; each other build by one of its own.
    """

    def __init__(self, database: Database, models: Sequence[Projection], producers: Mapping[str, Producer]) -> None:
        self._database = database
        self._models = models
        self._producers = producers
        self._live: dict[str, Projection] = {}
        self._next: dict[str, _Next] = {}
        self._followed: dict[tuple[str, int], tuple[Projection, Producer]] = {}
        self._beside: set[Producer] = set()
        self._stopping = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Make what is missing, and learn what is live."""
        await make_schemas(self._database, self._models)
        live = [build for build in await self._found() if build.state == "live"]
        found = [model.built(build.number) for model in self._models for build in live if build.of(model)]
        self._live = {each.name: each for each in found}

    def start(self, follow: Follow, switched: Callable[[Projection], None]) -> None:
        """Look for builds to follow or leave, and for another pointer; `switched` is told what is read from now on."""
        self._follow = follow
        self._switched = switched
        for live in self._live.values():
            self._followed[live.name, live.version] = live, self._producers[live.source]
        self._looking = asyncio.create_task(self._run())

    async def stop(self, drain_seconds: float) -> None:
        """Stop all that is beside."""
        self._stopping.set()
        if self._looking:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        await asyncio.gather(*(producer.stop(drain_seconds) for producer in self._beside))

    def live(self, model: Projection) -> Projection:
        """The build of a read model that is read here."""
        return self._live[model.name]

    def translation(self) -> dict[str, str]:
        """With this, statements of a transaction that begins now find their tables."""
        return translation(self._live.values())

    def of(self, source: str) -> list[Producer]:
        """All who follow a service's log."""
        return [each for each in self.producers() if each.source.service == source]

    def producers(self) -> list[Producer]:
        """All who follow any log."""
        return [*self._producers.values(), *self._beside]

    async def show(self, source: str, upto: tuple[Tenant, int], names: Collection[str] | None) -> None:
        """Return once the read models of these names, or all, show a log up to a position, whichever is read then.

        Raises KeyError for a district that is not known yet.
        """
        tenant, position = upto
        waited: list[tuple[Producer, list[Projection]]] = []
        while waited != (now := self._read_of(source, names)):
            waited = now
            for producer, models in now:
                await producer.lanes[tenant].reached(position, models)

    async def heard_out(self, source: str, tenant: Tenant) -> None:
        """Return once what is read then shows all that a service has said of a district. Raises what passes."""
        waited: list[tuple[Producer, list[Projection]]] = []
        while waited != (now := self._read_of(source, None)):
            waited = now
            for producer, _ in now:
                await producer.heard_out(tenant)

    async def look(self) -> None:
        """Follow what was begun, read by the pointer, leave what is to go, and drop what everybody has left."""
        found = await self._found()
        staying = [build for build in found if build.state != "leaving"]
        mine = [(model, build) for model in self._models for build in staying if build.of(model)]
        for model, build in mine:
            self._keep(model, build)
        for which in self._followed.keys() - {(build.projection, build.number) for _, build in mine}:
            await self._leave(which)
        leaving = {(build.projection, build.number) for build in found if build.state == "leaving"}
        if leaving and leaving.isdisjoint(self._followed):  # what is still read here may stay a while
            await drop_left(self._database)

    async def _run(self) -> None:
        pauses = waits()
        while not self._stopping.is_set():
            try:
                await self.look()
                pauses = waits()
                seconds = _LOOK_SECONDS
            except Exception as error:  # noqa: BLE001 whatever it is: what is followed and read stays as it is
                seconds = next(pauses)
                log.warning("builds were not looked at", reason=reason_of(error), seconds=seconds)
            await within(self._stopping, seconds)

    async def _found(self) -> list[Build]:
        async with self._database.transaction(None) as connection:
            return await builds_in(connection)

    def _read_of(self, source: str, names: Collection[str] | None) -> list[tuple[Producer, list[Projection]]]:
        found = [(each, each.models_of(names)) for each in self.of(source)]
        return [(producer, models) for producer, models in found if models]

    def _keep(self, model: Projection, found: Build) -> None:
        which = found.projection, found.number
        if which not in self._followed:
            self._begin(model.built(found.number))
        if found.state == "live":
            self._read(*self._followed[which])

    def _begin(self, build: Projection) -> None:
        producer = self._follow(build)
        producer.aside.add(build)
        self._followed[build.name, build.version] = build, producer
        self._beside.add(producer)
        producer.start()

    def _read(self, build: Projection, producer: Producer) -> None:
        """Read a build from now on, or soon: nobody who waited for the former one is to find less in this one."""
        self._forgo_all_but(build)
        former, its = self._followed[build.name, self._live[build.name].version]
        if build is former:
            return
        chosen = self._next.get(build.name)
        if chosen is None:
            self._choose(_Next(build, producer, its.places(former)))
        elif _shows(producer.places(build), chosen.beyond, within=0):
            self._live[build.name] = build
            del self._next[build.name]
            its.aside.add(former)
            log.info("another build is read", projection=build.name, build=build.version, before=former.version)
            self._switched(build)

    def _forgo_all_but(self, build: Projection) -> None:
        """The pointer may have been put elsewhere meanwhile."""
        chosen = self._next.get(build.name)
        if chosen and chosen.build is not build:
            chosen.producer.aside.add(chosen.build)
            del self._next[build.name]

    def _choose(self, chosen: _Next) -> None:
        """From now on whoever waits for the former build waits for this one, too; it must be nearly there for that."""
        if _shows(chosen.producer.places(chosen.build), chosen.beyond, within=PAGE):
            chosen.producer.aside.discard(chosen.build)
            self._next[chosen.build.name] = chosen

    async def _leave(self, which: tuple[str, int]) -> None:
        build, producer = self._followed.get(which, (None, None))
        if build is None or producer is None or build is self._live[build.name]:
            return
        if producer in self._beside:
            self._beside.discard(producer)
            await producer.stop(drain_seconds=0)
        else:
            await producer.leave(build)
        self._followed.pop(which, None)  # once it is left everywhere, or it is tried again


def _shows(places: Mapping[Tenant, int], beyond: Mapping[Tenant, int], within: int) -> bool:
    return all(places.get(tenant, -1 - within) + within >= at for tenant, at in beyond.items())
