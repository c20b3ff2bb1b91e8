"""What somebody is told inside: as a person, as the holder of a post, as an office."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any  # a message's details are JSON
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Uuid,
    and_,
    exists,
    false,
    literal,
    not_,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notify.events.sight import KEEPERS
from services.notify.projections.inbox import from_casework, from_ledger, from_scheduling
from services.notify.queries.views import Inbox, MessageView, Named, To
from shared import directory
from shared.calendar import end_of, moment
from shared.cursor import cursor_of
from shared.directory.tables import places, posts, units
from shared.ids import reference
from shared.roles import Role
from shared.sight import granted
from shared.viewer import Grant, Viewer
from shared.words import UnitKind

Tell = Callable[[str, Mapping[str, object]], str]
"""From a sentence's key and its blanks to the sentence, in the reader's language."""

_TOLD = [column.name for column in from_casework.c if column.name != "tenant"]
MESSAGES = union_all(
    *(select(*(table.c[name] for name in _TOLD)) for table in (from_scheduling, from_ledger, from_casework))
).subquery("messages")
_M = MESSAGES.c
_OFFICE = units.alias("office")
_OFFICES: Mapping[Role, UnitKind] = {
    **{role: kind for kind, role in KEEPERS.items()},
    Role.LEADING_GROUP: "leading-group",
    Role.REVIEW_OFFICE: "review-office",
}
_LINES = (
    select(MESSAGES, places.c.name.label("place_name"), units.c.name.label("unit_name"))
    .outerjoin(places, places.c.place == _M.place)
    .outerjoin(units, units.c.unit == _M.unit)
)


@dataclass(frozen=True)
class Start:
    """Where a page begins (before a moment and message), how long it is, and of which day alone."""

    before: tuple[datetime, UUID] | None
    limit: int
    day: date | None = None


async def inbox_of(db: AsyncConnection, viewer: Viewer, start: Start, tell: Tell) -> Inbox:
    """The newest messages first."""
    asked = _LINES.where(await for_whom(db, viewer)).order_by(_M.at.desc(), _M.message.desc()).limit(start.limit + 1)
    if start.before:
        asked = asked.where(tuple_(_M.at, _M.message) < tuple_(*map(literal, start.before)))
    if start.day:
        asked = asked.where(_M.at >= moment(start.day, 0), _M.at < end_of(start.day))
    rows = (await db.execute(asked)).mappings().all()
    page = rows[: start.limit]
    more = cursor_of(page[-1]["at"], page[-1]["message"]) if len(rows) > start.limit else None
    return Inbox(items=tuple(_line(row, tell) for row in page), next=more)


async def for_whom(db: AsyncConnection, viewer: Viewer) -> ColumnElement[bool]:
    """Which messages are for this viewer; none of an accusation that concerns anybody on their side (G10)."""
    side = list(await directory.side(db, viewer))
    concerned = _M.concerns.overlap(literal(side, ARRAY(Uuid)))
    firewall = or_(not_(_M.accusation), not_(concerned))
    return and_(firewall, or_(_as_person(viewer), _as_holder(viewer), _as_office(viewer)))


def _as_person(viewer: Viewer) -> ColumnElement[bool]:
    return and_(_M.addressed == "person", _M.person == viewer.person) if viewer.person else false()


def _as_holder(viewer: Viewer) -> ColumnElement[bool]:
    held = exists().where(posts.c.person == viewer.person, posts.c.post == _M.post, posts.c.unit == _M.unit)
    return and_(_M.addressed == "post", held) if viewer.person else false()


def _as_office(viewer: Viewer) -> ColumnElement[bool]:
    told = granted(viewer, _office, *_OFFICES, campaign=_M.campaign, place=_M.place)
    return and_(_M.addressed == "office", told)


def _office(grant: Grant) -> ColumnElement[bool]:
    """An office's inbox; of an accusation none but the petition office's tells (design 8)."""
    is_one = exists().where(_OFFICE.c.unit == _M.unit, _OFFICE.c.kind == _OFFICES[grant.role])
    of_accusations = true() if grant.role is Role.PETITION_OFFICE else not_(_M.accusation)
    return and_(_M.unit.in_(grant.units), is_one, of_accusations)


def _line(row: RowMapping, tell: Tell) -> MessageView:
    key = f"inbox-{row['kind']}"
    short = reference(row["thing"]) if row["about"] == "case" else None
    blanks: dict[str, Any] = {**row["details"], "place": row["place_name"] or "…", "reference": short}
    as_they_are = ("kind", "at", "about", "thing", "campaign", "details")
    return MessageView(
        **{name: row[name] for name in as_they_are},
        id=row["message"],
        to=_to(row),
        sentence=key,
        text=tell(key, blanks),
        reference=short,
        place=Named(id=row["place"], name=row["place_name"]),
    )


def _to(row: RowMapping) -> To:
    unit = Named(id=row["unit"], name=row["unit_name"]) if row["unit"] else None
    return To(kind=row["addressed"], person=row["person"], post=row["post"], unit=unit)
