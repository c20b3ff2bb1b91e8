"""Lists of what was done in the field, newest first, page by page, as far as the asker may see it."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any  # a select's row is whatever was selected
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Column, ColumnElement, RowMapping, Select, Table, false, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.projections.households import households
from services.ledger.queries.sight import ALL, READ_WORDS, Seer, ground_of, seen_by
from services.ledger.queries.views import HouseholdRef
from shared.cursor import Cursor, cursor_of, line_of
from shared.directory.tables import persons, places
from shared.ids import CampaignId, PersonId, PlaceId, StayId


class Filters(BaseModel):
    """What is looked for; nothing = whatever. `place` with all below it; `after` as the last page said."""

    model_config = ConfigDict(extra="forbid")

    campaign: CampaignId | None = None
    place: PlaceId | None = None
    stay: StayId | None = None
    cadre: PersonId | None = None
    after: Cursor | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 50


def key_of(table: Table) -> Column[Any]:
    """A table's own id."""
    return next(column for column in table.primary_key if column.name != "tenant")


def lines(seer: Seer, table: Table) -> Select[Any]:
    """The rows that a viewer sees, with the names of place and cadre, and whether the viewer reads the words."""
    ground = ground_of(table)
    return (
        select(
            table,
            places.c.name.label("place_name"),
            persons.c.name.label("cadre_name"),
            func.coalesce(seen_by(seer, ground, *READ_WORDS), false()).label("reads"),
        )
        .outerjoin(places, places.c.place == table.c.place)
        .outerjoin(persons, persons.c.person == table.c.cadre)
        .where(seen_by(seer, ground, *ALL))
    )


def wanted(table: Table, filters: Filters) -> Iterable[ColumnElement[bool]]:
    """The conditions that the filters set."""
    for name in ("campaign", "stay", "cadre"):
        if (value := getattr(filters, name)) is not None:
            yield table.c[name] == value
    if filters.place is not None:
        yield table.c.place.in_(select(places.c.place).where(places.c.path.contains([filters.place])))
    if filters.after:
        yield tuple_(table.c.at, key_of(table)) < tuple_(*line_of(filters.after))


async def page(
    db: AsyncConnection, asked: Select[Any], table: Table, filters: Filters
) -> tuple[Sequence[RowMapping], str | None]:
    """A page of lines, and the word for the next one."""
    key = key_of(table)
    ordered = asked.where(*wanted(table, filters)).order_by(table.c.at.desc(), key.desc()).limit(filters.limit + 1)
    rows = (await db.execute(ordered)).mappings().all()
    shown, more = rows[: filters.limit], len(rows) > filters.limit
    return shown, cursor_of(shown[-1]["at"], shown[-1][key.name]) if more else None


def done(row: RowMapping, id: UUID) -> dict[str, Any]:
    """The fields of `Done`."""
    return {
        **{name: row[name] for name in ("stay", "campaign", "unit", "at", "late")},
        "id": id,
        "place": {"id": row["place"], "name": row["place_name"]},
        "cadre": {"id": row["cadre"], "name": row["cadre_name"]},
    }


async def household_refs(db: AsyncConnection, of: Iterable[UUID]) -> dict[UUID, HouseholdRef]:
    """Households by id; one that is not registered has neither code nor number."""
    wanted_ids = set(of)
    asked = (
        select(households.c.household, households.c.code, households.c.number, places.c.name)
        .outerjoin(places, places.c.place == households.c.place)
        .where(households.c.household.in_(wanted_ids))
    )
    rows = (await db.execute(asked)).all() if wanted_ids else []
    found = {row[0]: HouseholdRef(id=row[0], code=row[1], number=row[2], group=row[3]) for row in rows}
    missing = {one: HouseholdRef(id=one, code=None, number=None, group=None) for one in wanted_ids - found.keys()}
    return found | missing
