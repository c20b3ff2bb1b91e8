"""The dates that were counted by hand before there was a program: domain part C2, and the casework campaign's."""

from dataclasses import replace

import pytest

from services.casework.decider.clocks import Clock, Suspending, extended, has_passed, heard, national, prove, suspended
from services.casework.decider.clocks.regulations_2022 import REGULATIONS_2022
from services.casework.events.proof import LimitName, Unit
from shared.errors import Refused
from tests.unit.casework.clocks.counting_for import APPRAISAL, INVENTED, clock, length, on, proven, until
from tests.unit.casework.clocks.extending import K2


@pytest.mark.parametrize(
    ("n", "unit", "move_on", "start", "last"),
    [
        (5, "workdays", False, "2026-02-11", "2026-02-25"),  # the Spring Festival between
        (5, "workdays", False, "2026-09-15", "2026-09-21"),  # Sunday 09-20 is a workday
        (60, "days", False, "2010-12-06", "2011-02-04"),  # inside the Spring Festival
        (60, "days", True, "2010-12-06", "2011-02-09"),
        (15, "days", False, "2026-01-23", "2026-02-07"),  # a Saturday
        (15, "days", True, "2026-01-23", "2026-02-09"),
        (67, "workdays", False, "2010-11-20", "2011-02-28"),
    ],
)
def test_the_vectors_of_part_c2(n: int, unit: Unit, move_on: bool, start: str, last: str) -> None:
    assert until(Clock(length(n, unit, move_on), on(start))) == on(last)


@pytest.mark.parametrize(
    ("what", "name", "start", "last"),
    [
        ("K1 tell", "tell", "2026-03-02", "2026-03-17"),
        ("K1 conclude", "conclude", "2026-03-10", "2026-05-09"),
        ("K1 review window", "review-window", "2026-04-22", "2026-05-22"),
        ("K2 conclude", "conclude", "2026-03-16", "2026-05-15"),
        ("K3 conclude", "conclude", "2026-01-20", "2026-03-21"),
        ("K4 review window", "review-window", "2026-04-30", "2026-06-01"),
        ("K4 review", "review", "2026-06-01", "2026-07-01"),
        ("K4 re-review window", "re-review-window", "2026-06-22", "2026-07-22"),
        ("K4 re-review", "re-review", "2026-07-10", "2026-08-09"),
        ("K5 objection", "object", "2026-02-11", "2026-02-25"),
        ("K5 accept", "accept", "2026-02-11", "2026-02-26"),
        ("K6 objection", "object", "2026-09-15", "2026-09-21"),
        ("K13 objection", "object", "2026-12-28", "2027-01-05"),
    ],
)
def test_the_dates_of_the_casework_campaign(what: str, name: LimitName, start: str, last: str) -> None:
    assert until(clock(name, start)) == on(last), what


def test_k1_ends_on_a_saturday_that_is_a_make_up_workday() -> None:
    last = proven(clock("conclude", "2026-03-10")).days[-1]
    assert (last.nature, last.number, last.day.isoweekday()) == ("make-up-workday", 60, 6)


def test_k2_extended_is_not_overdue_between_its_two_dates() -> None:
    proof = prove(extended(clock("conclude", "2026-03-16"), K2, national()), national())
    assert (proof.until, proof.before_extension) == (on("2026-06-14"), on("2026-05-15"))
    assert not has_passed(proof, on("2026-06-14"))
    assert has_passed(proof, on("2026-06-15"))


def test_k2b_asked_for_on_the_day_after_it_is_too_late_and_the_limit_has_passed() -> None:
    running = clock("conclude", "2026-03-16")
    assert not has_passed(proven(running), on("2026-05-15"))
    assert has_passed(proven(running), on("2026-05-16"))
    with pytest.raises(Refused, match="limit-has-passed"):
        extended(running, replace(K2, on=on("2026-05-16")), national())


K3 = Suspending("spring-festival", on("2026-02-10"), on("2026-02-27"))


def test_k3_the_national_pack_knows_no_such_ground() -> None:
    for ground in ("spring-festival", APPRAISAL):
        with pytest.raises(Refused, match="no-ground-for-suspension"):
            suspended(clock("conclude", "2026-01-20"), replace(K3, ground=ground), national())


def test_k3_under_a_local_pack_the_date_moves_by_the_suspended_days() -> None:
    running = clock("conclude", "2026-01-20", (INVENTED, REGULATIONS_2022))
    paused = suspended(running, replace(K3, ground=APPRAISAL), national())
    assert (until(running), until(paused)) == (on("2026-03-21"), on("2026-04-07"))
    still = [one for one in proven(paused).days if one.why == "suspended"]
    assert (still[0].day, still[-1].day, len(still)) == (on("2026-02-10"), on("2026-02-26"), 17)
    assert {(one.article, one.pack, one.nature) for one in still} == {("9", "CN-XX/test", "suspended")}


def test_k4_the_window_moves_on_from_a_saturday_and_five_hearing_days_do_not_count() -> None:
    window = proven(clock("review-window", "2026-04-30"))
    assert (window.moved_from, window.until) == (on("2026-05-30"), on("2026-06-01"))
    opinion = proven(heard(clock("re-review", "2026-07-10"), on("2026-07-20"), on("2026-07-24")))
    assert opinion.until == on("2026-08-14")
    assert [one.nature for one in opinion.days].count("hearing") == 5


def test_k4b_a_request_on_the_day_after_the_window_is_late() -> None:
    window = proven(clock("review-window", "2026-04-30"))
    assert [has_passed(window, on(day)) for day in ("2026-06-01", "2026-06-02")] == [False, True]


@pytest.mark.parametrize(
    ("start", "in_time", "late"), [("2026-02-11", "02-25", "02-26"), ("2026-09-15", "09-21", "09-22")]
)
def test_k5_and_k6_an_objection_on_the_last_day_is_in_time_and_on_the_next_is_not(
    start: str, in_time: str, late: str
) -> None:
    objection = proven(clock("object", start))
    assert not has_passed(objection, on(f"2026-{in_time}"))
    assert has_passed(objection, on(f"2026-{late}"))


def test_k13_the_notice_moves_the_date_and_makes_it_sure() -> None:
    known = replace(national(), years=national().years - {2027})
    told = known.announced(2027, frozenset({on("2027-01-01"), on("2027-01-04")}), frozenset({on("2027-01-09")}))
    before, after = (prove(clock("object", "2026-12-28"), calendar) for calendar in (known, told))
    assert (before.until, before.provisional) == (on("2027-01-05"), True)
    assert (after.until, after.provisional) == (on("2027-01-06"), False)
