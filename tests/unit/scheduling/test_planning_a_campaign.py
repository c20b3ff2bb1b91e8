"""A campaign has its frame from the activity office that runs it, and a frame that can hold (R9–R15, R105, R115)."""

from datetime import date
from typing import Any  # fields of a frame

import pytest

from services.scheduling.commands.campaign import KnownUnit
from services.scheduling.decider import CAMPAIGN
from services.scheduling.events.campaign import Batch, FilingDue, Offices
from shared.errors import Refused
from shared.roles import Role
from shared.testing import given
from tests.unit.scheduling import world as w

LAST = w.BATCHES[2]
ANOTHER = w.unit("国土分局")


def test_the_activity_office_plans_its_campaign() -> None:
    given(CAMPAIGN).when(w.plan_campaign()).then(w.PLANNED)


def test_planned_twice_alike_is_planned_once_and_otherwise_not_at_all() -> None:
    given(CAMPAIGN, w.PLANNED).when(w.plan_campaign()).then()
    given(CAMPAIGN, w.PLANNED).when(w.plan_campaign(frame={"minimum_nights": 12})).then_raises(
        Refused, "campaign-planned-already"
    )


def test_another_office_does_not_plan_it() -> None:
    given(CAMPAIGN).when(w.plan_campaign(by=w.OTHER_OFFICE)).then_raises(Refused, "not-your-campaign")


def test_an_office_s_grant_for_one_campaign_plans_no_new_one() -> None:
    by = w.viewer(w.LI, w.grant(Role.ACTIVITY_OFFICE, w.ACTIVITY, campaign=w.CAMPAIGN))
    given(CAMPAIGN).when(w.plan_campaign(by=by)).then_raises(Refused, "not-your-campaign")


def test_an_office_s_grant_for_one_place_plans_nothing_for_many() -> None:
    by = w.viewer(w.LI, w.grant(Role.ACTIVITY_OFFICE, w.ACTIVITY, place=w.LIU, places=frozenset({w.LIU})))
    given(CAMPAIGN).when(w.plan_campaign(by=by)).then_raises(Refused, "not-your-campaign")


def test_a_campaign_may_do_without_a_leading_group() -> None:
    command = w.plan_campaign(frame={"offices": w.OFFICES.model_copy(update={"leading_group": None})})
    (event,) = given(CAMPAIGN).when(command).events
    assert event.frame.offices.leading_group is None


FRAMES: list[tuple[str, dict[str, Any]]] = [
    ("batches-do-not-follow", {"batches": ()}),
    ("batches-do-not-follow", {"batches": w.BATCHES[1:]}),
    (
        "batches-do-not-follow",
        {"batches": (w.BATCHES[0], w.BATCHES[1].model_copy(update={"begins": date(2010, 12, 21)}))},
    ),
    ("batch-outside-campaign", {"begins": date(2010, 11, 23)}),
    ("batch-outside-campaign", {"ends": date(2011, 2, 27)}),
    ("no-minimum-of-nights", {"minimum_nights": 0}),
    ("batch-too-short", {"minimum_nights": 31}),
    ("filing-period-twice", {"filings": (*w.FRAME.filings, FilingDue(period="2010-12", due=date(2011, 1, 31)))}),
    ("filing-due-too-early", {"filings": (FilingDue(period="2010-10", due=date(2010, 10, 31)),)}),
    ("places-missing-or-twice", {"places": ()}),
    ("places-missing-or-twice", {"places": (w.LIU, w.LIU)}),
    ("not-a-village-or-community", {"places": (w.LIU, w.TOWN)}),
    ("not-a-village-or-community", {"places": (w.place("nowhere"),)}),
]


@pytest.mark.parametrize(("code", "frame"), FRAMES, ids=[f"{n}-{code}" for n, (code, _) in enumerate(FRAMES)])
def test_a_frame_that_cannot_hold_is_refused(code: str, frame: dict[str, Any]) -> None:
    given(CAMPAIGN).when(w.plan_campaign(frame=frame)).then_raises(Refused, code)


def test_a_batch_of_as_many_days_as_nights_is_long_enough() -> None:
    batch = Batch(number=1, begins=date(2010, 11, 22), ends=date(2010, 12, 1))
    assert given(CAMPAIGN).when(w.plan_campaign(frame={"batches": (batch,)})).events


def test_offices_are_what_they_are_called() -> None:
    wrong = Offices(activity=w.ACTIVITY, leading_group=w.ACTIVITY, district=w.DISTRICT)
    given(CAMPAIGN).when(w.plan_campaign(frame={"offices": wrong})).then_raises(Refused, "not-such-an-office")


def test_an_office_below_another_unit_runs_no_campaign_here() -> None:
    units = {**w.GROUND.units, w.ACTIVITY: KnownUnit("activity-office", (ANOTHER, w.ACTIVITY))}
    ground = type(w.GROUND)(units, w.GROUND.places)
    given(CAMPAIGN).when(w.plan_campaign(ground=ground)).then_raises(Refused, "office-of-another-unit")


def test_the_unit_must_be_known() -> None:
    given(CAMPAIGN).when(w.plan_campaign(unit=ANOTHER)).then_raises(Refused, "no-such-unit")
