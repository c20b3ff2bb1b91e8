"""Group commit: the concurrent appends of a process travel as one call per district (design 2)."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextvars import Context
from dataclasses import dataclass

import asyncpg
import structlog

from shared import clock
from shared.errors import Refused, VersionConflict
from shared.eventstore import figures
from shared.eventstore.connect import LOST, PASSING, waits
from shared.eventstore.connections import Connections
from shared.eventstore.rows import AppendRequest, Busy
from shared.eventstore.streams import Receipt
from shared.ids import Tenant

PATIENCE_SECONDS = 20.0  # how long a caller waits for its answer, a lost connection included
_MOST_REQUESTS = 256
_MOST_EVENTS = 2000
_MOST_NAMED = 16  # of a group, in a line of the log
APPEND = "SELECT * FROM log.append($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Waiting:
    request: AppendRequest
    answer: asyncio.Future[Receipt]


class Group:
    """Takes appends and sends them in groups, one call of a district under way at a time.

    While one travels, others gather. `moved` is called with the district after each group that stored something.
    """

    def __init__(self, pool: Connections, moved: Callable[[Tenant], None]) -> None:
        self._pool = pool
        self._moved = moved
        self._queues: dict[Tenant, deque[_Waiting]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._closing = False

    async def append(self, tenant: Tenant, request: AppendRequest) -> Receipt:
        """The log's answer to a request; raises as `EventLog.append` says."""
        if self._closing:
            raise Busy("log-unreachable")
        began = clock.ticking()
        waiting = _Waiting(request, asyncio.get_running_loop().create_future())
        self._take(tenant, waiting)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await waiting.answer
        except TimeoutError as error:
            raise Busy("log-unreachable") from error
        finally:
            figures.APPEND_SECONDS.observe(clock.ticking() - began)

    async def close(self) -> None:
        """Take no more; return when all that was taken is answered."""
        self._closing = True
        await asyncio.gather(*self._workers)

    def _take(self, tenant: Tenant, waiting: _Waiting) -> None:
        queue = self._queues.get(tenant)
        if queue is None:
            queue = self._queues[tenant] = deque()
            worker = asyncio.create_task(self._work(tenant, queue), context=Context())  # not the first caller's alone
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)
        queue.append(waiting)

    async def _work(self, tenant: Tenant, queue: deque[_Waiting]) -> None:
        try:
            while queue:
                await self._commit(tenant, _next_group(queue))
                await asyncio.sleep(0)  # whoever was answered may ask again, and travels in the next group
        finally:
            del self._queues[tenant]  # the next to come starts a worker

    async def _commit(self, tenant: Tenant, group: list[_Waiting]) -> None:
        try:
            rows = await self._send(tenant, group)
        except Exception as error:  # noqa: BLE001  whatever it is, it is the callers' to see: the worker goes on
            await self._one_by_one(tenant, group, error)
        else:
            self._answer(tenant, group, rows)

    def _answer(self, tenant: Tenant, group: list[_Waiting], rows: list[asyncpg.Record]) -> None:
        if rows:  # somebody still waited, so it travelled
            figures.GROUP_REQUESTS.observe(len(rows))
        for waiting, row in zip(group, rows, strict=False):
            _answer(waiting, row)
        if any(row["answer"] == "stored" and row["last_position"] for row in rows):
            self._moved(tenant)

    async def _one_by_one(self, tenant: Tenant, group: list[_Waiting], error: Exception) -> None:
        if len(group) == 1:
            _fail(group[0], error)
            return
        reason = type(error).__name__  # its text may quote what was sent
        log.warning(
            "a group failed, each request goes alone",
            tenant=tenant,
            requests=len(group),
            reason=reason,
            commands=_named(group),
        )
        for waiting in group:
            await self._commit(tenant, [waiting])

    async def _send(self, tenant: Tenant, group: list[_Waiting]) -> list[asyncpg.Record]:
        """Send the group, again over a new connection when one was lost: the command ids make that harmless."""
        columns = columns_of([waiting.request for waiting in group])
        pauses = waits()
        while any(not waiting.answer.done() for waiting in group):
            try:
                return await self._pool.fetch(APPEND, tenant, *columns)
            except ValueError:
                raise
            except LOST as error:
                reason = type(error).__name__
                named = _named(group)
                log.warning("lost the log's connection, sending again", tenant=tenant, reason=reason, commands=named)
                await asyncio.sleep(next(pauses))
        return []


def _named(group: Sequence[_Waiting]) -> list[str]:
    """The commands of the first who wait for an answer, for a line of the process's log.

    Nothing else of them: what a request holds may be why the group failed.
    """
    return [str(each.request.command_id) for each in group if not each.answer.done()][:_MOST_NAMED]


def _next_group(queue: deque[_Waiting]) -> list[_Waiting]:
    """The next to travel, without those who gave up.

    Nobody who expects a version travels behind another of the same stream, who changes it; whoever expects none may.
    """
    group: list[_Waiting] = []
    streams: set[str] = set()
    kept: list[_Waiting] = []
    events = 0
    while queue and len(group) < _MOST_REQUESTS and events < _MOST_EVENTS:
        waiting = queue.popleft()
        request = waiting.request
        if waiting.answer.done():
            continue
        if request.expected is not None and request.stream in streams:
            kept.append(waiting)
            continue
        streams.add(request.stream)
        group.append(waiting)
        events += len(request.events)
    queue.extendleft(reversed(kept))
    return group


def columns_of(requests: list[AppendRequest]) -> tuple[list[object], ...]:
    """What `APPEND` is given after the district."""
    events = [event for request in requests for event in request.events]
    facts = [event.fact or (None, None) for event in events]
    return (
        [request.command_id for request in requests],
        [request.stream for request in requests],
        [request.expected for request in requests],
        [request.body_mac for request in requests],
        [request.actor for request in requests],
        [request.occurred for request in requests],
        [request.meta for request in requests],
        [len(request.events) for request in requests],
        [event.id for event in events],
        [event.type for event in events],
        [event.data for event in events],
        [fact[0] for fact in facts],
        [fact[1] for fact in facts],
    )


def _answer(waiting: _Waiting, row: asyncpg.Record) -> None:
    answer, first, last, version = row
    if waiting.answer.done():
        return
    if answer in ("stored", "duplicate"):
        waiting.answer.set_result(Receipt(answer, first, last, version))
    elif answer == "conflict":
        conflict = VersionConflict("version-conflict", expected=waiting.request.expected, version=version)
        waiting.answer.set_exception(conflict)
    else:
        waiting.answer.set_exception(Refused("key-used-for-another-body"))


def _fail(waiting: _Waiting, error: Exception) -> None:
    if waiting.answer.done():
        return
    if isinstance(error, PASSING):
        busy = Busy("log-unreachable")
        busy.__cause__ = error
        error = busy
    waiting.answer.set_exception(error)
