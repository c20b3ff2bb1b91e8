"""A read model made anew beside the live one by whoever runs the service; this looks on, compares, and switches."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

from shared import clock
from shared.eventstore.beside import Likeness, likeness
from shared.eventstore.builds import Build, begin, builds_in, leave, live_builds, prepared, switch
from shared.eventstore.connect import Database
from shared.eventstore.pages import PAGE, Place, Source
from shared.eventstore.projections import Projection
from shared.ids import Tenant

_LOOK_SECONDS = 0.5
_PATIENCE_SECONDS = 60.0
_LOCK = "SELECT pg_try_advisory_lock(7233193, hashtext($1))"
_PLACES = """
SELECT tenant, fact, fact_hash, position, hash FROM run.checkpoints
WHERE producer = $1 AND follower = $2 AND version = $3 ORDER BY tenant
"""

Say = Callable[[str], None]
Follow = Callable[[Database, Source, Projection], AbstractAsyncContextManager[None]]
"""Follows a log for a build, meanwhile."""


class CannotRebuild(Exception):
    """Why not, as a sentence for an operator."""


@dataclass(frozen=True)
class Rebuild:
    """What an operator does with the builds of one read model, one command at a time."""

    database: Database
    source: Source
    projection: Projection
    say: Say

    async def run(self, despite_difference: bool = False) -> bool:
        """Build beside the live one, compare in all districts, and switch; False where a difference forbade it.

        What was begun before is gone on with. Raises CannotRebuild.
        """
        async with self._alone():
            (live,) = await live_builds(self.database, [self.projection])
            build = await begin(self.database, self.projection)
            self.say(f"{build.name}: build {build.version} is made beside the live one, {live.version}.")
            await self._caught_up(build)
            alike = True
            async for compared in self._compared(live, build):
                alike &= not compared.differing
            if not alike and not despite_difference:
                return False
            await switch(self.database, build)
            self.say(f"{build.name}: build {build.version} is live; {live.version} is kept for a rollback.")
            return True

    async def prepare(self, followed: Follow) -> None:
        """Make what this release will read, before it starts, beside the one that runs. Raises CannotRebuild."""
        async with self._alone():
            build = await prepared(self.database, self.projection)
            if build is None:
                self.say(f"{self.projection.name}: there is nothing to prepare.")
                return
            self.say(f"{build.name}: build {build.version} is made for version {build.meaning}.")
            async with followed(self.database, self.source, build):
                await self._caught_up(build)
            self.say(f"{build.name}: build {build.version} is ready; once the release starts, it goes on from there.")

    async def roll_back(self) -> None:
        """Point to the build that was kept. Raises CannotRebuild where none was."""
        async with self._alone():
            kept = [build for build in await self._builds() if build.state == "kept"]
            if not kept:
                raise CannotRebuild(f"No build of {self.projection.name} is kept.")
            build = self.projection.built(kept[-1].number)
            await switch(self.database, build)
            self.say(f"{build.name}: build {build.version} is live.")

    async def drop(self) -> None:
        """Have all builds go but the live one."""
        async with self._alone():
            async with self.database.transaction(None) as connection:
                numbers = await leave(connection, self.projection, await self._builds())
            gone = ", ".join(map(str, numbers)) or "none"
            self.say(f"{self.projection.name}: builds that go within a minute or two: {gone}.")

    async def told(self) -> list[str]:
        """A line for each build: its tables, what it is to this release, how many events it is behind."""
        heads = dict((await self.source.heads()).ends)
        lines = []
        for build in await self._builds():
            of_it = self.projection.built(build.number)
            places = await self._places(of_it)
            behind = sum(max(0, self._at(end) - self._at(places.get(tenant, Place()))) for tenant, end in heads.items())
            state = build.state if build.of(self.projection) else "former"
            lines.append(f"{build.projection:24} {of_it.schema:28} {state:12} {behind:>8}")
        return lines

    async def _builds(self) -> list[Build]:
        """Those of this release and of earlier ones; what a later one has made is none of this one's business."""
        async with self.database.transaction(None) as connection:
            found = await builds_in(connection)
        name, meaning = self.projection.name, self.projection.meaning
        return [build for build in found if build.projection == name and build.declared <= meaning]

    async def _caught_up(self, build: Projection) -> None:
        """Return once it is near the end of the log everywhere; it goes on from there by itself."""
        before, since = -1, clock.ticking()
        while await self._is_behind(build):
            read = sum(self._at(place) for place in (await self._places(build)).values())
            if read != before:
                before, since = read, clock.ticking()
            elif clock.ticking() - since > _PATIENCE_SECONDS:
                raise CannotRebuild(
                    f"Build {build.version} of {build.name} stands still after {read} events. Does the service run? "
                    "Nothing was switched, and what is made stays: say it again to go on."
                )
            await asyncio.sleep(_LOOK_SECONDS)

    async def _is_behind(self, build: Projection) -> bool:
        ends = dict((await self.source.heads()).ends)
        places = await self._places(build)
        (live,) = await live_builds(self.database, [self.projection])
        far = [tenant for tenant, place in places.items() if tenant in ends and self._far(place, ends[tenant])]
        return bool(far) or not places.keys() >= ends.keys() | (await self._places(live)).keys()

    def _far(self, place: Place, end: Place) -> bool:
        return self._at(place) + PAGE < self._at(end)

    async def _compared(self, live: Projection, build: Projection) -> AsyncIterator[Likeness]:
        for tenant in await self._places(live):
            compared = await likeness(self.database, self.source, live, build, tenant)
            what = f"{build.name} of {tenant} up to {compared.position}: {compared.rows} rows"
            self.say(f"{what}, {compared.differing} DIFFER:" if compared.differing else f"{what}, all alike")
            for each in compared.told:
                self.say(f"  {each.table} {each.key}: {each.differs}")
            yield compared

    async def _places(self, build: Projection) -> dict[Tenant, Place]:
        rows = await self.database.fetch(_PLACES, build.source, build.name, build.version)
        return {Tenant(tenant): Place(*place) for tenant, *place in rows}

    def _at(self, place: Place) -> int:
        return place.position if self.source.own else place.fact

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        connection = await self.database.connect()
        try:
            if not await connection.fetchval(_LOCK, self.projection.name):
                raise CannotRebuild(f"Somebody else is at the builds of {self.projection.name} now.")
            yield
        finally:
            await connection.close()
