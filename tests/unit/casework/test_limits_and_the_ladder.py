from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from services.casework.commands.case import Escalate, RemindOfLimit
from services.casework.decider import CASE
from services.casework.decider.clocks import national
from services.casework.decider.limits import proofs, schedule
from services.casework.events.case import CaseEscalated, LimitReminded
from services.casework.policies import fire
from shared.calendar import BEIJING, moment
from shared.testing import given
from shared.testing.names import beijing
from shared.words import Addressee
from tests.unit.casework import cast


def days(accepted: str) -> list[str]:
    plan = schedule(beijing(accepted))
    return [f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}" for at in (plan.reminder, *plan.escalations)]


def remind() -> RemindOfLimit:
    return RemindOfLimit(case=cast.MATTER, at=beijing("2010-12-10 09:00"))


def escalate(level: int) -> Escalate:
    return Escalate(case=cast.MATTER, at=beijing("2010-12-16 09:00"), level=level)


def told(level: int, to: Addressee) -> CaseEscalated:
    (event,) = CASE.decide(escalate(level), cast.after(*cast.TO_ACCEPTANCE))
    assert isinstance(event, CaseEscalated)
    assert event.to == to
    return event


def test_the_days_of_a_matter_accepted_on_the_last_of_november() -> None:
    assert schedule(beijing("2010-11-30 10:00")).limit == date(2010, 12, 15)
    assert days("2010-11-30 10:00") == ["2010-12-10 09:00", "2010-12-16 09:00", "2010-12-20 09:00", "2010-12-23 09:00"]


def test_the_days_of_a_matter_that_reaches_the_district() -> None:
    assert schedule(beijing("2010-12-30 10:00")).limit == date(2011, 1, 14)
    assert days("2010-12-30 10:00") == ["2011-01-11 09:00", "2011-01-17 09:00", "2011-01-20 09:00", "2011-01-24 09:00"]


def test_the_spring_festival_pushes_the_ladder_but_not_the_limit() -> None:
    assert schedule(beijing("2011-01-20 10:00")).limit == date(2011, 2, 4)
    assert days("2011-01-20 10:00") == ["2011-02-01 09:00", "2011-02-09 09:00", "2011-02-12 09:00", "2011-02-15 09:00"]


def test_acceptance_late_in_the_evening_counts_as_that_beijing_day() -> None:
    assert schedule(beijing("2010-11-30 23:59")).limit == date(2010, 12, 15)
    assert schedule(beijing("2010-12-01 00:00")).limit == date(2010, 12, 16)


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2010, 12, 12), date(2010, 12, 10), date(2010, 12, 13)),  # a Sunday
        (date(2010, 12, 13), date(2010, 12, 13), date(2010, 12, 13)),  # a Monday
        (date(2011, 2, 12), date(2011, 2, 12), date(2011, 2, 12)),  # a Saturday that is a workday
        (date(2011, 2, 4), date(2011, 2, 1), date(2011, 2, 9)),  # inside the Spring Festival
    ],
)
def test_a_rest_day_moves_back_for_a_reminder_and_forward_for_an_escalation(
    day: date, before: date, after: date
) -> None:
    assert national().workday_until(day) == before
    assert national().workday_from(day) == after


@drawn(st.dates(date(2010, 1, 1), date(2031, 12, 31)))
def test_the_event_calls_the_limit_provisional_exactly_where_its_proof_does(accepted: date) -> None:
    plan = schedule(moment(accepted, 10))
    planned = next(iter(proofs(accepted, accepted, plan.limit, "dispute")))
    assert (plan.limit, plan.provisional) == (planned.until, planned.provisional)


def test_a_limit_that_no_notice_moves_is_sure_though_its_ladder_climbs_into_a_year_without_one() -> None:
    last = max(national().years)
    plan = schedule(moment(date(last, 12, 10), 10))
    assert (plan.limit, plan.provisional) == (date(last, 12, 25), False)
    assert plan.escalations[-1].astimezone(BEIJING).year == last + 1


def test_the_ladder_stands_on_the_days_of_the_calendar_that_counts_the_limit() -> None:
    known = national()
    other = replace(known, off=known.off | {date(2010, 12, 16)}, worked=known.worked | {date(2010, 12, 18)})
    plan = schedule(beijing("2010-11-30 10:00"), other)
    rungs = [at.astimezone(BEIJING).date() for at in plan.escalations]
    assert rungs == [date(2010, 12, 17), date(2010, 12, 20), date(2010, 12, 23)]
    off = replace(known, off=known.off | {date(2010, 12, 10)})
    assert schedule(beijing("2010-11-30 10:00"), off).reminder.astimezone(BEIJING).date() == date(2010, 12, 9)


def test_the_handler_is_reminded_once() -> None:
    (event,) = CASE.decide(remind(), cast.after(*cast.TO_ACCEPTANCE))
    assert isinstance(event, LimitReminded)
    assert event.to == Addressee(kind="person", person=cast.HANDLER)
    assert event.limit == date(2010, 12, 15)
    given(CASE, *cast.TO_ACCEPTANCE, event).when(remind()).then()


def test_the_first_rung_is_the_leader_in_charge() -> None:
    told(1, Addressee(kind="post", post="leader-in-charge", unit=cast.LAND))


def test_the_second_rung_is_the_head() -> None:
    told(2, Addressee(kind="post", post="head", unit=cast.LAND))


def test_the_third_rung_is_the_district_office() -> None:
    told(3, Addressee(kind="office", unit=cast.DISTRICT))


def test_an_accusation_climbs_to_the_petition_office_never_to_the_district_office() -> None:
    update = {"kind": "accusation", "office": cast.PETITIONS}
    past = [event.model_copy(update=update) for event in cast.TO_ACCEPTANCE]
    (event,) = CASE.decide(escalate(3), cast.after(*past))
    assert isinstance(event, CaseEscalated)
    assert event.to == Addressee(kind="office", unit=cast.PETITIONS)


def test_each_rung_is_climbed_once() -> None:
    first = told(1, Addressee(kind="post", post="leader-in-charge", unit=cast.LAND))
    given(CASE, *cast.TO_ACCEPTANCE, first).when(escalate(1)).then()


@pytest.mark.parametrize("command", [remind(), escalate(1), escalate(2), escalate(3)])
def test_with_a_result_nobody_is_told(command: RemindOfLimit | Escalate) -> None:
    given(CASE, *cast.TO_ACCEPTANCE, cast.RESULT).when(command).then()
    given(CASE, *cast.TO_ISSUE, *cast.ALL_SERVED, cast.STRUCK).when(command).then()


def test_a_result_sent_back_is_none() -> None:
    (event,) = CASE.decide(escalate(2), cast.after(*cast.TO_ACCEPTANCE, cast.RESULT, cast.SENT_BACK))
    assert isinstance(event, CaseEscalated)


def test_a_due_timer_gives_the_command_of_its_rule() -> None:
    due = beijing("2010-12-16 09:00")
    assert fire("reminder", f"case/{cast.MATTER}", 1, due) == RemindOfLimit(case=cast.MATTER, at=due)
    assert fire("escalation", f"case/{cast.MATTER}", 2, due) == Escalate(case=cast.MATTER, at=due, level=2)
