"""The receipt of a filing as it goes from the district office to the activity office, with the seal that it bears."""

import json
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.queries.views import Named
from shared.directory.tables import units
from shared.roles import Role
from shared.viewer import Grant, Viewer

_EXCHANGE_IT = {Role.ACTIVITY_OFFICE: "activity_office", Role.DISTRICT_OFFICE: "district_office"}


class Seal(BaseModel):
    """The ledger's log of the district up to the receipt, signed (formats 3).

    `text` is all of it, for `minqing log verify --seal`; the other members say the same, to be read.
    """

    position: int
    hash: str
    time: datetime
    key: str
    text: str


class Receipt(BaseModel):
    """The district office has version `version` on file. `number`, `seal`: null while they are being made."""

    number: str | None
    version: int
    at: datetime
    by: Named
    to: Named
    seal: Seal | None


def covers(grant: Grant, row: RowMapping, column: str) -> bool:
    """Whether a grant is for the filing's campaign and place, and for that one of its units."""
    within = grant.campaign in (None, row["campaign"]) and (grant.place is None or row["place"] in grant.places)
    return within and row[column] in grant.units


async def receipt_of(db: AsyncConnection, viewer: Viewer, row: RowMapping) -> Receipt | None:
    """For the two offices that exchange it; None for others: a position tells how much there is in a log."""
    if row["receipted_at"] is None or not any(_exchanges(grant, row) for grant in viewer.grants):
        return None
    by, to = [await _named(db, row[column]) for column in ("district_office", "activity_office")]
    seal = Seal(**json.loads(row["seal"]), text=row["seal"]) if row["seal"] else None
    return Receipt(number=row["number"], version=row["filed"], at=row["receipted_at"], by=by, to=to, seal=seal)


def _exchanges(grant: Grant, row: RowMapping) -> bool:
    column = _EXCHANGE_IT.get(grant.role)
    return column is not None and covers(grant, row, column)


async def _named(db: AsyncConnection, unit: UUID) -> Named:
    return Named(id=unit, name=(await db.execute(select(units.c.name).where(units.c.unit == unit))).scalar())
