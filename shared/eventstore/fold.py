"""A read model folded from its log into tables of one's own choice, by somebody who looks on (G6)."""

import asyncpg

from shared.eventstore.pages import NotTheLogRead, Page, Place, Source
from shared.eventstore.places import Standing, of_district
from shared.eventstore.projections import Projection
from shared.eventstore.runner import carefully, of_data, planned, send
from shared.eventstore.statements import Statements


class Fold:
    """Takes a log in one district into the tables of a schema, from where `standing` is."""

    def __init__(self, connection: asyncpg.Connection, source: Source, standing: Standing, schema: str) -> None:
        assert isinstance(standing.follower, Projection)
        self.standing = standing
        self._connection = connection
        self._source = source
        self._statements = Statements({standing.follower.name: schema})

    def at(self, place: Place) -> int:
        """A place as its producer counts: every position of its own service's log, the facts of another's."""
        return place.position if self._source.own else place.fact

    async def page(self) -> None:
        """Take the next page in. Raises NotTheLogRead."""
        await self._take(await self._source.page(self.standing.tenant, self.standing.place, True))

    async def up_to(self, place: Place) -> None:
        """Take in what comes before a place, and no more. Raises NotTheLogRead where the log has no such place."""
        self._source.moved(self.standing.tenant)
        last = self._hash(self.standing.place)
        while self.at(place) > self.at(self.standing.place):
            page = await self._source.page(self.standing.tenant, self.standing.place, True)
            if page.after == self.standing.place:
                raise NotTheLogRead(place.position, place.hash.hex(), "")
            page = _up_to(page, place, self.at(place))
            last = page.said[-1].hash if page.said else last
            await self._take(page)
        if self.at(place) and last != self._hash(place):
            raise NotTheLogRead(self.at(place), self._hash(place).hex(), last.hex())

    def _hash(self, place: Place) -> bytes:
        return place.hash if self._source.own else place.fact_hash

    async def _take(self, page: Page) -> None:
        await of_district(self._connection, self.standing.tenant)
        try:
            async with self._connection.transaction():
                await send(self._connection, self._statements, planned(self.standing, page))
        except Exception as error:
            if not of_data(error):
                raise
            left = await carefully(self._connection, self._statements, self.standing, self.standing.unread(page))
            self.standing.parked.update(key for each in left for key in each.keys)
        self.standing.place = page.after


def _up_to(page: Page, place: Place, at: int) -> Page:
    said = tuple(each for each in page.said if each.envelope.position <= at)
    return page if len(said) == len(page.said) and page.after.position <= place.position else Page(said, place)
