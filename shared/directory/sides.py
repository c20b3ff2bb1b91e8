"""Who is on whose side: against this the firewall of an accusation is held (design 8, G10).

A unit's *house* is the unit that answers for it: a section, an activity office, a leading group belong to the
unit above; every other unit is a house of its own. A side is the house, the houses it is below, and everyone in them:
who is accused must not see it, nor must the colleagues, nor those who take orders from the accused. A house above
is not barred by what concerns one below: somebody must be able to look into it.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.directory.memory import remembered
from shared.directory.tables import persons, posts, units
from shared.ids import PersonId, UnitId
from shared.viewer import Viewer

_PARTS = frozenset({"section", "activity-office", "leading-group"})


async def side(db: AsyncConnection, viewer: Viewer) -> frozenset[UUID]:
    """Units and people on the viewer's own side, the viewer included; on a key's, also who made it, and theirs."""
    people = frozenset(person for person in (viewer.person, viewer.maker) if person is not None)
    own = {grant.unit for grant in viewer.grants} | {viewer.unit} | await _served_by(db, people)
    return await side_of(db, {unit for unit in own if unit is not None}) | people


async def side_of(db: AsyncConnection, own: Collection[UnitId]) -> frozenset[UUID]:
    """Units and people on the side of some units; those units themselves even if the directory does not know them."""
    return await _side_of(db, frozenset(own))


@remembered
async def _side_of(db: AsyncConnection, own: frozenset[UnitId]) -> frozenset[UUID]:
    rows = (await db.execute(select(units.c.unit, units.c.kind, units.c.path))).all()
    kinds = {row.unit: row.kind for row in rows}
    paths = {row.unit: row.path for row in rows}
    houses = {_house(path[: n + 1], kinds) for unit in own if (path := paths.get(unit)) for n in range(len(path))}
    on_side = {unit for unit, path in paths.items() if _house(path, kinds) in houses} | set(own)
    people = union(
        select(persons.c.person).where(persons.c.unit.in_(on_side)),
        select(posts.c.person).where(posts.c.unit.in_(on_side)),
    )
    return frozenset(on_side) | frozenset((await db.execute(people)).scalars())


def _house(path: Collection[UUID], kinds: dict[UUID, str]) -> UUID:
    """The nearest unit of a path, from its lower end, that is more than a part of another."""
    *_, last = path
    return next((unit for unit in reversed(list(path)) if kinds.get(unit) not in _PARTS), last)


@remembered
async def _served_by(db: AsyncConnection, people: frozenset[PersonId]) -> frozenset[UnitId]:
    """The units where these people work or hold a post."""
    if not people:
        return frozenset()
    asked = union(
        select(persons.c.unit).where(persons.c.person.in_(people)),
        select(posts.c.unit).where(posts.c.person.in_(people)),
    )
    return frozenset(UnitId(found) for found in (await db.execute(asked)).scalars())
