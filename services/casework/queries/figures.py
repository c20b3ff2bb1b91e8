"""看板: the figures of a campaign's matters, and the one number that must be zero."""

from datetime import date
from typing import Any  # figures are selected by name

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.casework.projections.register_tables import COPIES, MATTERS, STEPS
from services.casework.queries.overviews import Figures, Share, Unsettled
from services.casework.queries.register import HANDLING, item_of, lines
from services.casework.queries.sight import Seer, seen_by, state_seen_by
from services.casework.queries.views import Named
from shared.calendar import day_of
from shared.directory.tables import campaigns
from shared.errors import NotFound
from shared.ids import CampaignId
from shared.roles import Role

_M = MATTERS.c
UNSETTLED = or_(_M.answered_at.is_(None), and_(_M.outcome.is_(None), _M.state != "settled"))
"""件件有着落、事事有回音 (R50): without an outcome, or without an answer that came to the party."""


async def unsettled(db: AsyncConnection, seer: Seer, today: date) -> Unsettled:
    """The whole number for the district office and the auditor, without a list; for others theirs, with the list.

    Theirs are those whose state they see: that a matter waits for its answer is a word on its state. A grant for
    one place or campaign does not show the whole.
    """
    if seer.viewer.has(Role.DISTRICT_OFFICE, Role.AUDITOR, campaign=None, place=None):
        number = (await db.execute(select(func.count()).select_from(MATTERS).where(UNSETTLED))).scalar_one()
        return Unsettled(number=number, scope="all", items=None)
    theirs = lines(seer).where(UNSETTLED, state_seen_by(seer)).order_by(_M.received_at, _M.case)
    rows = (await db.execute(theirs)).mappings().all()
    return Unsettled(number=len(rows), scope="yours", items=[item_of(row, today) for row in rows])


async def figures(db: AsyncConnection, seer: Seer, campaign: CampaignId, today: date) -> Figures:
    """The campaign's matters of those that the asker may see. Raises NotFound for a campaign nobody has planned."""
    if (await db.execute(select(campaigns.c.campaign).where(campaigns.c.campaign == campaign))).first() is None:
        raise NotFound("not-found")
    theirs = and_(_M.campaign == campaign, seen_by(seer))
    state = state_seen_by(seer)
    handled = and_(theirs, state)  # who sees no state is not told of it by a count either
    totals = (await db.execute(_totals(theirs, state, today))).mappings().one()
    last = totals["last_struck_at"]
    counted: dict[str, Any] = {**totals, **await _steps(db, handled), **await _copies(db, handled)}
    del counted["last_struck_at"]
    return Figures(
        **counted,
        last_struck=day_of(last) if last else None,
        by_kind=await _by(db, _M.kind, theirs),
        by_field=await _by(db, _M.field, theirs),
        by_state=await _by(db, _M.state, handled),
        by_department=await _by_department(db, handled),
    )


def _totals(theirs: ColumnElement[bool], state: ColumnElement[bool], today: date) -> Select[Any]:
    settled, answered = _M.state == "settled", _M.issued_at.is_not(None)
    late = and_(_M.limit_day < today, _M.result_at.is_(None))
    counts: tuple[ColumnElement[Any], ...] = (
        func.count().label("raised"),
        func.count().filter(settled).label("settled"),
        func.count().filter(~settled).label("cases"),
        func.count().filter(state, _M.state.not_in(("settled", "struck"))).label("open"),
        func.count().filter(state, answered).label("replies"),
        func.count().filter(state, UNSETTLED).label("unanswered"),
        func.count().filter(state, late).label("overdue"),
        func.max(_M.struck_at).filter(state).label("last_struck_at"),
    )
    return select(*counts).where(theirs)


async def _by(db: AsyncConnection, column: ColumnElement[str], theirs: ColumnElement[bool]) -> dict[str, int]:
    asked = select(column, func.count()).where(theirs, column.is_not(None)).group_by(column).order_by(column)
    return {row[0]: row[1] for row in await db.execute(asked)}


async def _by_department(db: AsyncConnection, theirs: ColumnElement[bool]) -> list[Share]:
    asked = (
        select(_M.handling_unit, HANDLING.c.name, HANDLING.c.code, func.count().label("cases"))
        .outerjoin(HANDLING, HANDLING.c.unit == _M.handling_unit)
        .where(theirs, _M.handling_unit.is_not(None))
        .group_by(_M.handling_unit, HANDLING.c.name, HANDLING.c.code)
        .order_by(HANDLING.c.code, _M.handling_unit)
    )
    rows = (await db.execute(asked)).all()
    return [Share(unit=Named(id=row[0], name=row.name), code=row.code, cases=row.cases) for row in rows]


STEPS_COUNTED = {
    "hand_overs": "case-handed-over",
    "returned": "case-returned",
    "accepted": "case-accepted",
    "reminders": "limit-reminded",
    "escalations": "case-escalated",
}


async def _steps(db: AsyncConnection, theirs: ColumnElement[bool]) -> dict[str, int]:
    asked = select(STEPS.c.what, func.count()).join(MATTERS, _M.case == STEPS.c.case).where(theirs)
    counted = {row[0]: row[1] for row in await db.execute(asked.group_by(STEPS.c.what))}
    return {name: counted.get(what, 0) for name, what in STEPS_COUNTED.items()}


async def _copies(db: AsyncConnection, theirs: ColumnElement[bool]) -> dict[str, int]:
    asked = select(
        func.count().label("copies_issued"),
        func.count().filter(COPIES.c.result == "served").label("copies_served"),
        func.count().filter(COPIES.c.result.is_not(None)).label("copies_with_outcome"),
    )
    row = (await db.execute(asked.join_from(COPIES, MATTERS, _M.case == COPIES.c.case).where(theirs))).mappings().one()
    return dict(row)
