"""What a viewer sees of the field: by the stay it was done on, each grant within its own campaign and place (roles.md).

What no condition shows does not exist for the asker. Those who read words see what was written; the others who see a
record at all see that it was done, without what was heard.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any  # columns of whatever table
from uuid import UUID

from sqlalchemy import ColumnElement, Table, Uuid, and_, any_, exists, false, literal, not_, or_, select, true, tuple_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.projections.households import households
from services.ledger.projections.visits import concerned, matters
from shared.directory import side
from shared.directory.tables import campaigns, places, roster
from shared.ids import CampaignId
from shared.roles import Role
from shared.sight import covers_campaign, covers_place, granted
from shared.viewer import Grant, Viewer

READ_WORDS = (Role.CADRE, Role.SECTION_HEAD, Role.ACTIVITY_OFFICE)
SEE_OUTLINES = (Role.LEADER, Role.DISTRICT_OFFICE)
ALL = (*READ_WORDS, *SEE_OUTLINES)
_OFFICE_OF = {
    Role.ACTIVITY_OFFICE: campaigns.c.activity_office,
    Role.DISTRICT_OFFICE: campaigns.c.district_office,
}


@dataclass(frozen=True)
class Seer:
    """Who asks; the places (with their campaign) of the asker's stays of a running batch; everything on their side."""

    viewer: Viewer
    running: frozenset[tuple[CampaignId, UUID]]
    side: frozenset[UUID]


async def seer_of(db: AsyncConnection, viewer: Viewer, today: date) -> Seer:
    """Who asks, as the directory knows them on this day."""
    return Seer(viewer, await _running(db, viewer, today), await side(db, viewer))


async def _running(db: AsyncConnection, viewer: Viewer, today: date) -> frozenset[tuple[CampaignId, UUID]]:
    if viewer.person is None:
        return frozenset()
    asked = (
        select(roster.c.campaign, roster.c.place, roster.c.batch, campaigns.c.batches)
        .join(campaigns, campaigns.c.campaign == roster.c.campaign)
        .where(roster.c.person == viewer.person)
    )
    rows = (await db.execute(asked)).all()
    running = (row for row in rows if _runs(row.batches, row.batch, today.isoformat()))
    return frozenset((CampaignId(row.campaign), row.place) for row in running)


def _runs(batches: list[dict[str, Any]], number: int, today: str) -> bool:
    return any(one["number"] == number and one["begins"] <= today <= one["ends"] for one in batches)


@dataclass(frozen=True)
class Ground:
    """The columns by which sight is decided: whose campaign, which place and section, whose stay."""

    campaign: ColumnElement[Any]
    place: ColumnElement[Any]
    unit: ColumnElement[Any]
    cadre: ColumnElement[Any] | None = None


def ground_of(table: Table) -> Ground:
    """A table's own columns."""
    c = table.c
    return Ground(c.campaign, c.place, c.unit, c.get("cadre"))


PLACES_OF_CAMPAIGNS = Ground(campaigns.c.campaign, places.c.place, places.c.contact_section)
"""A place in a campaign, for what belongs to the place as a whole: its books, its coverage."""


def seen_by(seer: Seer, ground: Ground, *roles: Role) -> ColumnElement[bool]:
    """What the viewer's grants of these roles reach."""
    reach = partial(_reach, seer=seer, ground=ground)
    return granted(seer.viewer, reach, *roles, campaign=ground.campaign, place=ground.place)


def _reach(grant: Grant, seer: Seer, ground: Ground) -> ColumnElement[bool]:
    match grant.role:
        case Role.CADRE:
            own = ground.cadre == seer.viewer.person if ground.cadre is not None and seer.viewer.person else false()
            return or_(own, tuple_(ground.campaign, ground.place).in_(seer.running) if seer.running else false())
        case Role.SECTION_HEAD | Role.LEADER:
            contact = select(places.c.place).where(places.c.contact_section.in_(grant.units))
            return or_(ground.unit.in_(grant.units), ground.place.in_(contact))
        case Role.ACTIVITY_OFFICE | Role.DISTRICT_OFFICE:
            return ground.campaign.in_(select(campaigns.c.campaign).where(_OFFICE_OF[grant.role].in_(grant.units)))
        case _:
            return false()


def households_seen(seer: Seer) -> ColumnElement[bool]:
    """The households whose file the viewer may read; a household's row joins the `places` row of its group."""
    reached = ((grant, _household_reach(grant, seer)) for grant in seer.viewer.grants)
    return or_(false(), *(and_(reach, covers_place(grant, households.c.place)) for grant, reach in reached))


def _household_reach(grant: Grant, seer: Seer) -> ColumnElement[bool]:
    """A household is of no one campaign; to a grant for one it is there where that campaign goes to."""
    match grant.role:
        case Role.CADRE:
            here = [place for campaign, place in seer.running if grant.covers_campaign(campaign)]
            return places.c.path.overlap(here) if here else false()
        case Role.SECTION_HEAD:
            charge = places.c.contact_section.in_(grant.units)
            return and_(charge, _goes_there(grant)) if grant.campaign else charge
        case Role.ACTIVITY_OFFICE:
            return _goes_there(grant, campaigns.c.activity_office.in_(grant.units))
        case _:
            return false()


def _goes_there(grant: Grant, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    campaign = covers_campaign(grant, campaigns.c.campaign)
    return exists().where(campaigns.c.places.overlap(places.c.path), campaign, *where)


MATTERS = ground_of(matters)
_ACCUSATION = matters.c.kind == "accusation"


def _heard_by(seer: Seer) -> ColumnElement[bool]:
    own = matters.c.cadre == seer.viewer.person if seer.viewer.person else false()
    return granted(seer.viewer, lambda _: own, Role.CADRE, campaign=matters.c.campaign, place=matters.c.place)


def not_against(seer: Seer) -> ColumnElement[bool]:
    """The firewall: no accusation that concerns the viewer or the viewer's side (design 8)."""
    own = literal(list(seer.side), ARRAY(Uuid))
    against = exists().where(concerned.c.matter == matters.c.matter, concerned.c.id == any_(own))
    return or_(not_(_ACCUSATION), not_(against))


def audited_by(seer: Seer) -> ColumnElement[bool]:
    """An auditor looks into all matters of the own campaign and place."""
    return granted(seer.viewer, lambda _: true(), Role.AUDITOR, campaign=matters.c.campaign, place=matters.c.place)


_TOLD_MATTERS = (Role.SECTION_HEAD, Role.ACTIVITY_OFFICE)
_SEES_MATTERS = (*_TOLD_MATTERS, Role.DISTRICT_OFFICE)


def matters_seen(seer: Seer) -> ColumnElement[bool]:
    """A matter counts for who heard it, the place's section and both offices; an accusation for who heard it alone.

    The firewall goes before that.
    """
    return _seen(seer, _SEES_MATTERS)


def matters_told(seer: Seer) -> ColumnElement[bool]:
    """A visit tells of a matter to those who read the visit's words.

    To the district office a visit is one without what was heard: with the household it would say whose matter it is.
    """
    return _seen(seer, _TOLD_MATTERS)


def _seen(seer: Seer, roles: tuple[Role, ...]) -> ColumnElement[bool]:
    return and_(not_against(seer), or_(_heard_by(seer), and_(not_(_ACCUSATION), seen_by(seer, MATTERS, *roles))))


def matters_read(seer: Seer) -> ColumnElement[bool]:
    """What was said of a matter is for who heard it and for the activity office that took it in."""
    return or_(_heard_by(seer), seen_by(seer, MATTERS, Role.ACTIVITY_OFFICE))
