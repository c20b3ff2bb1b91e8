"""What tests of rebuilding ask of a station: an operator's commands, and what there is then."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

import asyncpg
from sqlalchemy import text

from deploy.minqing.process import ROOT
from shared.eventstore.builds import begin
from shared.eventstore.connect import Database
from shared.eventstore.own import OwnLog
from shared.eventstore.pages import Source
from shared.eventstore.projections import Projection
from shared.eventstore.rebuild import Rebuild
from shared.testing.databases import FreshDatabase
from shared.testing.waiting import until
from tests.integration.following.jars import LEDGER, Put
from tests.integration.following.stations import SHIFAN, Station, station

JARS = LEDGER.projections[0]


@dataclass
class Operator:
    """Who is at the builds of a station's read model, beside the running service; `said` is what is told them."""

    station: Station
    projection: Projection = JARS
    source: Source | None = None
    said: list[str] = field(default_factory=list)

    @property
    def builds(self) -> Rebuild:
        source = self.source or OwnLog(self.station.log)
        return Rebuild(self.station.database, source, self.projection, self.said.append)

    async def rebuilds(self, despite_difference: bool = False) -> bool:
        """Build, compare, switch; whether it switched."""
        return await self.builds.run(despite_difference)

    async def listed(self) -> list[tuple[str, str, str]]:
        """Tables, what the build is, how far it is behind."""
        found = [line.split() for line in await self.builds.told()]
        return [(tables, state, behind) for _, tables, state, behind in found]

    async def reads(self, schema: str, *stations: Station) -> None:
        """Wait until the station, or these, read from a schema."""
        name = self.projection.name
        those = stations or (self.station,)
        await until(lambda: all(each.following.translation()[name] == schema for each in those))

    async def moment_is_over(self) -> None:
        """As if the minute had passed, that everybody has for leaving a build."""
        async with self.station.database.transaction(None) as connection:
            await connection.execute(text("UPDATE run.projections SET leaving_at = leaving_at - interval '1 hour'"))

    async def has(self, schemas: set[str]) -> None:
        """Wait until there are these schemas of the read model's builds, and no others."""

        async def as_expected() -> bool:
            return await self._schemas() == schemas

        await until(as_expected)

    async def _schemas(self) -> set[str]:
        query = text("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, :name)")
        async with self.station.database.transaction(None) as connection:
            return set((await connection.execute(query, {"name": f"{self.projection.name}_v"})).scalars())


async def filled(station: Station, coins: int, shelf: str = "") -> None:
    """Coins in seven jars of a shelf, all taken in."""
    for n in range(coins):
        await station.do(Put(f"{shelf}jar{n % 7}", n))
    assert await station.following.reached(SHIFAN, (await station.log.head(SHIFAN)).position, 10)


async def begin_unfollowed(fresh: FreshDatabase, projection: Projection) -> Projection:
    """Another build in a database that no service runs on."""
    database = Database(fresh.url)
    await database.open()
    build = await begin(database, projection)
    await database.close()
    return build


async def is_begun(fresh: FreshDatabase, build: Projection) -> bool:
    """Whether something was taken into a build, in place and rows."""
    connection = await asyncpg.connect(fresh.url)
    query = "SELECT max(position) > 0 FROM run.checkpoints WHERE follower = $1 AND version = $2"
    begun = await connection.fetchval(query, build.name, build.version)
    await connection.close()
    return bool(begun)


@contextmanager
def another_process(fresh: FreshDatabase, redis_url: str) -> Iterator[subprocess.Popen[bytes]]:
    """Ledger in a process of its own, killed in the end."""
    with subprocess.Popen([sys.executable, "-m", __name__, json.dumps(asdict(fresh)), redis_url], cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


async def _serve(fresh: FreshDatabase, redis_url: str) -> None:
    async with station(fresh, redis_url, LEDGER):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(FreshDatabase(**json.loads(sys.argv[1])), sys.argv[2]))
