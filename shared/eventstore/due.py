"""Which timers are due: rows of the timer read models that have not been fired."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any  # arguments of a query

import asyncpg

from shared.eventstore.connections import Connections
from shared.eventstore.pool import in_district
from shared.eventstore.projections import Projection
from shared.eventstore.timers import Timers
from shared.ids import Tenant

_GROUP = 100
NEVER = datetime.max.replace(tzinfo=UTC)
_NOT_FIRED = """NOT EXISTS (
    SELECT 1 FROM run.fired f
    WHERE f.tenant = t.tenant AND f.stream = t.stream AND f.rule = t.rule AND f.n = t.n AND f.due = t.due)"""
_FIRED = """
INSERT INTO run.fired (tenant, stream, rule, n, due, refused) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
"""
_REFUSED = "SELECT tenant, stream, rule, n, refused FROM run.fired WHERE refused IS NOT NULL ORDER BY tenant, due"


@dataclass(frozen=True, order=True)
class Due:
    """A timer that is due; they are fired in this order."""

    due: datetime
    stream: str
    rule: str
    n: int
    timers: Timers = field(compare=False)


class DueTimers:
    """Finds the timers that are due by the `live` build of each, and closes those that were fired."""

    def __init__(self, timers: Sequence[Timers], pool: Connections, live: Callable[[Projection], Projection]) -> None:
        self._timers = timers
        self._pool = pool
        self._live = live

    async def open(self, tenant: Tenant, now: datetime) -> list[Due]:
        """The first of a district's timers that are due at a moment and were not fired, in order."""
        found: list[Due] = []
        for timers in self._timers:
            query = (
                f"SELECT t.due, t.stream, t.rule, t.n FROM {self._table(timers)} t"
                f" WHERE t.due <= $1 AND {_NOT_FIRED} ORDER BY t.due, t.stream, t.rule, t.n LIMIT {_GROUP}"
            )
            found += [
                Due(row["due"], row["stream"], row["rule"], row["n"], timers)
                for row in await self._of(tenant, query, now)
            ]
        return sorted(found)

    async def count(self, tenant: Tenant, now: datetime) -> int:
        """How many are due."""
        total = 0
        for timers in self._timers:
            query = f"SELECT count(*) FROM {self._table(timers)} t WHERE t.due <= $1 AND {_NOT_FIRED}"
            total += (await self._of(tenant, query, now))[0][0]
        return total

    async def next(self, tenant: Tenant) -> datetime:
        """When the next timer is due; never, if there is none."""
        dues = [NEVER]
        for timers in self._timers:
            query = f"SELECT min(t.due) FROM {self._table(timers)} t WHERE {_NOT_FIRED}"
            dues += [row[0] for row in await self._of(tenant, query) if row[0]]
        return min(dues)

    async def close(self, tenant: Tenant, due: Due, refused: str | None) -> None:
        """Fire it no more: its command was carried out, or refused with a code."""
        await self._pool.execute(_FIRED, tenant, due.stream, due.rule, due.n, due.due, refused)

    async def refused(self) -> list[asyncpg.Record]:
        """The timers that a rule refused, of all districts: tenant, stream, rule, n, refused."""
        return await self._pool.fetch(_REFUSED)

    async def _of(self, tenant: Tenant, query: str, *arguments: Any) -> list[asyncpg.Record]:
        async with in_district(self._pool, tenant) as connection:
            return await connection.fetch(query, *arguments)

    def _table(self, timers: Timers) -> str:
        return f'"{self._live(timers.projection).schema}"."{timers.table.name}"'
