"""What one asks of the directory. A thing is answered as scheduling's newest fact about it, None if there is none."""

from collections.abc import Collection
from typing import Any, Protocol, TypeVar  # a where clause is any SQL expression
from uuid import UUID

from sqlalchemy import RowMapping, Select, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.scheduling import (
    CampaignPlanned,
    HeldPost,
    PersonDescribed,
    PlaceDescribed,
    RosterEntry,
    UnitDescribed,
)
from shared.directory.memory import remembered
from shared.directory.tables import campaigns, persons, places, posts, roster, units
from shared.event import Fact
from shared.ids import CampaignId, PersonId, PlaceId, StayId, UnitId
from shared.roles import Role
from shared.viewer import Grant
from shared.words import Post

F = TypeVar("F", bound=Fact)


class Granted(Protocol):
    """A grant as it is claimed, before its subtrees are known."""

    @property
    def role(self) -> Role:
        """What it makes of its bearer."""
        ...

    @property
    def unit(self) -> UnitId | None:
        """The unit it is for."""
        ...

    @property
    def place(self) -> PlaceId | None:
        """The place it is for."""
        ...

    @property
    def campaign(self) -> CampaignId | None:
        """The campaign it is for."""
        ...


@remembered
async def unit(db: AsyncConnection, of: UnitId) -> UnitDescribed | None:
    """A unit as it now stands."""
    return await _one(db, select(units).where(units.c.unit == of), UnitDescribed)


@remembered
async def place(db: AsyncConnection, of: PlaceId) -> PlaceDescribed | None:
    """A place as it now stands."""
    return await _one(db, select(places).where(places.c.place == of), PlaceDescribed)


@remembered
async def campaign(db: AsyncConnection, of: CampaignId) -> CampaignPlanned | None:
    """A campaign's frame as it now stands."""
    return await _one(db, select(campaigns).where(campaigns.c.campaign == of), CampaignPlanned)


@remembered
async def person(db: AsyncConnection, of: PersonId) -> PersonDescribed | None:
    """An official as they now stand, with their posts."""
    found = await _people(db, persons.c.person == of)
    return found[0] if found else None


async def roster_entry(db: AsyncConnection, of: StayId) -> RosterEntry | None:
    """Who stays where, as the campaign's published roster has it."""
    row = (await db.execute(select(roster).where(roster.c.stay == of))).mappings().one_or_none()
    return RosterEntry.model_validate(_without(row, "tenant", "campaign", "version")) if row else None


async def all_units(db: AsyncConnection) -> list[UnitDescribed]:
    """Every unit of the district, by code."""
    return await _all(db, select(units).order_by(units.c.code), UnitDescribed)


async def all_places(db: AsyncConnection) -> list[PlaceDescribed]:
    """Every place of the district, by code."""
    return await _all(db, select(places).order_by(places.c.code), PlaceDescribed)


async def all_people(db: AsyncConnection) -> list[PersonDescribed]:
    """Every official of the district, by code."""
    return await _people(db)


async def people_below(db: AsyncConnection, top: UnitId) -> list[PersonDescribed]:
    """The officials of a unit and of all units below it, by code."""
    return await _people(db, persons.c.unit.in_(select(units.c.unit).where(units.c.path.contains([top]))))


async def holders(db: AsyncConnection, post: Post, of: UnitId) -> list[PersonId]:
    """Who holds a post in a unit, in a fixed order."""
    asked = select(posts.c.person).where(posts.c.post == post, posts.c.unit == of).order_by(posts.c.person)
    return [PersonId(found) for found in (await db.execute(asked)).scalars()]


async def units_below(db: AsyncConnection, top: UnitId) -> frozenset[UnitId]:
    """A unit and all units below it; the unit alone if the directory does not know it."""
    return frozenset(UnitId(found) for found in await _below(db, units, "unit", top))


async def places_below(db: AsyncConnection, top: PlaceId) -> frozenset[PlaceId]:
    """A place and all places below it; the place alone if the directory does not know it."""
    return frozenset(PlaceId(found) for found in await _below(db, places, "place", top))


@remembered
async def expand(db: AsyncConnection, claimed: tuple[Granted, ...]) -> tuple[Grant, ...]:
    """The grants with the units and places below them, in two queries however many there are."""
    below_units = await _subtrees(db, units, "unit", {grant.unit for grant in claimed if grant.unit})
    below_places = await _subtrees(db, places, "place", {grant.place for grant in claimed if grant.place})
    return tuple(
        Grant(
            role=grant.role,
            unit=grant.unit,
            place=grant.place,
            campaign=grant.campaign,
            units=frozenset(map(UnitId, below_units.get(grant.unit, ()) if grant.unit else ())),
            places=frozenset(map(PlaceId, below_places.get(grant.place, ()) if grant.place else ())),
        )
        for grant in claimed
    )


async def _below(db: AsyncConnection, table: Table, column: str, top: UUID) -> set[UUID]:
    return (await _subtrees(db, table, column, {top}))[top]


async def _subtrees(db: AsyncConnection, table: Table, column: str, tops: Collection[UUID]) -> dict[UUID, set[UUID]]:
    below: dict[UUID, set[UUID]] = {top: {top} for top in tops}
    if not below:
        return below
    asked = select(table.c[column], table.c.path).where(table.c.path.overlap(list(below)))
    for found, path in await db.execute(asked):
        for top in below.keys() & set(path):
            below[top].add(found)
    return below


async def _people(db: AsyncConnection, *where: Any) -> list[PersonDescribed]:
    held: dict[UUID, list[HeldPost]] = {}
    asked = select(posts).join(persons, persons.c.person == posts.c.person).where(*where)
    for row in await db.execute(asked.order_by(posts.c.person, posts.c.post, posts.c.unit)):
        held.setdefault(row.person, []).append(HeldPost(post=row.post, unit=row.unit))
    rows = (await db.execute(select(persons).where(*where).order_by(persons.c.code))).mappings()
    return [PersonDescribed(**_without(row, "tenant"), posts=tuple(held.get(row["person"], ()))) for row in rows]


async def _one(db: AsyncConnection, asked: Select[Any], shape: type[F]) -> F | None:
    return next(iter(await _all(db, asked, shape)), None)


async def _all(db: AsyncConnection, asked: Select[Any], shape: type[F]) -> list[F]:
    return [shape.model_validate(_without(row, "tenant")) for row in (await db.execute(asked)).mappings()]


def _without(row: RowMapping, *columns: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in columns}
