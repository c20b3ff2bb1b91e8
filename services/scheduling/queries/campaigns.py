"""Campaigns, their exemptions and rosters."""

from typing import Any  # a select's row type is whatever was selected
from uuid import UUID

from sqlalchemy import RowMapping, Select, Table, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scheduling.projections.campaigns import campaigns, drafts, entries, exemptions, rosters
from services.scheduling.queries.pages import Start, cut
from services.scheduling.queries.views import (
    CampaignLine,
    Campaigns,
    DraftLine,
    Exemption,
    Exemptions,
    Named,
    Roster,
    RosterInWork,
    RosterLine,
)
from shared.directory.tables import persons, places, units

_C = campaigns.c
_VERSION = select(func.coalesce(func.max(rosters.c.version), 0)).where(rosters.c.campaign == _C.campaign)
_CAMPAIGNS = select(campaigns, _VERSION.scalar_subquery().label("roster_version"))


async def campaigns_of(db: AsyncConnection, start: Start[UUID]) -> Campaigns:
    """All campaigns of the district, the newest first."""
    asked = _CAMPAIGNS.order_by(_C.planned_at.desc(), _C.campaign.desc()).limit(start.one_more)
    if start.after:
        before = campaigns.alias("before")
        planned_at = select(before.c.planned_at).where(before.c.campaign == start.after).scalar_subquery()
        asked = asked.where(tuple_(_C.planned_at, _C.campaign) < tuple_(planned_at, literal(start.after)))
    rows, last = cut((await db.execute(asked)).mappings().all(), start)
    return Campaigns(items=[_campaign(row) for row in rows], next=last["campaign"] if last else None)


async def campaign(db: AsyncConnection, of: UUID) -> CampaignLine | None:
    """A campaign's frame."""
    row = (await db.execute(_CAMPAIGNS.where(_C.campaign == of))).mappings().one_or_none()
    return _campaign(row) if row else None


def _campaign(row: RowMapping) -> CampaignLine:
    return CampaignLine(id=row["campaign"], **{name: row[name] for name in CampaignLine.model_fields if name != "id"})


async def exemptions_of(db: AsyncConnection, of: UUID) -> Exemptions:
    """Who does not take part in a campaign, and why."""
    asked = (
        select(exemptions, persons.c.name)
        .outerjoin(persons, persons.c.person == exemptions.c.person)
        .where(exemptions.c.campaign == of)
        .order_by(persons.c.code)
    )
    return Exemptions(items=[_exemption(row) for row in (await db.execute(asked)).mappings()])


def _exemption(row: RowMapping) -> Exemption:
    who = Named(id=row["person"], name=row["name"])
    return Exemption(person=who, reason=row["reason"], document=row["document"], since=row["since"])


async def exempt(db: AsyncConnection, of: UUID) -> set[UUID]:
    """The people whom a campaign exempts."""
    return set((await db.execute(select(exemptions.c.person).where(exemptions.c.campaign == of))).scalars())


async def roster(db: AsyncConnection, of: UUID) -> Roster:
    """The roster that holds; version 0, without lines, before the first was published."""
    asked = select(rosters).where(rosters.c.campaign == of).order_by(rosters.c.version.desc()).limit(1)
    return await _roster(db, asked, of)


async def roster_published_at(db: AsyncConnection, of: UUID, position: int) -> Roster:
    """The roster that was published at a position of the log; with 0, the one that holds."""
    asked = select(rosters).where(rosters.c.campaign == of, rosters.c.position == position)
    return await _roster(db, asked, of) if position else await roster(db, of)


async def roster_in_work(db: AsyncConnection, of: UUID, with_draft: bool) -> RosterInWork:
    """The roster that holds, and the draft for those who write it."""
    holds = await roster(db, of)
    draft = [DraftLine.model_validate(row) for row in await _lines(db, drafts, of)] if with_draft else None
    return RosterInWork(**dict(holds), draft=draft)


async def _roster(db: AsyncConnection, asked: Select[Any], of: UUID) -> Roster:
    row = (await db.execute(asked)).mappings().one_or_none()
    if row is None:
        return Roster(version=0, published_at=None, entries=[])
    lines = await _lines(db, entries, of, row["version"])
    found = [RosterLine.model_validate(line) for line in lines]
    return Roster(version=row["version"], published_at=row["published_at"], entries=found)


async def _lines(db: AsyncConnection, table: Table, of: UUID, version: int | None = None) -> list[Any]:
    asked = (
        select(
            table,
            persons.c.name.label("person_name"),
            units.c.name.label("section_name"),
            places.c.name.label("place_name"),
        )
        .outerjoin(persons, persons.c.person == table.c.person)
        .outerjoin(units, units.c.unit == table.c.section)
        .outerjoin(places, places.c.place == table.c.place)
        .where(table.c.campaign == of)
        .order_by(table.c.n)
    )
    if version is not None:
        asked = asked.where(table.c.version == version)
    return list(await db.execute(asked))
