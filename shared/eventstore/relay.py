"""The relay: rings the other services' doorbell with each fact; losing a ring loses nothing (design 4)."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

import asyncpg
import structlog

from shared import clock, tracing
from shared.eventstore.cloudevents import cloud_events
from shared.eventstore.connect import Database, waits
from shared.eventstore.figures import RELAY_FACTS, RelayFigures, Ringing
from shared.eventstore.pages import PAGE
from shared.eventstore.rows import EventLog, Row
from shared.eventstore.traced import ringing
from shared.eventstore.waiting import within
from shared.ids import Tenant

log = structlog.get_logger(__name__)

LEADER = 7233193
"""Session lock of the one relay of a database."""
_POLL_SECONDS = 1.0  # behind the log's hints, which may be lost
_ELECTION_SECONDS = 2.0
_TRIM_SECONDS = 60.0
KEPT_SECONDS = 3600.0
"""How long a fact stays on the bell; who comes later reads the feed."""

_PLACES = "SELECT tenant, position FROM run.relayed"
_KEEP = """
INSERT INTO run.relayed (tenant, position) VALUES ($1, $2)
ON CONFLICT (tenant) DO UPDATE SET position = excluded.position
"""


class Bell(Protocol):
    """Where facts are rung."""

    async def ring(self, facts: Sequence[bytes]) -> None:
        """Add facts (CloudEvents as JSON) in order. Raises whatever a lost connection raises."""
        ...

    async def forget(self, older_than_seconds: float) -> None:
        """Drop what was rung longer ago."""
        ...


class Relay:
    """The relay of one service; of several replicas one leads, by a session lock."""

    def __init__(self, database: Database, log: EventLog, bell: Bell) -> None:
        self._database = database
        self._log = log
        self._bell = bell
        self._moved: set[Tenant] = set()
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._places: dict[Tenant, int] = {}
        self._kept: dict[Tenant, int] = {}
        self._last: dict[Tenant, Row] = {}  # the fact that was rung last
        self._leads = False
        self._heads: dict[Tenant, int] = {}
        self._oldest: dict[Tenant, datetime] = {}  # when that was recorded which is still to be rung
        self._pauses = waits()
        self._figures = RelayFigures(self.ringing)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin in the background."""
        await self._log.listen(self._hear)
        self._task = asyncio.create_task(self._run())
        self._figures.register()
        self._task.add_done_callback(lambda _: self._figures.unregister())

    async def stop(self) -> None:
        """End after the batch under way."""
        self._stopping.set()
        self._wake.set()
        if self._task:
            await self._task

    def ringing(self) -> Ringing:
        """How far the bell is behind the log, as far as is known here: while another leads, not at all."""
        age = clock.now() - min(self._oldest.values()) if self._oldest else timedelta()
        positions = sum(max(0, self._heads.get(tenant, 0) - place) for tenant, place in self._places.items())
        return Ringing(self._leads, max(0.0, age.total_seconds()), positions)

    def _hear(self, tenant: Tenant) -> None:
        self._moved.add(tenant)
        self._wake.set()

    async def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                await self._lead_or_stand_by()
            except Exception as error:  # noqa: BLE001 whatever it is, facts wait in the log until the bell is back
                seconds = next(self._pauses)
                log.warning("the bell does not ring", reason=str(error) or type(error).__name__, seconds=seconds)
                await within(self._stopping, seconds)

    async def _lead_or_stand_by(self) -> None:
        connection = await self._database.connect()
        try:
            if await connection.fetchval("SELECT pg_try_advisory_lock($1)", LEADER):
                self._leads = True
                await self._lead(connection)
            else:
                self._heads, self._oldest = {}, {}  # it is another's to say
                await within(self._stopping, _ELECTION_SECONDS)
        finally:
            self._leads = False
            connection.terminate()

    async def _lead(self, connection: asyncpg.Connection) -> None:
        await connection.execute("SET synchronous_commit = off")  # a place that is lost rings twice, which nobody minds
        connection.add_termination_listener(lambda _: self._wake.set())
        self._kept = {Tenant(row["tenant"]): row["position"] for row in await connection.fetch(_PLACES)}
        self._places = dict(self._kept)
        polled = trimmed = -_TRIM_SECONDS
        while not self._stopping.is_set() and not connection.is_closed():
            self._wake.clear()
            if clock.ticking() - polled >= _POLL_SECONDS:
                await self._poll(connection)
                polled = clock.ticking()
            await self._ring_moved()  # first: what does not go out then is known by its age
            if clock.ticking() - trimmed >= _TRIM_SECONDS:
                await self._bell.forget(KEPT_SECONDS)
                trimmed = clock.ticking()
            self._pauses = waits()  # all is well again
            await within(self._wake, 0 if self._moved else _POLL_SECONDS)
        await self._keep(connection)

    async def _poll(self, connection: asyncpg.Connection) -> None:
        await self._keep(connection)
        heads = await self._log.heads()
        self._heads = {head.tenant: head.position for head in heads}
        for head in heads:
            place = self._places.get(head.tenant)
            if place is None or place > head.position:  # new here, or restored from a backup: ring what is recent
                place = self._places[head.tenant] = max(0, head.position - PAGE)
            if place < head.position:
                self._moved.add(head.tenant)

    async def _ring_moved(self) -> None:
        moved, self._moved = self._moved, set()
        for tenant in moved:
            place = self._places.get(tenant, 0)
            rows = await self._log.read(tenant, place, PAGE)
            if rows:
                self._oldest[tenant] = rows[0].recorded
            await self._ring(tenant, rows)
            self._oldest.pop(tenant, None)
            if rows:
                self._places[tenant] = rows[-1].position
            if len(rows) == PAGE:
                self._moved.add(tenant)

    async def _ring(self, tenant: Tenant, rows: Sequence[Row]) -> None:
        facts = await cloud_events(self._log, rows, self._last.get(tenant))
        if facts:
            with tracing.together(ringing(self._log.service, rows)):
                await self._bell.ring([fact.encode() for fact in facts])
            RELAY_FACTS.observe(len(facts))
            self._last[tenant] = next(row for row in reversed(rows) if row.fact_type is not None)

    async def _keep(self, connection: asyncpg.Connection) -> None:
        moved = [(tenant, place) for tenant, place in self._places.items() if self._kept.get(tenant) != place]
        if moved:
            await connection.executemany(_KEEP, moved)
            self._kept.update(moved)
