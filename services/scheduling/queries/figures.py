"""A campaign in figures: who takes part, and how many nights and visits came of it."""

from collections import Counter
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scheduling.queries.campaigns import exempt
from services.scheduling.queries.stays import count, lines_of, nights_by
from services.scheduling.queries.views import CampaignLine, Figures
from shared.directory import people_below
from shared.ids import UnitId
from shared.viewer import Viewer


async def figures(db: AsyncConnection, viewer: Viewer, of: CampaignLine, day: date) -> Figures:  # long: figures
    """The figures of a campaign; the exempt are in no denominator (R12)."""
    cadres = await people_below(db, UnitId(of.unit))
    at_home = await exempt(db, of.id)
    taking_part = [cadre for cadre in cadres if cadre.person not in at_home]
    stays = await lines_of(db, viewer, of.id)
    ended = [stay for stay in stays if stay["state"] == "ended"]
    return Figures(
        campaign=of.id,
        scope="all" if len(stays) == await count(db, of.id) else "yours",
        cadres=len(cadres),
        exempt=len(cadres) - len(taking_part),
        taking_part=len(taking_part),
        party_members_taking_part=sum(cadre.party_member for cadre in taking_part),
        stays=len(stays),
        stays_by_state=Counter(stay["state"] for stay in stays),
        stays_ended=len(ended),
        stays_with_minimum=sum(not stay["short"] for stay in ended),
        stays_short=sum(stay["short"] for stay in ended),
        nights=sum(nights_by(stay, day) for stay in stays),
        shortfalls_foreseen=sum(stay["foreseen_at"] is not None for stay in stays),
        visits=sum(stay["visits"] for stay in stays),
        visits_per_stay={stay["stay"]: stay["visits"] for stay in stays},
    )
