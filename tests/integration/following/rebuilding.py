"""What tests of rebuilding ask of a station: an operator's commands, and what there is then."""

from dataclasses import dataclass, field

from sqlalchemy import text

from shared.eventstore.own import OwnLog
from shared.eventstore.pages import Source
from shared.eventstore.projections import Projection
from shared.eventstore.rebuild import Rebuild
from shared.testing.waiting import until
from tests.integration.following.jars import LEDGER, Put
from tests.integration.following.stations import SHIFAN, Station

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

    async def schemas(self) -> set[str]:
        """The schemas of the read model's builds that there are."""
        query = text("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, :name)")
        async with self.station.database.transaction(None) as connection:
            return set((await connection.execute(query, {"name": f"{self.projection.name}_v"})).scalars())


async def filled(station: Station, coins: int) -> None:
    """Coins in seven jars, all taken in."""
    for n in range(coins):
        await station.do(Put(f"jar{n % 7}", n))
    assert await station.following.reached(SHIFAN, (await station.log.head(SHIFAN)).position, 10)
