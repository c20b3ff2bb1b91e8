"""Workdays follow the State Council's calendar, make-up workdays included (domain part C2)."""

from datetime import date, timedelta

import holidays
import pytest
from chinese_calendar import is_workday as announced
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar import day_of, end_of, moment, nth_workday

DAYS_2007_TO_2026 = st.dates(date(2007, 1, 1), date(2026, 12, 1))
CHINA = holidays.country_holidays("CN", years=range(2007, 2028))


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (date(2026, 2, 11), 5, date(2026, 2, 25)),  # the Spring Festival between
        (date(2026, 9, 15), 5, date(2026, 9, 21)),  # Sunday 09-20 is a workday
        (date(2010, 11, 29), 8, date(2010, 12, 9)),
        (date(2011, 1, 24), 5, date(2011, 1, 30)),  # Sunday 01-30 is a workday
    ],
)
def test_the_nth_workday_after_a_day(start: date, n: int, expected: date) -> None:
    assert nth_workday(start, n) == expected


def test_there_are_67_workdays_in_the_reference_campaign() -> None:
    day, count = date(2010, 11, 20), 0
    while (day := nth_workday(day, 1)) <= date(2011, 2, 28):
        count += 1

    assert count == 67


@given(DAYS_2007_TO_2026, st.integers(1, 40))
def test_counting_by_another_calendar_agrees(start: date, n: int) -> None:
    left, day = n, start
    while left:
        day += timedelta(days=1)
        left -= CHINA.is_working_day(day)

    assert nth_workday(start, n) == day or not _both_announced(start, day)


def _both_announced(first: date, last: date) -> bool:
    try:
        announced(first)
        announced(last)
    except NotImplementedError:
        return False
    return True


def test_a_day_ends_at_midnight_in_beijing() -> None:
    assert end_of(date(2010, 12, 31)).isoformat() == "2011-01-01T00:00:00+08:00"
    assert day_of(moment(date(2010, 12, 31), 23, 59)) == date(2010, 12, 31)
    assert day_of(end_of(date(2010, 12, 31))) == date(2011, 1, 1)
