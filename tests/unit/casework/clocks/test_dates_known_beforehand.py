"""The dates that were counted by hand before there was a program: domain part C2, and the casework campaign's."""

from dataclasses import replace

import pytest

from services.casework.decider.clocks import Clock, Pause, national, prove
from services.casework.events.proof import LimitName, Unit
from tests.unit.casework.clocks.counting_for import (
    APPRAISAL,
    announced,
    clock,
    extended,
    length,
    on,
    proven,
    until,
)


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


def test_k2_extended_by_thirty_days_ends_on_the_later_day_and_keeps_the_earlier() -> None:
    proof = proven(extended(clock("conclude", "2026-03-16")))
    assert (proof.extended_by, proof.until, proof.before_extension) == (30, on("2026-06-14"), on("2026-05-15"))
    assert [one.why for one in proof.days] == ["counted"] * 60 + ["extended"] * 30
    assert any("延长期限不得超过30日" in basis.quote for basis in proof.rests_on)


def test_k3_under_a_local_pack_the_date_moves_by_the_suspended_days() -> None:
    running = clock("conclude", "2026-01-20")
    paused = replace(running, pauses=(APPRAISAL,))
    assert (until(running), until(paused)) == (on("2026-03-21"), on("2026-04-07"))
    still = [one for one in proven(paused).days if one.why == "suspended"]
    assert (still[0].day, still[-1].day, len(still)) == (on("2026-02-10"), on("2026-02-26"), 17)
    assert {(one.law, one.article, one.nature) for one in still} == {("某省信访办法", "9", "suspended")}


def test_k4_the_window_moves_on_from_a_saturday_and_five_hearing_days_do_not_count() -> None:
    window = proven(clock("review-window", "2026-04-30"))
    assert (window.moved_from, window.until) == (on("2026-05-30"), on("2026-06-01"))
    cited = {(one.why, one.law, one.article) for one in window.days}
    assert cited == {("counted", "信访工作条例", "35"), ("rolled", "民法典", "203")}
    running = clock("re-review", "2026-07-10")
    assert running.rule.term.hearing is not None
    hearing = Pause("hearing", on("2026-07-20"), on("2026-07-24"), running.rule.pack.basis(running.rule.term.hearing))
    opinion = proven(replace(running, pauses=(hearing,)))
    assert opinion.until == on("2026-08-14")
    assert [one.nature for one in opinion.days].count("hearing") == 5


def test_k13_the_notice_moves_the_date_and_makes_it_sure() -> None:
    known = replace(national(), years=national().years - {2027})
    told = announced(known, 2027, frozenset({on("2027-01-01"), on("2027-01-04")}), frozenset({on("2027-01-09")}))
    before, after = (prove(clock("object", "2026-12-28"), calendar) for calendar in (known, told))
    assert (before.until, before.provisional) == (on("2027-01-05"), True)
    assert (after.until, after.provisional) == (on("2027-01-06"), False)
