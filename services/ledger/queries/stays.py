"""Which stay is it, whose, and when? For those who note something on it."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.projections.stays import stays
from shared.directory.tables import campaigns, roster
from shared.ids import CampaignId, PersonId, PlaceId, StayId, UnitId


class FoundStay(BaseModel):
    """A stay on the published roster; the moments are null before it started and while it has not ended."""

    model_config = ConfigDict(from_attributes=True)

    stay: StayId
    campaign: CampaignId
    unit: UnitId
    place: PlaceId
    cadre: PersonId
    activity_office: UnitId
    started_at: datetime | None
    ended_at: datetime | None


async def stay(db: AsyncConnection, id: StayId) -> FoundStay | None:
    """A stay as roster and scheduling say, None if nobody has planned it."""
    asked = (
        select(
            roster.c.stay,
            roster.c.campaign,
            roster.c.section.label("unit"),
            roster.c.place,
            roster.c.person.label("cadre"),
            campaigns.c.activity_office,
            stays.c.started_at,
            stays.c.ended_at,
        )
        .join(campaigns, campaigns.c.campaign == roster.c.campaign)
        .outerjoin(stays, stays.c.stay == roster.c.stay)
        .where(roster.c.stay == id)
    )
    row = (await db.execute(asked)).one_or_none()
    return FoundStay.model_validate(row) if row else None
