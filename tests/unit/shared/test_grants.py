"""How far a grant reaches: its unit, its place and its campaign, the first two with all below them."""

from uuid import NAMESPACE_OID, uuid5

import pytest

from shared.ids import CampaignId, PlaceId, Tenant, UnitId
from shared.roles import Role
from shared.viewer import Grant, Viewer

BUREAU, SECTION, ELSEWHERE = (UnitId(uuid5(NAMESPACE_OID, name)) for name in ("民政局", "社会救助科", "国土分局"))
VILLAGE, GROUP, OTHER_VILLAGE = (PlaceId(uuid5(NAMESPACE_OID, name)) for name in ("柳塘村", "柳塘村1组", "桃源村"))
CAMPAIGN, OTHER_CAMPAIGN = (CampaignId(uuid5(NAMESPACE_OID, name)) for name in ("千名干部下基层", "另一活动"))

UNLIMITED = Grant(Role.CLERK, BUREAU, units=frozenset({BUREAU, SECTION}))
OF_THE_VILLAGE = Grant(
    Role.CLERK, BUREAU, place=VILLAGE, units=frozenset({BUREAU, SECTION}), places=frozenset({VILLAGE, GROUP})
)
OF_THE_CAMPAIGN = Grant(Role.CLERK, BUREAU, campaign=CAMPAIGN, units=frozenset({BUREAU, SECTION}))


def viewer(*grants: Grant) -> Viewer:
    return Viewer(Tenant("shifan"), "account:1", uuid5(NAMESPACE_OID, "account"), grants=grants)


@pytest.mark.parametrize("campaign", [CAMPAIGN, OTHER_CAMPAIGN, None])
@pytest.mark.parametrize("place", [VILLAGE, GROUP, OTHER_VILLAGE, None])
def test_a_grant_for_no_one_place_or_campaign_is_for_all(campaign: CampaignId | None, place: PlaceId | None) -> None:
    assert UNLIMITED.covers(campaign=campaign, place=place)


def test_a_grant_for_a_place_is_for_all_below_it_and_for_no_other() -> None:
    assert OF_THE_VILLAGE.covers(campaign=CAMPAIGN, place=VILLAGE)
    assert OF_THE_VILLAGE.covers(campaign=None, place=GROUP)
    assert not OF_THE_VILLAGE.covers(campaign=CAMPAIGN, place=OTHER_VILLAGE)


def test_a_grant_for_a_campaign_is_for_no_other() -> None:
    assert OF_THE_CAMPAIGN.covers(campaign=CAMPAIGN, place=OTHER_VILLAGE)
    assert not OF_THE_CAMPAIGN.covers(campaign=OTHER_CAMPAIGN, place=VILLAGE)


def test_what_is_of_no_one_campaign_or_lies_at_no_one_place_is_not_for_a_grant_for_one() -> None:
    assert not OF_THE_CAMPAIGN.covers(campaign=None, place=VILLAGE)
    assert not OF_THE_VILLAGE.covers(campaign=CAMPAIGN, place=None)


def test_who_has_a_role_for_one_place_has_it_nowhere_else() -> None:
    clerk = viewer(OF_THE_VILLAGE)
    assert clerk.has(Role.CLERK, Role.LEADER, campaign=CAMPAIGN, place=GROUP)
    assert not clerk.has(Role.CLERK, campaign=CAMPAIGN, place=OTHER_VILLAGE)
    assert not clerk.has(Role.LEADER, campaign=CAMPAIGN, place=VILLAGE)


def test_one_acts_for_a_unit_and_those_below_it_with_the_first_grant_that_reaches_there() -> None:
    leader = Grant(Role.LEADER, SECTION, units=frozenset({SECTION}))
    both = viewer(OF_THE_CAMPAIGN, leader)
    assert both.acts_for(SECTION, Role.LEADER, Role.CLERK, campaign=CAMPAIGN, place=None) is Role.CLERK
    assert both.acts_for(SECTION, Role.LEADER, Role.CLERK, campaign=OTHER_CAMPAIGN, place=None) is Role.LEADER
    assert both.acts_for(BUREAU, Role.LEADER, Role.CLERK, campaign=OTHER_CAMPAIGN, place=None) is None
    assert both.acts_for(ELSEWHERE, Role.CLERK, campaign=CAMPAIGN, place=VILLAGE) is None


def test_without_a_unit_one_acts_for_none() -> None:
    nobodys = viewer(Grant(Role.CLERK))
    for unit in (BUREAU, None):
        assert nobodys.acts_for(unit, Role.CLERK, campaign=None, place=None) is None
