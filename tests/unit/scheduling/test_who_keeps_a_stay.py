"""A stay is kept by its own cadre, or for the cadre by the section head or the activity office, and marked so."""

from uuid import uuid5

import pytest

from services.scheduling.decider import STAY
from services.scheduling.events.stay import StayStarted
from shared.errors import NotFound, Refused
from shared.ids import CampaignId
from shared.roles import Role
from shared.testing import given
from shared.viewer import Viewer
from tests.unit.scheduling import world as w

DAY = "2010-12-24 08:00"
OTHER_CAMPAIGN = CampaignId(uuid5(w.CAMPAIGN, "other"))


def test_the_cadre_s_own_step_bears_the_role_of_a_cadre() -> None:
    given(STAY, w.STAY_PLANNED).when(w.start(DAY)).then(StayStarted(**w.kept(DAY)))


@pytest.mark.parametrize(
    ("by", "role"), [(w.SECTION_HEAD, Role.SECTION_HEAD), (w.OFFICE, Role.ACTIVITY_OFFICE)], ids=["head", "office"]
)
def test_a_step_taken_for_the_cadre_is_marked_so(by: Viewer, role: Role) -> None:
    given(STAY, w.STAY_PLANNED).when(w.start(DAY, by)).then(StayStarted(**w.kept(DAY, by, role)))


STRANGERS = {
    "another cadre": w.OTHER_CADRE,
    "another section's head": w.OTHER_HEAD,
    "another unit's office": w.OTHER_OFFICE,
    "the cadre without a cadre's grant": w.viewer(w.LI, w.grant(Role.CLERK, w.RELIEF)),
    "the cadre, for another campaign": w.viewer(w.LI, w.grant(Role.CADRE, w.RELIEF, campaign=OTHER_CAMPAIGN)),
    "the cadre, for another place": w.viewer(
        w.LI, w.grant(Role.CADRE, w.RELIEF, place=w.TAO, places=frozenset({w.TAO}))
    ),
    "the section's head, for another campaign": w.viewer(
        w.SECTION_HEAD.person, w.grant(Role.SECTION_HEAD, w.RELIEF, campaign=OTHER_CAMPAIGN)
    ),
    "the section's head, for another place": w.viewer(
        w.SECTION_HEAD.person, w.grant(Role.SECTION_HEAD, w.RELIEF, place=w.TAO, places=frozenset({w.TAO}))
    ),
    "the office, for another place": w.viewer(
        w.OFFICE.person, w.grant(Role.ACTIVITY_OFFICE, w.ACTIVITY, place=w.TAO, places=frozenset({w.TAO}))
    ),
    "a key without a person": w.viewer(None, w.grant(Role.CADRE, w.RELIEF)),
    "the district office": w.viewer(w.person("district"), w.grant(Role.DISTRICT_OFFICE, w.DISTRICT)),
}


@pytest.mark.parametrize("by", STRANGERS.values(), ids=STRANGERS.keys())
def test_others_do_not_keep_it(by: Viewer) -> None:
    given(STAY, w.STAY_PLANNED).when(w.start(DAY, by)).then_raises(Refused, "not-your-stay")


@pytest.mark.parametrize("by", STRANGERS.values(), ids=STRANGERS.keys())
def test_for_those_who_do_not_see_it_there_is_no_such_stay(by: Viewer) -> None:
    given(STAY, w.STAY_PLANNED).when(w.start(DAY, by, seen=False)).then_raises(NotFound, "not-found")
