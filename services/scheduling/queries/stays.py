"""Stays, as far as the asker sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any  # a select's row type is whatever was selected
from uuid import UUID

from sqlalchemy import RowMapping, Select, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scheduling.projections.activity import visits
from services.scheduling.projections.stays import spans, stays
from services.scheduling.queries.pages import Start, cut
from services.scheduling.queries.sight import seen_by
from services.scheduling.queries.views import Named, Span, State, Stay, StayLine, Stays
from shared.calendar import ONE_DAY, day_of
from shared.directory.tables import persons, places, units
from shared.viewer import Viewer

_S = stays.c
_VISITS = select(func.count()).where(visits.c.stay == _S.stay).scalar_subquery()
LINES = (
    select(
        stays,
        persons.c.name.label("person_name"),
        units.c.name.label("unit_name"),
        places.c.name.label("place_name"),
        _VISITS.label("visits"),
    )
    .outerjoin(persons, persons.c.person == _S.person)
    .outerjoin(units, units.c.unit == _S.unit)
    .outerjoin(places, places.c.place == _S.place)
)
_NAMED = ("person", "unit", "place")
_TOLD = set(StayLine.model_fields) - {"id", "nights", "shortfall_foreseen_at", *_NAMED}


@dataclass(frozen=True)
class Filters:
    """What is looked for; None = whatever. `place` with all below it; `foreseen`: a stay likely to be too short."""

    campaign: UUID | None = None
    person: UUID | None = None
    place: UUID | None = None
    state: State | None = None
    foreseen: bool | None = None


async def stays_of(db: AsyncConnection, viewer: Viewer, filters: Filters, start: Start[UUID], today: date) -> Stays:
    """Stays by batch, as far as the viewer sees them."""
    asked = _wanted(LINES.where(seen_by(viewer)), filters).order_by(_S.batch, _S.stay).limit(start.one_more)
    if start.after:
        before = stays.alias("before")
        batch = select(before.c.batch).where(before.c.stay == start.after).scalar_subquery()
        asked = asked.where(tuple_(_S.batch, _S.stay) > tuple_(batch, literal(start.after)))
    rows, last = cut((await db.execute(asked)).mappings().all(), start)
    return Stays(items=[StayLine(**_line(row, today)) for row in rows], next=last["stay"] if last else None)


async def stay_of(db: AsyncConnection, viewer: Viewer, of: UUID, today: date) -> Stay | None:
    """A stay with its spans, if the viewer sees it."""
    row = (await db.execute(LINES.where(seen_by(viewer), _S.stay == of))).mappings().one_or_none()
    if row is None:
        return None
    found = (await db.execute(select(spans).where(spans.c.stay == of).order_by(spans.c.version))).mappings()
    return Stay(**_line(row, today), spans=[_span(span, row, today) for span in found])


async def is_seen(db: AsyncConnection, viewer: Viewer, of: UUID) -> bool:
    """Whether the viewer sees this stay at all."""
    return bool(await db.scalar(select(func.count()).select_from(stays).where(seen_by(viewer), _S.stay == of)))


async def started(db: AsyncConnection, campaign: UUID) -> set[UUID]:
    """The people of a campaign whose stay has started, or is over."""
    still_moves = ("planned", "withdrawn")
    asked = select(_S.person).where(_S.campaign == campaign, _S.state.not_in(still_moves))
    return set((await db.execute(asked)).scalars())


def nights_by(row: RowMapping, today: date) -> int:
    """The nights of a stay up to this morning, those of the running span counted."""
    return int(row["nights"]) + _nights_between(row["since"], today, row["batch_ends"])


def _nights_between(began: datetime | None, morning: date, batch_ends: date) -> int:
    return max(0, (min(morning, batch_ends + ONE_DAY) - day_of(began)).days) if began else 0


def _wanted(asked: Select[Any], filters: Filters) -> Select[Any]:
    for name in ("campaign", "person", "state"):
        if (value := getattr(filters, name)) is not None:
            asked = asked.where(_S[name] == value)
    if filters.foreseen is not None:
        asked = asked.where(_S.foreseen_at.is_not(None) if filters.foreseen else _S.foreseen_at.is_(None))
    if filters.place is not None:
        asked = asked.where(_S.place.in_(select(places.c.place).where(places.c.path.contains([filters.place]))))
    return asked


def _line(row: RowMapping, today: date) -> dict[str, Any]:
    return {
        "id": row["stay"],
        "nights": nights_by(row, today),
        "shortfall_foreseen_at": row["foreseen_at"],
        **{name: Named(id=row[name], name=row[f"{name}_name"]) for name in _NAMED},
        **{name: row[name] for name in _TOLD},
    }


def _span(span: RowMapping, stay: RowMapping, today: date) -> Span:
    morning = day_of(span["left_at"]) if span["left_at"] else today
    return Span(
        began_at=span["began_at"],
        began_by=span["began_role"],
        left_at=span["left_at"],
        left_by=span["left_role"],
        reason=span["reason"],
        nights=_nights_between(span["began_at"], morning, stay["batch_ends"]),
    )


async def lines_of(db: AsyncConnection, viewer: Viewer, campaign: UUID) -> Sequence[RowMapping]:
    """All stays of a campaign that the viewer sees."""
    return (await db.execute(LINES.where(seen_by(viewer), _S.campaign == campaign))).mappings().all()


async def count(db: AsyncConnection, campaign: UUID) -> int:
    """How many stays a campaign has, seen or not."""
    counted = select(func.count()).select_from(stays).where(_S.campaign == campaign, _S.state != "withdrawn")
    return await db.scalar(counted) or 0
