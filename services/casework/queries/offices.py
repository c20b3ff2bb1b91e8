"""Who is competent, who stands by a place, how a letter begins: what the rules of a matter need from elsewhere."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.casework.projections.offices import COMPETENCES, LETTERHEADS
from services.casework.projections.register_tables import MATTERS
from services.casework.queries.views import Competence, Named
from shared.directory import queries as directory
from shared.directory.tables import places, units
from shared.ids import CampaignId, MatterId, PlaceId, UnitId
from shared.words import MatterKind


@dataclass(frozen=True)
class Whereabouts:
    """What a matter's own row says of where to look things up."""

    kind: MatterKind
    field: str | None
    received_at: datetime
    place: PlaceId
    campaign: CampaignId | None
    office: UnitId | None
    contact_unit: UnitId | None
    handling_unit: UnitId | None


async def whereabouts(db: AsyncConnection, case: MatterId) -> Whereabouts | None:
    """Where a matter belongs; whether the asker may know of it is for the rules to say."""
    m = MATTERS.c
    wanted = ("kind", "field", "received_at", "place", "campaign", "office", "contact_unit", "handling_unit")
    asked = select(*(m[name] for name in wanted)).where(m.case == case)
    row = (await db.execute(asked)).mappings().one_or_none()
    return Whereabouts(**row) if row else None


async def competences(db: AsyncConnection) -> list[Competence]:
    """The table of competence, by field."""
    c = COMPETENCES.c
    asked = select(c.field, c.name, c.unit, units.c.name.label("unit_name")).outerjoin(units, units.c.unit == c.unit)
    rows = (await db.execute(asked.order_by(c.field))).mappings()
    return [
        Competence(field=row["field"], name=row["name"], unit=Named(id=row["unit"], name=row["unit_name"]))
        for row in rows
    ]


async def competence(db: AsyncConnection, field: str | None) -> Competence | None:
    """The competent unit for a field, if the district has named one."""
    return next((one for one in await competences(db) if one.field == field), None)


async def letterhead(db: AsyncConnection, unit: UnitId, name: str) -> str:
    """The prefix of a unit's letters: its own, or 示国土复 of the district's and the unit's short names."""
    asked = select(LETTERHEADS.c.prefix).where(LETTERHEADS.c.unit == unit)
    own: str | None = (await db.execute(asked)).scalar_one_or_none()
    return own or f"{(await district_name(db) or '')[:1]}{short(name)}复"


_ENDINGS = ("分局", "管理局", "委员会", "办公室", "局", "委", "办")


def short(name: str) -> str:
    """国土 for 国土分局: a unit's name without what it is."""
    ending = next((ending for ending in _ENDINGS if name.endswith(ending) and len(name) > len(ending) + 1), "")
    return name.removesuffix(ending)


async def district_name(db: AsyncConnection) -> str | None:
    """The name of the district's own place, if its places were entered from the top."""
    found = await db.execute(select(places.c.name).where(places.c.level == "district").order_by(places.c.code).limit(1))
    return found.scalar_one_or_none()


async def review_organ(db: AsyncConnection, parent: UnitId | None) -> str:
    """The organ one level up from a unit, which hears who does not agree (Art. 34 of 2005)."""
    above = await directory.unit(db, parent) if parent else None
    if above:
        return above.name
    district = await district_name(db)
    return f"{district}人民政府" if district else "本单位的上一级行政机关"
