"""Pairings with needs, measures and results."""

from datetime import datetime
from decimal import Decimal
from typing import Any  # rows by their columns
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.events.pairing import PairingKind
from services.ledger.projections.pairings import measures, needs, pairings
from services.ledger.queries import field
from services.ledger.queries.field import Filters
from services.ledger.queries.sight import Seer
from services.ledger.queries.views import Done, HouseholdRef
from services.ledger.queries.wording import Opener, Wording, maybe_worded, worded
from shared.errors import NotFound
from shared.ids import HouseholdId, PairingId, StayId


class Need(BaseModel):
    """What the household needs; rank 1 is the most urgent."""

    rank: int
    need: Wording


class Measure(BaseModel):
    """What is being done, and what came of it."""

    number: int
    kind: str
    amount: Decimal | None
    what: Wording
    at: datetime
    result: Wording | None
    result_at: datetime | None


class Pairing(Done):
    """A cadre's pairing with a household."""

    household: HouseholdRef
    kind: PairingKind
    needs: list[Need]
    measures: list[Measure]
    version: int


class PairingPage(BaseModel):
    """A page of pairings."""

    items: list[Pairing]
    next: str | None


async def pairings_of(db: AsyncConnection, seer: Seer, filters: Filters, opener: Opener) -> PairingPage:
    """Pairings, newest first."""
    rows, after = await field.page(db, field.lines(seer, pairings), pairings, filters)
    return PairingPage(items=[await _pairing(db, row, opener) for row in rows], next=after)


async def of_household(db: AsyncConnection, seer: Seer, household: HouseholdId, opener: Opener) -> list[Pairing]:
    """A household's pairings."""
    asked = field.lines(seer, pairings).where(pairings.c.household == household).order_by(pairings.c.at)
    return [await _pairing(db, row, opener) for row in (await db.execute(asked)).mappings().all()]


async def pairing(db: AsyncConnection, seer: Seer, id: PairingId, opener: Opener) -> Pairing:
    """One pairing. Raises NotFound for one that the asker must not see."""
    asked = field.lines(seer, pairings).where(pairings.c.pairing == id)
    row = (await db.execute(asked)).mappings().one_or_none()
    if row is None:
        raise NotFound("not-found")
    return await _pairing(db, row, opener)


async def stay_of(db: AsyncConnection, id: PairingId) -> StayId | None:
    """The stay that a pairing was made on."""
    found: UUID | None = (await db.execute(select(pairings.c.stay).where(pairings.c.pairing == id))).scalar()
    return StayId(found) if found else None


async def measure_of(db: AsyncConnection, event: UUID) -> int:
    """The number of the measure that an event tells of."""
    return int((await db.execute(select(measures.c.number).where(measures.c.event == event))).scalar_one())


async def _pairing(db: AsyncConnection, row: RowMapping, opener: Opener) -> Pairing:
    reader = opener if row["reads"] else None
    refs = await field.household_refs(db, [row["household"]])
    return Pairing(
        **field.done(row, row["pairing"]),
        household=refs[row["household"]],
        kind=row["kind"],
        needs=[Need(rank=one.rank, need=await worded(reader, one.need)) for one in await _rows(db, needs, row)],
        measures=[await _measure(one, reader) for one in await _rows(db, measures, row)],
        version=row["version"],
    )


async def _rows(db: AsyncConnection, table: Any, row: RowMapping) -> Any:
    return (await db.execute(select(table).where(table.c.pairing == row["pairing"]).order_by(*table.primary_key))).all()


async def _measure(row: Any, reader: Opener | None) -> Measure:
    told = {"number": row.number, "kind": row.kind, "amount": row.amount, "at": row.at, "result_at": row.result_at}
    return Measure(**told, what=await worded(reader, row.what), result=await maybe_worded(reader, row.result))
