"""我的待办: in which matters is it the asker's turn, and to do what?"""

from collections.abc import Mapping
from datetime import date
from typing import get_args

from sqlalchemy import ColumnElement, and_, case, exists, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.casework.projections.register_tables import MATTERS, STEPS
from services.casework.queries.overviews import Duty, Turn
from services.casework.queries.register import WAITS, line_fields, lines
from services.casework.queries.sight import Seer, granted, sights
from shared.roles import Role
from shared.viewer import Viewer

_M = MATTERS.c
_TOP_RUNG = 3
_AT_THE_TOP = exists().where(STEPS.c.case == _M.case, STEPS.c.what == "case-escalated", STEPS.c.level >= _TOP_RUNG)
"""It has climbed past the department's leaders, to the district office."""


async def turns(db: AsyncConnection, seer: Seer, limit: int, today: date) -> list[Turn]:
    """The matters that wait for the asker, by what time they leave; those without a limit last, by age."""
    duties = duties_of(seer.viewer)
    duty = case(*((duties[name], name) for name in get_args(Duty))).label("duty")
    asked = lines(seer).where(or_(*duties.values())).add_columns(duty)
    ordered = asked.order_by(_M.limit_day.nulls_last(), _M.received_at, _M.case).limit(limit)
    rows = (await db.execute(ordered)).mappings()
    return [Turn(**line_fields(row, today), duty=row["duty"]) for row in rows]


def duties_of(viewer: Viewer) -> Mapping[Duty, ColumnElement[bool]]:
    """When a matter waits for this viewer, as the rules of its acts have it (roles.md)."""
    seen = sights(viewer)
    accepts = granted(viewer, lambda grant: _M.handed_to.in_(grant.units), Role.CLERK, Role.DEPARTMENT_KEY)
    signs = granted(viewer, lambda grant: _M.handling_unit.in_(grant.units), Role.LEADER)
    serves = or_(seen["as_handler"], seen["as_serving"])
    return {
        "hand-over": and_(_M.state.in_(("opened", "returned")), seen["as_office"]),
        "acceptance": and_(_M.state == "handed-over", accepts),
        "result": and_(_M.state == "accepted", seen["as_handler"]),
        "signature": and_(_M.state == "result-recorded", signs, _not(viewer, _M.handler)),
        "service": and_(_M.state == "issued", serves, WAITS),
        "striking": and_(
            _M.state == "issued", seen["as_office"], ~WAITS, _not(viewer, _M.handler), _not(viewer, _M.signer)
        ),
        "escalation": and_(_M.result_at.is_(None), seen["as_district"], _AT_THE_TOP),
    }


def _not(viewer: Viewer, column: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the viewer is somebody else than it names (R86)."""
    return column.is_distinct_from(viewer.person)
