"""For whom somebody may act: a grant counts for its own unit, place and campaign, each with what is below it."""

from services.scheduling.events.stay import Whose
from shared.ids import CampaignId, UnitId
from shared.roles import Role
from shared.viewer import Viewer


def acts_for(by: Viewer, role: Role, unit: UnitId, campaign: CampaignId | None = None) -> bool:
    """Whether a grant of this role covers the unit; a grant for one campaign covers no other, nor a new one."""
    return any(grant.role is role and unit in grant.units and grant.campaign in (None, campaign) for grant in by.grants)


def is_own_stay(by: Viewer, whose: Whose) -> bool:
    """Whether the asker is the cadre of the stay, with a grant as one for its campaign and place."""
    return by.person == whose.person and any(
        grant.role is Role.CADRE
        and grant.campaign in (None, whose.campaign)
        and (grant.place is None or whose.place in grant.places)
        for grant in by.grants
    )
