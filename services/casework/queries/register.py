"""登记簿: where is a matter? The lines that the asker may see, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any  # a select's row type is whatever was selected
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.casework.projections.register_tables import MATTERS
from services.casework.queries.sight import Seer, Sight, seen_by, sight_columns, sights
from services.casework.queries.views import Item, Named, Page, State
from shared.contracts.words import MatterKind
from shared.directory.tables import persons, places, units
from shared.ids import PlaceId, UnitId

_M = MATTERS.c
HANDED_TO = units.alias("handed_to_unit")
HANDLING = units.alias("handling")
LINES = (
    select(
        MATTERS,
        places.c.name.label("place_name"),
        HANDED_TO.c.name.label("handed_to_name"),
        HANDLING.c.name.label("handling_name"),
        persons.c.name.label("handler_name"),
    )
    .outerjoin(places, places.c.place == _M.place)
    .outerjoin(HANDED_TO, HANDED_TO.c.unit == _M.handed_to)
    .outerjoin(HANDLING, HANDLING.c.unit == _M.handling_unit)
    .outerjoin(persons, persons.c.person == _M.handler)
)
_STATE_SIGHTS = ("as_department", "as_handler", "as_office", "as_contact", "as_district")
_INSIDE_SIGHTS = _STATE_SIGHTS[:3]


@dataclass(frozen=True)
class Filters:
    """What is looked for; None = whatever. `place` and `unit` with all below them."""

    state: State | None = None
    kind: MatterKind | None = None
    field: str | None = None
    place: PlaceId | None = None
    unit: UnitId | None = None
    overdue: bool | None = None
    reference: str | None = None
    external_ref: str | None = None
    campaign: UUID | None = None


@dataclass(frozen=True)
class Start:
    """After which line a page starts, and how many lines it has."""

    received_at: datetime | None
    case: UUID | None
    limit: int


def lines(seer: Seer) -> Select[Any]:
    """The register's lines that a viewer sees, with as what they see them."""
    return LINES.add_columns(*sight_columns(seer)).where(seen_by(seer))


async def matters(
    db: AsyncConnection, seer: Seer, filters: Filters, start: Start, today: date
) -> tuple[list[Item], bool]:
    """A page of the register, and whether there is more."""
    asked = lines(seer).where(*_wanted(seer, filters, today)).order_by(_M.received_at.desc(), _M.case.desc())
    if start.received_at is not None:
        asked = asked.where(tuple_(_M.received_at, _M.case) < tuple_(start.received_at, start.case))
    rows = (await db.execute(asked.limit(start.limit + 1))).mappings().all()
    return [item_of(row, today) for row in rows[: start.limit]], len(rows) > start.limit


def _wanted(seer: Seer, filters: Filters, today: date) -> Iterable[ColumnElement[bool]]:
    for name in ("state", "kind", "field", "reference", "campaign"):
        if (value := getattr(filters, name)) is not None:
            yield _M[name] == value
    if filters.place is not None:
        yield _M.place.in_(select(places.c.place).where(places.c.path.contains([filters.place])))
    yield from _of_the_state(seer, filters, today)


def _of_the_state(seer: Seer, filters: Filters, today: date) -> Iterable[ColumnElement[bool]]:
    """Whoever may not see a line's department, limit or foreign number must not find it by them either."""
    seen = sights(seer.viewer)
    state = or_(*(seen[name] for name in _STATE_SIGHTS))
    if filters.unit is not None:
        below = select(units.c.unit).where(units.c.path.contains([filters.unit]))
        yield and_(state, func.coalesce(_M.handling_unit, _M.handed_to).in_(below))
    if filters.overdue is not None:
        late = func.coalesce(and_(_M.limit_day < today, _M.result_at.is_(None)), False)
        yield and_(state, late.is_(filters.overdue))
    if filters.external_ref is not None:
        yield and_(or_(*(seen[name] for name in _INSIDE_SIGHTS)), _M.external_ref == filters.external_ref)


def page_of(items: list[Item], more: bool) -> Page:
    """A page with the word that asks for the next one."""
    last = items[-1] if more else None
    return Page(items=items, next=f"{last.received_at.isoformat()}|{last.id}" if last else None)


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


_ALWAYS_SHOWN = ("reference", "kind", "field", "confidentiality", "campaign", "state", "received_at", "number")
_NO_HANDLING: dict[str, Any] = {"unit": None, "handler": None, "limit": None, "overdue": False}


def _handling(row: RowMapping, today: date) -> dict[str, Any]:
    limit, unit = row["limit_day"], row["handling_unit"]
    return {
        "unit": named(unit, row["handling_name"]) or named(row["handed_to"], row["handed_to_name"]),
        "handler": named(row["handler"], row["handler_name"]),
        "limit": limit,
        "overdue": limit is not None and row["result_at"] is None and limit < today,
    }


def named(id: UUID | None, name: str | None) -> Named | None:
    """Somebody or something with its name, if there is one."""
    return Named(id=id, name=name) if id else None
