"""A service's own log as its followers read it: each page is read once for all who stand at the same place."""

import asyncio
import json
from collections import OrderedDict

from shared.envelope import Envelope
from shared.eventstore.pages import PAGE, NotTheLogRead, Page, Place, Said
from shared.eventstore.rows import EventLog, Row
from shared.ids import Tenant

_REMEMBERED = 16


class OwnLog:
    """Reads pages of an event log."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._reading: OrderedDict[tuple[Tenant, int], asyncio.Task[list[Row]]] = OrderedDict()

    @property
    def service(self) -> str:
        """Whose log it is."""
        return self._log.service

    async def page(self, tenant: Tenant, place: Place, look: bool = False) -> Page:
        """What comes after a place; with `look`, also whether the log is still the one that was read up to there."""
        if look:
            await self._same_log(tenant, place)
        rows = await self._rows(tenant, place.position)
        said = tuple(_said(row) for row in rows)
        return Page(said, _after(place, rows), more=len(rows) == PAGE)

    async def _same_log(self, tenant: Tenant, place: Place) -> None:
        found = await self._log.hash_at(tenant, place.position)
        if found != place.hash:
            raise NotTheLogRead(place.position, place.hash.hex(), found.hex() if found else "")

    async def _rows(self, tenant: Tenant, after: int) -> list[Row]:
        """The rows after a position; readers at one place share a reading, and a page that is full stays read."""
        key = tenant, after
        reading = self._reading.get(key)
        if reading is None:
            reading = self._reading[key] = asyncio.create_task(self._log.read(tenant, after, PAGE))
            if len(self._reading) > _REMEMBERED:
                self._reading.popitem(last=False)
        try:
            rows = await asyncio.shield(reading)
        finally:
            if not _full(reading):
                self._reading.pop(key, None)
        return rows
