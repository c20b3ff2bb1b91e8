"""登记簿: where is a matter? The lines that the asker may see, newest first."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any  # a select's row type is whatever was selected
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, RowMapping, Select, and_, exists, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.casework.projections.register_tables import COPIES, MATTERS
from services.casework.queries.sight import Seer, Sight, inside_of, seen_by, sight_columns, state_seen_by
from services.casework.queries.views import Item, Named, Page, State
from shared.cursor import Cursor, cursor_of, line_of
from shared.directory.tables import persons, places, units
from shared.ids import CampaignId, PlaceId, UnitId
from shared.words import MatterKind

_M = MATTERS.c
HANDED_TO = units.alias("handed_to_unit")
HANDLING = units.alias("handling")
WAITS = exists().where(COPIES.c.case == _M.case, COPIES.c.withheld.is_(None), COPIES.c.result.is_(None))
"""Nobody has said yet what became of one of its copies."""
SERVED = and_(_M.state == "issued", ~WAITS)
LINES = (
    select(
        MATTERS,
        places.c.name.label("place_name"),
        HANDED_TO.c.name.label("handed_to_name"),
        HANDLING.c.name.label("handling_name"),
        persons.c.name.label("handler_name"),
        SERVED.label("served"),
    )
    .outerjoin(places, places.c.place == _M.place)
    .outerjoin(HANDED_TO, HANDED_TO.c.unit == _M.handed_to)
    .outerjoin(HANDLING, HANDLING.c.unit == _M.handling_unit)
    .outerjoin(persons, persons.c.person == _M.handler)
)


class Filters(BaseModel):
    """What is looked for; nothing = whatever. `place` and `unit` with all below them; `after` as the last page said.

    `served`: whether every copy of its reply has an outcome. `counted`: the answer says how many there are in all.
    """

    model_config = ConfigDict(extra="forbid")

    state: State | None = None
    served: bool | None = None
    kind: MatterKind | None = None
    field: str | None = None
    place: PlaceId | None = None
    unit: UnitId | None = None
    overdue: bool | None = None
    reference: str | None = None
    external_ref: str | None = None
    campaign: CampaignId | None = None
    counted: bool = False
    after: Cursor | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


def lines(seer: Seer) -> Select[Any]:
    """The register's lines that a viewer sees, with as what they see them."""
    return LINES.add_columns(*sight_columns(seer)).where(seen_by(seer))


async def matters(db: AsyncConnection, seer: Seer, filters: Filters, today: date) -> Page:
    """A page of the register."""
    found = [seen_by(seer), *_wanted(seer, filters, today)]
    total = await db.scalar(select(func.count()).select_from(MATTERS).where(*found)) if filters.counted else None
    asked = LINES.add_columns(*sight_columns(seer)).where(*found).order_by(_M.received_at.desc(), _M.case.desc())
    if filters.after:
        asked = asked.where(tuple_(_M.received_at, _M.case) < tuple_(*line_of(filters.after)))
    rows = (await db.execute(asked.limit(filters.limit + 1))).mappings().all()
    items = [item_of(row, today) for row in rows[: filters.limit]]
    after = cursor_of(items[-1].received_at, items[-1].id) if len(rows) > filters.limit else None
    return Page(items=items, next=after, total=total)


def _wanted(seer: Seer, filters: Filters, today: date) -> Iterable[ColumnElement[bool]]:
    for name in ("kind", "field", "reference", "campaign"):
        if (value := getattr(filters, name)) is not None:
            yield _M[name] == value
    if filters.place is not None:
        yield _M.place.in_(select(places.c.place).where(places.c.path.contains([filters.place])))
    yield from _of_the_state(seer, filters, today)


def _of_the_state(seer: Seer, filters: Filters, today: date) -> Iterable[ColumnElement[bool]]:
    """Whoever may not see a line's state, department, limit or foreign number must not find it by them either."""
    state = state_seen_by(seer)
    if filters.state is not None:
        yield and_(state, _M.state == filters.state)
    if filters.served is not None:
        yield and_(state, SERVED.is_(filters.served))
    if filters.unit is not None:
        below = select(units.c.unit).where(units.c.path.contains([filters.unit]))
        yield and_(state, func.coalesce(_M.handling_unit, _M.handed_to).in_(below))
    if filters.overdue is not None:
        late = func.coalesce(and_(_M.limit_day < today, _M.result_at.is_(None)), False)
        yield and_(state, late.is_(filters.overdue))
    if filters.external_ref is not None:
        yield and_(inside_of(seer), _M.external_ref == filters.external_ref)


def item_of(row: RowMapping, today: date) -> Item:
    """A line as this viewer may read it."""
    return Item.model_validate(line_fields(row, today))


def line_fields(row: RowMapping, today: date) -> dict[str, Any]:
    """The fields of a line: what belongs to its handling is for those who see its state."""
    sight = Sight.model_validate(row)
    fields: dict[str, Any] = {
        "id": row["case"],
        "place": {"id": row["place"], "name": row["place_name"]},
        "subject": row["subject"] if sight.state or sight.heard else None,
        "external_ref": row["external_ref"] if sight.inside else None,
        **{name: row[name] for name in _ALWAYS_SHOWN},
    }
    return fields | (_handling(row, today) if sight.state else _NO_HANDLING)


_ALWAYS_SHOWN = ("reference", "kind", "field", "confidentiality", "campaign", "received_at")
_NO_HANDLING: dict[str, Any] = {
    **dict.fromkeys(("state", "number", "unit", "handler", "limit")),
    "served": False,
    "overdue": False,
}


def _handling(row: RowMapping, today: date) -> dict[str, Any]:
    limit, unit = row["limit_day"], row["handling_unit"]
    return {
        "state": row["state"],
        "served": row["served"],
        "number": row["number"],
        "unit": named(unit, row["handling_name"]) or named(row["handed_to"], row["handed_to_name"]),
        "handler": named(row["handler"], row["handler_name"]),
        "limit": limit,
        "overdue": limit is not None and row["result_at"] is None and limit < today,
    }


def named(id: UUID | None, name: str | None) -> Named | None:
    """Somebody or something with its name, if there is one."""
    return Named(id=id, name=name) if id else None
