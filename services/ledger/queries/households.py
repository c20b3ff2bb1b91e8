"""民情档案: the households of a place, and the file of each, which grows with visits (R25). Names stay withheld."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal  # rows by their columns
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, RowMapping, Select, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.projections.households import households
from services.ledger.projections.visits import callers, visits
from services.ledger.queries.pairings import Pairing, of_household
from services.ledger.queries.sight import ALL, Seer, ground_of, households_seen, seen_by
from services.ledger.queries.views import Named
from services.ledger.queries.visits import Filters as VisitFilters
from services.ledger.queries.visits import VisitLine, visits_of
from services.ledger.queries.wording import Opener
from shared.directory.tables import places
from shared.errors import NotFound
from shared.ids import HouseholdId, PlaceId
from shared.sealed import Sealed


class Filters(BaseModel):
    """What is looked for; `place` with all below it; `after` the code that the last page ended with."""

    model_config = ConfigDict(extra="forbid")

    place: PlaceId | None = None
    difficulty: bool | None = None
    after: Annotated[str, Field(max_length=200)] = ""
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class HouseholdLine(BaseModel):
    """A household: how often it was met, as far as the asker sees, and when last. Who lives there is withheld."""

    id: UUID
    code: str
    group: Named
    number: int
    difficulty: bool
    identity: Literal["withheld"] = "withheld"
    visits: int
    last_visit: datetime | None


class HouseholdPage(BaseModel):
    """A page of households."""

    items: list[HouseholdLine]
    next: str | None


class HouseholdFile(HouseholdLine):
    """A household's file: what was noted on the visits to it, and its pairings."""

    diary: list[VisitLine]
    pairings: list[Pairing]


def _lines(seer: Seer) -> Select[Any]:
    met = (
        select(func.count().label("visits"), func.max(visits.c.at).label("last_visit"))
        .join_from(callers, visits, visits.c.visit == callers.c.visit)
        .where(callers.c.household == households.c.household, seen_by(seer, ground_of(visits), *ALL))
        .lateral("met")
    )
    return (
        select(households, places.c.name.label("group_name"), met.c.visits, met.c.last_visit)
        .join(places, places.c.place == households.c.place)
        .join(met, true())
        .where(households_seen(seer))
    )


def _wanted(filters: Filters) -> Iterable[ColumnElement[bool]]:
    if filters.place is not None:
        yield places.c.path.contains([filters.place])
    if filters.difficulty is not None:
        yield households.c.difficulty.is_(filters.difficulty)
    if filters.after:
        yield households.c.code > filters.after


async def households_of(db: AsyncConnection, seer: Seer, filters: Filters) -> HouseholdPage:
    """Households by code."""
    asked = _lines(seer).where(*_wanted(filters)).order_by(households.c.code).limit(filters.limit + 1)
    rows = (await db.execute(asked)).mappings().all()
    shown = rows[: filters.limit]
    after = shown[-1]["code"] if len(rows) > filters.limit else None
    return HouseholdPage(items=[HouseholdLine(**_line(row)) for row in shown], next=after)


def _line(row: RowMapping) -> dict[str, Any]:
    told = {name: row[name] for name in ("code", "number", "difficulty", "visits", "last_visit")}
    return {**told, "id": row["household"], "group": {"id": row["place"], "name": row["group_name"]}}


async def household(db: AsyncConnection, seer: Seer, id: HouseholdId, opener: Opener) -> HouseholdFile:
    """A household's file. Raises NotFound for one that the asker must not read."""
    asked = _lines(seer).where(households.c.household == id)
    row = (await db.execute(asked)).mappings().one_or_none()
    if row is None:
        raise NotFound("not-found")
    noted = await visits_of(db, seer, VisitFilters(household=id, limit=500), opener)
    paired = await of_household(db, seer, id, opener)
    return HouseholdFile(**_line(row), diary=noted.items, pairings=paired)


class Registered(BaseModel):
    """A household as it is registered, its identity sealed; `path`: the places it lies in."""

    household: HouseholdId
    head: Sealed
    telephone: Sealed | None
    path: tuple[PlaceId, ...]


async def registered(db: AsyncConnection, of: Iterable[HouseholdId]) -> dict[HouseholdId, Registered]:
    """Households by id, for who notes something about them; unknown ones are missing."""
    asked = (
        select(households.c.household, households.c.head, households.c.telephone, places.c.path)
        .outerjoin(places, places.c.place == households.c.place)
        .where(households.c.household.in_(set(of)))
    )
    rows = (await db.execute(asked)).mappings().all()
    found = (Registered.model_validate({**row, "path": row["path"] or ()}) for row in rows)
    return {one.household: one for one in found}


async def macs(db: AsyncConnection) -> dict[UUID, str]:
    """The digest of the row that each household was last entered from."""
    return {row[0]: row[1] for row in await db.execute(select(households.c.household, households.c.mac))}
