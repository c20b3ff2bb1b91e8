"""Who and where: the units, places and people of the district, public to everybody in it."""

from typing import Any  # a column of a table declared elsewhere
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scheduling.events.person import HeldPost
from services.scheduling.queries.pages import Start, cut
from services.scheduling.queries.views import Named, People, PersonLine, PlaceLine, Places, UnitLine, Units
from shared.directory.tables import persons, places, posts, units
from shared.words import PlaceLevel, UnitKind

_CONTACT_UNIT = units.alias("contact_unit_of")
_CONTACT_SECTION = units.alias("contact_section_of")
_PLACES = (
    select(
        places,
        _CONTACT_UNIT.c.name.label("unit_name"),
        _CONTACT_SECTION.c.name.label("section_name"),
        persons.c.name.label("leader_name"),
    )
    .outerjoin(_CONTACT_UNIT, _CONTACT_UNIT.c.unit == places.c.contact_unit)
    .outerjoin(_CONTACT_SECTION, _CONTACT_SECTION.c.unit == places.c.contact_section)
    .outerjoin(persons, persons.c.person == places.c.contact_leader)
    .order_by(places.c.code)
)
_PEOPLE = (
    select(persons, units.c.name.label("unit_name"))
    .outerjoin(units, units.c.unit == persons.c.unit)
    .order_by(persons.c.code)
)


async def units_of(db: AsyncConnection, kind: UnitKind | None, below: UUID | None, start: Start[str]) -> Units:
    """Units by code, of a kind, of a unit and what is below it."""
    asked = select(units).where(*_after(units.c.code, start), *_is(units.c.kind, kind), *_below(units.c.path, below))
    found = (await db.execute(asked.order_by(units.c.code).limit(start.one_more))).mappings().all()
    rows, last = cut(found, start)
    return Units(items=[UnitLine(id=row["unit"], **_told(row, UnitLine)) for row in rows], next=_code(last))


async def places_of(db: AsyncConnection, level: PlaceLevel | None, below: UUID | None, start: Start[str]) -> Places:
    """Places by code, of a level, of a place and what is below it."""
    asked = _PLACES.where(*_after(places.c.code, start), *_is(places.c.level, level), *_below(places.c.path, below))
    found = (await db.execute(asked.limit(start.one_more))).mappings().all()
    rows, last = cut(found, start)
    return Places(items=[_place(row) for row in rows], next=_code(last))


async def people_of(db: AsyncConnection, below: UUID | None, start: Start[str]) -> People:
    """Officials by code, of a unit and what is below it."""
    asked = _PEOPLE.where(*_after(persons.c.code, start), *_below(units.c.path, below))
    found = (await db.execute(asked.limit(start.one_more))).mappings().all()
    rows, last = cut(found, start)
    held = await _posts(db, [row["person"] for row in rows])
    return People(items=[_person(row, held) for row in rows], next=_code(last))


async def person_of(db: AsyncConnection, person: UUID) -> PersonLine | None:
    """One official."""
    row = (await db.execute(_PEOPLE.where(persons.c.person == person))).mappings().one_or_none()
    return _person(row, await _posts(db, [person])) if row else None


async def kinds_of_units(db: AsyncConnection, asked: set[UUID]) -> dict[UUID, tuple[UnitKind, tuple[UUID, ...]]]:
    """Kind and path of the units among these that exist."""
    rows = await db.execute(select(units.c.unit, units.c.kind, units.c.path).where(units.c.unit.in_(asked)))
    return {row.unit: (row.kind, tuple(row.path)) for row in rows}


async def levels_of_places(db: AsyncConnection, asked: set[UUID]) -> dict[UUID, PlaceLevel]:
    """Level of the places among these that exist."""
    rows = await db.execute(select(places.c.place, places.c.level).where(places.c.place.in_(asked)))
    return {row.place: row.level for row in rows}


async def _posts(db: AsyncConnection, people: list[UUID]) -> dict[UUID, list[HeldPost]]:
    held: dict[UUID, list[HeldPost]] = {}
    asked = select(posts).where(posts.c.person.in_(people)).order_by(posts.c.post, posts.c.unit)
    for row in await db.execute(asked):
        held.setdefault(row.person, []).append(HeldPost(post=row.post, unit=row.unit))
    return held


def _place(row: RowMapping) -> PlaceLine:
    told = _told(row, PlaceLine) | {
        "contact_unit": _named(row["contact_unit"], row["unit_name"]),
        "contact_section": _named(row["contact_section"], row["section_name"]),
        "contact_leader": _named(row["contact_leader"], row["leader_name"]),
    }
    return PlaceLine(id=row["place"], **told)


def _person(row: RowMapping, held: dict[UUID, list[HeldPost]]) -> PersonLine:
    return PersonLine(
        id=row["person"],
        code=row["code"],
        name=row["name"],
        unit=Named(id=row["unit"], name=row["unit_name"]),
        party_member=row["party_member"],
        posts=held.get(row["person"], []),
    )


def _told(row: RowMapping, shape: type[UnitLine | PlaceLine]) -> dict[str, Any]:
    return {name: row[name] for name in shape.model_fields if name in row}


def _named(id: UUID | None, name: str | None) -> Named | None:
    return Named(id=id, name=name) if id else None


def _code(last: RowMapping | None) -> str | None:
    return last["code"] if last else None


def _after(code: ColumnElement[str], start: Start[str]) -> list[ColumnElement[bool]]:
    return [] if start.after is None else [code > start.after]


def _is(column: ColumnElement[Any], value: str | None) -> list[ColumnElement[bool]]:
    return [] if value is None else [column == value]


def _below(path: ColumnElement[Any], top: UUID | None) -> list[ColumnElement[bool]]:
    return [] if top is None else [path.contains([top])]
