"""Fires timers: each due one becomes a command, once, in order of due by the district's clock (design 6, 7)."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from itertools import takewhile
from uuid import UUID

import structlog

from shared import clock
from shared.eventstore.clocks import Clocks
from shared.eventstore.connect import waits
from shared.eventstore.connections import Connections
from shared.eventstore.due import NEVER, Due, DueTimers
from shared.eventstore.faults import reason_of
from shared.eventstore.handle import Handling
from shared.eventstore.runner import of_data
from shared.eventstore.streams import Context
from shared.ids import Tenant, timer_command

log = structlog.get_logger(__name__)

_TICK_SECONDS = 1.0

CaughtUp = Callable[[Tenant, int], Awaitable[None]]
"""Returns once the timers' own read models show a district's log up to a position; with 0, up to its present head."""


class Firing:
    """Fires all timers of one service."""

    def __init__(
        self, service: str, due: DueTimers, handling: Handling, pool: Connections, caught_up: CaughtUp
    ) -> None:
        self.clocks = Clocks(pool)
        self.due = due
        self._service = service
        self._handling = handling
        self._caught_up = caught_up
        self._locks: dict[Tenant, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._next: dict[Tenant, datetime] = {}
        self._looking: dict[Tenant, asyncio.Task[None]] = {}
        self._rung: set[Tenant] = set()
        self._ticking: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Let districts on the wall's clock tick."""
        self._ticking = asyncio.create_task(self._tick())

    async def stop(self) -> None:
        """Fire no more; a command under way is carried out, and known by its id at the next start."""
        tasks = [task for task in (self._ticking, *self._looking.values()) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def ring(self, tenant: Tenant) -> None:
        """A district's timers have changed, or may be due: look in the background."""
        self._rung.add(tenant)
        if tenant not in self._looking:
            self._looking[tenant] = asyncio.create_task(self._look(tenant))

    async def set_clock(self, tenant: Tenant, now: datetime) -> None:
        """Move a sandbox's clock and fire until no timer is due. Raises Refused `clock-only-forward`."""
        await self.clocks.move(tenant, now)
        await self._settle(tenant)

    async def _look(self, tenant: Tenant) -> None:
        pauses = waits()
        while tenant in self._rung:
            self._rung.discard(tenant)
            try:
                await self._settle(tenant)
            except Exception as error:  # noqa: BLE001 whatever it is: the timers stay due
                self._rung.add(tenant)
                log.warning("timers wait", tenant=tenant, reason=reason_of(error))
                await asyncio.sleep(next(pauses))
        del self._looking[tenant]

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            for tenant in [tenant for tenant, due in self._next.items() if due <= clock.now()]:
                self.ring(tenant)

    async def _settle(self, tenant: Tenant) -> None:
        async with self._locks[tenant]:
            await self._caught_up(tenant, 0)
            sandbox = await self.clocks.sandbox(tenant)
            while group := next_group(await self.due.open(tenant, sandbox or clock.now())):
                last = [await self._fire(tenant, due) for due in group]
                await self._caught_up(tenant, max(last))
            self._next[tenant] = NEVER if sandbox else await self.due.next(tenant)

    async def _fire(self, tenant: Tenant, due: Due) -> int:
        refused = None
        last = 0
        try:
            last = await self._carry_out(tenant, due)
        except Exception as error:
            if not of_data(error):
                raise
            refused = reason_of(error)
            command = str(_command_of(tenant, due))
            where = {"tenant": tenant, "command": command, "stream": due.stream}
            log.error("timer refused", rule=due.rule, n=due.n, reason=refused, **where)
        await self.due.close(tenant, due, refused)
        return last

    async def _carry_out(self, tenant: Tenant, due: Due) -> int:
        context = Context(
            tenant=tenant,
            command_id=_command_of(tenant, due),
            actor=f"timer:{self._service}/{due.rule}",
            occurred=due.due,
        )
        command = due.timers.fire(due.rule, due.stream, due.n, due.due)
        return (await self._handling(command, context)).last


def _command_of(tenant: Tenant, due: Due) -> UUID:
    return timer_command(tenant, due.stream, due.rule, due.n, due.due)


def next_group(due: Sequence[Due]) -> list[Due]:
    """The first moment's timers, one a stream: what one does to its stream is seen before the stream's next one."""
    first: dict[str, Due] = {}
    for each in takewhile(lambda each: each.due == due[0].due, due):
        first.setdefault(each.stream, each)
    return list(first.values())
