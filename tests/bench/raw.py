"""The raw baseline: asyncpg inserting ready-made rows into the log's own table, with nothing of what the log does."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar  # columns are whatever the table holds

import asyncpg

from shared.event import wire_form
from tests.bench.ground import Ground
from tests.bench.measuring import Measured
from tests.bench.visits import MORNING, Visit, VisitSaid, noted, visits

T = TypeVar("T")

TENANT = "raw"
_TYPES = (
    *("text", "bigint", "text", "bigint", "text", "uuid", "uuid", "text", "timestamptz", "timestamptz"),
    *("text", "text", "text", "text", "bigint", "bytea"),
)
ONE = f"INSERT INTO log.events VALUES ({','.join(f'${n}' for n in range(1, len(_TYPES) + 1))})"
MANY = f"INSERT INTO log.events SELECT * FROM unnest({','.join(f'${n}::{t}[]' for n, t in enumerate(_TYPES, 1))})"
_positions = count(1)


def ready(visits: Sequence[Visit], tenant: str = TENANT) -> list[tuple[Any, ...]]:
    """Rows as the log would store them, each in a stream of its own, at positions that were not used yet."""
    return [_row(visit, tenant) for visit in visits]


def _row(visit: Visit, tenant: str) -> tuple[Any, ...]:
    type_, text = wire_form(noted(visit))
    fact_type, fact = wire_form(VisitSaid.model_construct(**dict(visit)))
    where = (tenant, next(_positions), f"household/{visit.visit}", 1, type_, visit.visit, visit.household)
    meta = f'{{"correlationid":"{visit.visit}"}}'
    return (*where, f"account:{visit.by}", MORNING, MORNING, text, meta, fact_type, fact, 0, bytes(32))


def arrays(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The same rows as one array for each column."""
    return list(zip(*rows, strict=True))


@dataclass
class Inserting:
    """The raw side: the same rows, ready-made, into the same table."""

    ground: Ground
    connections: list[asyncpg.Connection]

    def __post_init__(self) -> None:
        self.chance = self.ground.random()

    def rows(self, many: int) -> list[tuple[Any, ...]]:
        """New ones at each turn."""
        return ready(visits(self.chance, many))

    async def by_hundreds(self) -> Mapping[str, Measured]:
        """A hundred rows a statement."""
        statement = await self.connections[0].prepare(MANY)
        parts = [arrays(self.rows(100)) for _ in range(self.ground.much(100))]
        with self.ground.watch(100 * len(parts)) as lap:
            for columns in parts:
                await statement.fetch(*columns)
        return {"raw multi-row insert": lap.rate()}

    async def in_transactions(self) -> Mapping[str, Measured]:
        """Begin, insert, commit."""
        connection = self.connections[0]
        rows = self.rows(self.ground.much(2000))
        with self.ground.watch(len(rows)) as lap:
            for row in rows:
                async with connection.transaction():
                    await connection.execute(ONE, *row)
        return {"raw begin/insert/commit": lap.rate()}

    async def by_autocommit(self) -> Mapping[str, Measured]:
        """Insert alone."""
        rows = self.rows(self.ground.much(2000))
        with self.ground.watch(len(rows)) as lap:
            await _insert(self.connections[0], rows)
        return {"raw autocommit": lap.rate()}

    async def over_all(self) -> Mapping[str, Measured]:
        """Each connection inserts one row after the other, each a commit."""
        rows = self.rows(self.ground.much(20_000, len(self.connections)))
        parts = zip(self.connections, parts_of(rows, len(self.connections)), strict=True)
        with self.ground.watch(len(rows)) as lap:
            await asyncio.gather(*(_insert(connection, part) for connection, part in parts))
        return {f"raw commits over {len(self.connections)} connections": lap.rate()}


async def _insert(connection: asyncpg.Connection, rows: Iterable[tuple[Any, ...]]) -> None:
    for row in rows:
        await connection.execute(ONE, *row)


def parts_of(all_of_it: Sequence[T], many: int) -> list[Sequence[T]]:
    """As many shares of it, nearly alike."""
    return [all_of_it[number::many] for number in range(many)]
