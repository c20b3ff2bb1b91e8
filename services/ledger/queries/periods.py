"""How far the filings of each period are."""

from datetime import date

from pydantic import BaseModel
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.projections.filings import filings
from services.ledger.queries.filings import State

_F = filings.c


class Period(BaseModel):
    """The filings of a period: how many stand where, and how many were due and are still not filed."""

    period: str
    due: date
    by_state: dict[State, int]
    overdue: int


async def periods(db: AsyncConnection, theirs: ColumnElement[bool]) -> list[Period]:
    """The periods of these filings, in the order in which they are due."""
    missing = func.count().filter(_F.overdue_at.is_not(None), _F.filed == 0)
    asked = select(_F.period, _F.due, _F.state, func.count(), missing).where(theirs)
    found: dict[str, Period] = {}
    for period, due, state, number, overdue in await db.execute(
        asked.group_by(_F.period, _F.due, _F.state).order_by(_F.due, _F.period)
    ):
        one = found.setdefault(period, Period(period=period, due=due, by_state={}, overdue=0))
        one.by_state[state] = number
        one.overdue += overdue
    return list(found.values())
