"""A service's own log as its followers read it: a page is read once for all who stand at the same place."""

import asyncio
from collections import OrderedDict, defaultdict

from shared.envelope import Envelope
from shared.eventstore.pages import PAGE, Heads, NotTheLogRead, Page, Place, Said
from shared.eventstore.rows import EventLog, Row
from shared.ids import Tenant

_REMEMBERED = 32

Reading = asyncio.Task[list[Row]]


class OwnLog:
    """Reads pages of an event log."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._moves: dict[Tenant, int] = defaultdict(int)
        self._readings: OrderedDict[tuple[Tenant, int, int], Reading] = OrderedDict()

    @property
    def service(self) -> str:
        """Whose log it is."""
        return self._log.service

    @property
    def own(self) -> bool:
        """Whether it is the reading service's own."""
        return True

    async def heads(self) -> Heads:
        """Where each district's log ends."""
        ends = await self._log.heads()
        places = ((end.tenant, Place(end.fact_position, end.fact_hash, end.position, end.hash)) for end in ends)
        return Heads(self._log.store, list(places))

    def moved(self, tenant: Tenant) -> None:
        """The district's log may have moved: what was read before is no answer any more. Call before waking readers."""
        self._moves[tenant] += 1

    async def page(self, tenant: Tenant, place: Place, look: bool = False) -> Page:
        """What comes after a place; with `look`, also whether the log is still the one that was read up to there."""
        if look:
            await self._same_log(tenant, place)
        rows = await self._rows(tenant, place.position)
        return Page(tuple(map(_said, rows)), _after(place, rows), more=len(rows) == PAGE)

    async def past(self, tenant: Tenant, place: Place) -> Page:
        """What came after a place that was read before."""
        if place.position:
            await self._same_log(tenant, place)
        rows = await self._log.read(tenant, place.position, PAGE)
        return Page(tuple(map(_said, rows)), _after(place, rows), more=len(rows) == PAGE)

    async def _same_log(self, tenant: Tenant, place: Place) -> None:
        found = await self._log.hash_at(tenant, place.position)
        if found != place.hash:
            raise NotTheLogRead(place.position, place.hash.hex(), found.hex() if found else "")

    async def _rows(self, tenant: Tenant, after: int) -> list[Row]:
        key = tenant, after, self._moves[tenant]
        reading = self._readings.get(key)
        if reading is None:
            reading = self._readings[key] = asyncio.create_task(self._log.read(tenant, after, PAGE))
            if len(self._readings) > _REMEMBERED:
                self._readings.popitem(last=False)
        try:
            return await asyncio.shield(reading)
        except BaseException:
            self._readings.pop(key, None)
            raise


def _said(row: Row) -> Said:
    envelope = Envelope(row.event_id, row.tenant, row.stream, row.version, row.position, row.actor, row.occurred)
    fact = None if row.fact_type is None or row.fact_data is None else (row.fact_type, row.fact_data)
    return Said(envelope, row.hash, (row.type, row.data), fact, row.meta)


def _after(place: Place, rows: list[Row]) -> Place:
    if not rows:
        return place
    last = rows[-1]
    facts = ((row.position, row.hash) for row in reversed(rows) if row.fact_type is not None)
    fact, fact_hash = next(facts, (place.fact, place.fact_hash))
    return Place(fact, fact_hash, last.position, last.hash)
