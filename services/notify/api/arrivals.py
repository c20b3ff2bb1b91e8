"""Wakes those who wait for something to be told."""

import asyncio
from collections import defaultdict

from shared.eventstore.waiting import within
from shared.ids import Tenant


class Hints:
    """The log's hints, for as many as wait."""

    def __init__(self) -> None:
        self._waiting: dict[Tenant, asyncio.Event] = defaultdict(asyncio.Event)

    def moved(self, tenant: Tenant) -> None:
        """A district's log may have moved."""
        if waiting := self._waiting.pop(tenant, None):
            waiting.set()

    async def within(self, tenant: Tenant, seconds: float) -> None:
        """Return when it has, or when the time is over."""
        await within(self._waiting[tenant], seconds)
