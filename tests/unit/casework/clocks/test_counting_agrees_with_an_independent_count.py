"""Ten thousand dates, counted once more by a loop that shares nothing with the engine but the days of the week."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.casework.decider.clocks import Calendar, Clock, Pause, national, prove
from services.casework.events.proof import Proof, Unit
from tests.unit.casework.clocks.counting_for import announced, length
from tests.unit.casework.clocks.state_council import is_at_work, naive

FIRST, LAST = date(2007, 1, 1), date(2026, 12, 31)
STARTS = st.dates(FIRST, date(2026, 6, 1))
UNIT: tuple[Unit, ...] = ("days", "workdays")
UNITS = st.sampled_from(UNIT)


def counted(start: date, n: int, unit: Unit, move_on: bool, calendar: Calendar | None = None) -> Proof:
    return prove(Clock(length(n, unit, move_on), start), calendar or national())


def test_each_day_of_twenty_years_is_what_the_table_says() -> None:
    for n in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=n)
        assert national().works(day) == is_at_work(day), day
        assert national().is_sure(day), day


@settings(max_examples=100, deadline=None)
@given(st.randoms(use_true_random=False))
def test_counting_agrees_with_an_independent_count(drawn: Random) -> None:
    for _ in range(100):
        start = date.fromordinal(drawn.randint(FIRST.toordinal(), date(2026, 6, 1).toordinal()))
        n, unit, move_on = drawn.randint(1, 90), drawn.choice(UNIT), drawn.random() < 0.5
        expected = naive(start, n, unit == "workdays", move_on)
        assert expected > LAST or counted(start, n, unit, move_on).until == expected, (start, n, unit, move_on)


@settings(deadline=None)
@given(STARTS, st.integers(1, 60), UNITS, st.integers(0, 40), st.integers(1, 30))
def test_days_that_stand_still_are_passed_over_once(start: date, n: int, unit: Unit, after: int, days: int) -> None:
    first = start + timedelta(days=after)
    last = first + timedelta(days=days - 1)
    still = {first + timedelta(days=n) for n in range(days)}
    rule = length(n, unit, False)
    pause = Pause("hearing", first, last, rule.pack.basis(rule.term.article))
    expected = naive(start, n, unit == "workdays", False, still)
    assume(expected <= LAST)
    assert prove(Clock(rule, start, pauses=(pause,)), national()).until == expected


@settings(deadline=None)
@given(STARTS, st.integers(1, 90), UNITS, st.booleans())
def test_a_proof_shows_every_day_once_and_numbers_those_that_count(
    start: date, n: int, unit: Unit, move_on: bool
) -> None:
    proof = counted(start, n, unit, move_on)
    days = [one.day for one in proof.days]
    assert days == [start + timedelta(days=k + 1) for k in range(len(days))]
    assert [one.number for one in proof.days if one.counted] == list(range(1, n + 1))
    assert all((one.number is not None) == one.counted == (one.why == "counted") for one in proof.days)
    assert days[-1] == proof.until
    assert {(one.law, one.article, one.pack) for one in proof.days} <= {
        (one.law, one.article, one.pack) for one in proof.rests_on
    }


@settings(deadline=None)
@given(STARTS, st.integers(1, 90))
def test_a_duty_is_never_rolled_later_and_a_window_never_cut_short(start: date, n: int) -> None:
    last = start + timedelta(days=n)
    duty, window = counted(start, n, "days", False), counted(start, n, "days", True)
    assert (duty.until, duty.moved_from) == (last, None)
    assert window.until >= last
    assert is_at_work(window.until)
    assert not any(is_at_work(last + timedelta(days=k)) for k in range((window.until - last).days))
    assert window.moved_from == (last if window.until > last else None)


@settings(deadline=None)
@given(st.dates(date(2025, 1, 1), date(2028, 12, 31)), st.integers(1, 90), UNITS, st.booleans())
def test_a_date_is_provisional_exactly_where_a_day_that_it_hangs_on_is_not_announced(
    start: date, n: int, unit: Unit, move_on: bool
) -> None:
    proof = counted(start, n, unit, move_on)
    last = next(one.day for one in reversed(proof.days) if one.counted)
    hangs_on = [one.day for one in proof.days if unit == "workdays" or (move_on and one.day >= last)]
    assert proof.provisional == any(day.year > LAST.year for day in hangs_on)
    assert [(one.day, one.why) for one in proof.doubts] == [
        (day, "unannounced") for day in hangs_on if day.year > LAST.year
    ]
    assert [one.sure for one in proof.days] == [one.day.year <= LAST.year for one in proof.days]


@settings(deadline=None)
@given(st.dates(date(2026, 11, 1), date(2026, 12, 31)), st.integers(1, 60), UNITS, st.booleans(), st.data())
def test_no_notice_moves_a_date_that_is_not_provisional(
    start: date, n: int, unit: Unit, move_on: bool, data: st.DataObject
) -> None:
    days = st.frozensets(st.dates(date(2027, 1, 1), date(2027, 3, 31)))
    told = announced(national(), 2027, data.draw(days), data.draw(days))
    before, after = counted(start, n, unit, move_on), counted(start, n, unit, move_on, told)
    assert before.provisional or before.until == after.until


@pytest.mark.parametrize(("unit", "move_on", "provisional"), [("workdays", False, True), ("days", False, False)])
def test_a_day_that_is_read_in_two_ways_makes_provisional_what_hangs_on_it(
    unit: Unit, move_on: bool, provisional: bool
) -> None:
    calendar = Calendar(national().years, national().off, national().worked, frozenset({date(2026, 3, 4)}))
    assert counted(date(2026, 3, 2), 5, unit, move_on, calendar).provisional is provisional
    assert counted(date(2026, 3, 2), 1, unit, move_on, calendar).provisional is False


def test_a_window_that_ends_on_a_day_read_in_two_ways_is_provisional() -> None:
    calendar = Calendar(national().years, national().off, national().worked, frozenset({date(2026, 3, 4)}))
    assert counted(date(2026, 3, 2), 2, "days", True, calendar).provisional is True
    (doubt,) = counted(date(2026, 3, 2), 2, "days", True, calendar).doubts
    assert (doubt.day, doubt.why) == (date(2026, 3, 4), "disputed")
    assert counted(date(2026, 3, 2), 3, "days", True, calendar).provisional is False


def test_in_a_year_not_announced_monday_to_friday_work_but_for_new_years_day() -> None:
    calendar = Calendar(frozenset(), frozenset(), frozenset())
    natures = {day: calendar.nature(date(2031, 1, day)) for day in range(1, 8)}
    assert [day for day, nature in natures.items() if nature == "rest-day"] == [1, 4, 5]
