"""The raw baseline: asyncpg inserting ready-made rows into the log's own table, with nothing of what the log does."""

from collections.abc import Sequence
from itertools import count
from typing import Any  # columns are whatever the table holds

from shared.event import wire_form
from tests.bench.visits import MORNING, Visit, VisitSaid, noted

TENANT = "raw"
_TYPES = [
    "text",
    "bigint",
    "text",
    "bigint",
    "text",
    "uuid",
    "uuid",
    "text",
    "timestamptz",
    "timestamptz",
    "text",
    "text",
    "text",
    "text",
    "bigint",
    "bytea",
]
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


def columns(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The same rows as one array for each column."""
    return list(zip(*rows, strict=True))
