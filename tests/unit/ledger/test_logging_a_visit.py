"""What makes a visit: whose stay, in which days, who was met how, and that it is one act with its diary line."""

from dataclasses import replace

import pytest

from services.ledger.commands.visit import LogVisit
from services.ledger.decider.visit import VISIT
from shared.errors import NotFound, Refused
from shared.ids import CampaignId, MatterId
from shared.roles import Role
from shared.testing.names import beijing, named
from shared.testing.scenario import given
from tests.unit.ledger import world as w


def test_a_visit_is_one_event_with_its_diary_line() -> None:
    given(VISIT).when(w.log()).then(w.logged())


def test_each_matter_heard_is_an_event_of_its_own() -> None:
    other = MatterId(named("other matter"))
    second = w.heard(matter=other, subject="道路积水问题", field="work-safety")
    raised = w.raised(matter=other, subject="道路积水问题", field="work-safety")
    given(VISIT).when(w.log(w.heard(), second)).then(w.logged(), w.raised(), raised)


def test_only_the_cadre_of_the_stay_logs_on_it() -> None:
    for other in (w.WANG, w.HEAD, w.OFFICE):
        given(VISIT).when(w.log(by=other)).then_raises(NotFound, "not-found")


def test_a_stay_that_nobody_knows_takes_no_visit() -> None:
    given(VISIT).when(w.log(stay=None)).then_raises(NotFound, "not-found")


def test_a_grant_for_another_campaign_or_place_is_none_for_this_one() -> None:
    for more in ({"campaign": CampaignId(named("other"))}, {"place": w.OTHER_VILLAGE, "places": {w.OTHER_VILLAGE}}):
        elsewhere = w.viewer(w.CADRE, w.granted(Role.CADRE, w.SECTION, **more))
        given(VISIT).when(w.log(by=elsewhere)).then_raises(NotFound, "not-found")


def test_nothing_is_noted_before_the_stay_has_started() -> None:
    planned = replace(w.RUNNING, started_at=None)
    given(VISIT).when(w.log(stay=planned)).then_raises(Refused, "field-stay-not-started", "R14")


def visit_at(noted: str, done: str, ended: bool = True) -> LogVisit:
    return w.log(**w.noted(noted, done, stay=w.ENDED if ended else w.RUNNING))


def test_a_visit_lies_within_the_days_of_the_stay() -> None:
    given(VISIT).when(visit_at("2010-11-29 12:00", "2010-11-23 23:00")).then_raises(Refused, "field-before-stay")
    given(VISIT).when(visit_at("2010-12-08 12:00", "2010-12-07 00:00")).then_raises(Refused, "field-after-stay")


def test_a_visit_is_not_logged_before_it_was_made() -> None:
    given(VISIT).when(visit_at("2010-11-29 12:00", "2010-11-29 12:01")).then_raises(Refused, "field-not-yet-done")


def test_until_the_seventh_day_after_the_stay_a_visit_is_taken_and_marked_late() -> None:
    for noted in ("2010-12-06 08:00", "2010-12-13 23:59"):
        expected = w.logged(**w.done("2010-11-30 10:00", late=True))
        given(VISIT).when(visit_at(noted, "2010-11-30 10:00")).then(expected)


def test_from_the_eighth_day_after_the_stay_a_visit_is_refused() -> None:
    given(VISIT).when(visit_at("2010-12-14 00:00", "2010-11-30 10:00")).then_raises(Refused, "field-too-late")


def test_a_stay_that_ended_at_midnight_ended_on_the_day_before() -> None:
    stay = replace(w.RUNNING, ended_at=beijing("2011-01-21 00:00"))
    with_batch = w.log(**w.noted("2011-01-28 00:00", "2011-01-20 10:00", stay=stay))
    given(VISIT).when(with_batch).then_raises(Refused, "field-too-late")


def test_while_the_stay_runs_an_earlier_visit_is_not_late() -> None:
    expected = w.logged(**w.done("2010-11-26 10:00"))
    given(VISIT).when(visit_at("2010-11-29 12:00", "2010-11-26 10:00", ended=False)).then(expected)


def test_only_a_reception_has_several_callers() -> None:
    two = (w.met(), w.met(w.OTHER_HOUSEHOLD))
    for mode in ("appointment", "household"):
        given(VISIT).when(w.log(met=two, mode=mode)).then_raises(Refused, "several-only-in-a-reception", "R19")
    both = (w.unnamed(), w.unnamed(w.OTHER_HOUSEHOLD))
    given(VISIT).when(w.log(met=two, mode="reception")).then(w.logged(mode="reception", callers=both))


def test_somebody_was_met_on_every_visit() -> None:
    given(VISIT).when(w.log(met=())).then_raises(Refused, "nobody-met")


def test_at_a_reception_somebody_of_no_registered_household_is_met_under_a_subject_of_their_own() -> None:
    stranger = w.met(None)
    expected = w.logged(mode="reception", callers=(stranger.caller,))
    given(VISIT).when(w.log(met=(stranger,), mode="reception")).then(expected)


@pytest.mark.parametrize("mode", ["household", "evening"])
def test_a_visit_at_home_names_the_household(mode: str) -> None:
    at = w.noted("2010-11-29 19:00")
    given(VISIT).when(w.log(**at, met=(w.met(None),), mode=mode)).then_raises(Refused, "home-visit-needs-household")


def test_an_evening_visit_is_made_in_the_evening() -> None:
    by_day = w.log(**w.noted("2010-11-29 16:59"), mode="evening")
    given(VISIT).when(by_day).then_raises(Refused, "evening-visit-by-day", "R21")
    evening = w.log(**w.noted("2010-11-29 17:00"), mode="evening")
    given(VISIT).when(evening).then(w.logged(**w.done("2010-11-29 17:00"), mode="evening"))


def test_the_household_is_registered_in_the_place_of_the_stay() -> None:
    for path in ((), (w.DISTRICT_PLACE, w.OTHER_VILLAGE)):
        given(VISIT).when(w.log(met=(w.met(path=path),))).then_raises(Refused, "household-elsewhere")
