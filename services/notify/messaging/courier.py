"""The courier: posts what is in the outbox. In order per subject, subjects side by side, until it is taken.

An outage however long uses up nothing and abandons nothing: each attempt waits longer than the last, up to a cap.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import structlog

from services.notify.queries.outbox import Lane, Posting
from shared import clock
from shared.eventstore.connect import waits
from shared.eventstore.faults import reason_of
from shared.eventstore.waiting import within
from shared.ids import Tenant

log = structlog.get_logger(__name__)

_POLL_SECONDS = 2.0  # behind the log's hints, which may be lost
_STAND_BY_SECONDS = 2.0
_LANES_OF_ONE = 64  # subjects of one subscription under way at once: the longest waiting first
_AT_ONCE = 32  # requests of this process


class Desk(Protocol):
    """What the courier works with: the outbox of each district, and one attempt at a delivery."""

    def leading(self, lost: Callable[[], None]) -> AbstractAsyncContextManager[Callable[[], bool] | None]:
        """Lead while inside: of several processes one posts. None when another leads; else whether it still does.

        `lost` is called when it does no longer.
        """
        ...

    async def districts(self) -> list[Tenant]:
        """All districts that may have something in the outbox."""
        ...

    async def lanes(self, tenant: Tenant, most: int) -> list[Lane]:
        """Those with something to be posted, as the log now stands."""
        ...

    async def next_of(self, tenant: Tenant, lane: Lane) -> Posting | None:
        """The next delivery of a lane."""
        ...

    async def attempt(self, tenant: Tenant, posting: Posting) -> float:
        """Post it once, note what came of it, and answer after how many seconds its lane goes on."""
        ...


class Courier:
    """Runs in the background of one process."""

    def __init__(self, desk: Desk, drain_seconds: float) -> None:
        self._desk = desk
        self._drain_seconds = drain_seconds
        self._moved: set[Tenant] = set()
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._posting = asyncio.Semaphore(_AT_ONCE)
        self._under_way: dict[tuple[Tenant, Lane], asyncio.Task[None]] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End what is being posted, and post no more; what takes too long is broken off, and posted again later."""
        self._stopping.set()
        self._wake.set()
        if self._task:
            await self._task

    def moved(self, tenant: Tenant) -> None:
        """There may be something new in a district's outbox."""
        self._moved.add(tenant)
        self._wake.set()

    async def _run(self) -> None:
        pauses = waits()
        while not self._stopping.is_set():
            try:
                await self._lead_or_stand_by()
                pauses = waits()
            except Exception as error:  # noqa: BLE001 whatever it is, the outbox waits
                seconds = next(pauses)
                log.warning("the courier waits", reason=reason_of(error), seconds=seconds)
                await within(self._stopping, seconds)

    async def _lead_or_stand_by(self) -> None:
        async with self._desk.leading(self._wake.set) as leads:
            if leads is None:
                await within(self._stopping, _STAND_BY_SECONDS)
                return
            try:
                await self._lead(leads)
            finally:  # another may lead in a moment: it would post beside us what is being posted here
                await self._drain(self._drain_seconds if leads() else 0)

    async def _lead(self, leads: Callable[[], bool]) -> None:
        polled = clock.ticking() - _POLL_SECONDS
        while leads() and not self._stopping.is_set():
            self._wake.clear()
            if clock.ticking() - polled >= _POLL_SECONDS:
                self._moved.update(await self._desk.districts())
                polled = clock.ticking()
            moved, self._moved = self._moved, set()
            for tenant in moved:
                await self._dispatch(tenant)
            await within(self._wake, _POLL_SECONDS)

    async def _dispatch(self, tenant: Tenant) -> None:
        for lane in await self._desk.lanes(tenant, _LANES_OF_ONE):
            key = tenant, lane
            if key not in self._under_way:
                self._under_way[key] = asyncio.create_task(self._work_off(tenant, lane))

    async def _work_off(self, tenant: Tenant, lane: Lane) -> None:
        try:
            await self._work(tenant, lane)
        finally:
            del self._under_way[tenant, lane]
            self.moved(tenant)  # something may have come while it was leaving, and others may wait for its turn

    async def _work(self, tenant: Tenant, lane: Lane) -> None:
        while not self._stopping.is_set():
            try:
                seconds = await self._next(tenant, lane)
            except Exception as error:  # noqa: BLE001 nothing is lost with a lane: it is opened again
                log.warning("a lane waits", tenant=tenant, subscription=str(lane.subscription), reason=reason_of(error))
                seconds = _STAND_BY_SECONDS
            if seconds is None:
                return
            await within(self._stopping, seconds)

    async def _next(self, tenant: Tenant, lane: Lane) -> float | None:
        posting = await self._desk.next_of(tenant, lane)
        if posting is None:
            return None
        async with self._posting:
            seconds = await self._desk.attempt(tenant, posting)
        return None if posting.is_last and not seconds else seconds

    async def _drain(self, seconds: float) -> None:
        tasks = list(self._under_way.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
