"""Foreseen on the first day on which fewer nights are left than are missing and two to spare, once in a stay (R14)."""

import pytest

from services.scheduling.decider import STAY
from services.scheduling.decider.stay.shortfall import day_to_look
from shared.testing import given
from shared.testing.names import beijing
from tests.unit.scheduling import world as w

HERE = (w.STAY_PLANNED, w.started("2010-12-24 08:00"))
LEFT = w.interrupted("2011-01-01 08:00", 8, "2011-01-18 09:00")


def test_whoever_left_after_eight_nights_is_foreseen_short_three_days_before_the_batch_ends() -> None:
    given(STAY, *HERE).when(w.interrupt("2011-01-01 08:00")).then(LEFT)
    given(STAY, *HERE, LEFT).when(w.foresee("2011-01-18 09:00")).then(w.foreseen("2011-01-18 09:00", 8, 2))


def test_a_day_earlier_it_is_not_yet_foreseen() -> None:
    given(STAY, *HERE, LEFT).when(w.foresee("2011-01-17 09:00")).then()


def test_it_is_foreseen_once() -> None:
    past = (*HERE, LEFT, w.foreseen("2011-01-18 09:00", 8, 2))
    given(STAY, *past).when(w.foresee("2011-01-19 09:00")).then()


def test_a_stay_that_never_started_is_foreseen_short_too() -> None:
    given(STAY, w.STAY_PLANNED).when(w.foresee("2011-01-10 09:00")).then(w.foreseen("2011-01-10 09:00", 0, 10))
    given(STAY, w.STAY_PLANNED).when(w.foresee("2011-01-09 09:00")).then()


def test_whoever_is_back_in_time_is_not_foreseen_short() -> None:
    given(STAY, *HERE, LEFT, w.resumed("2011-01-17 08:00")).when(w.foresee("2011-01-18 09:00")).then()


def test_whoever_comes_back_on_the_very_day_still_has_too_little_to_spare() -> None:
    past = (*HERE, LEFT, w.resumed("2011-01-18 08:00"))
    given(STAY, *past).when(w.foresee("2011-01-18 09:00")).then(w.foreseen("2011-01-18 09:00", 8, 2))


def test_whoever_has_the_minimum_is_not_foreseen_short() -> None:
    past = (*HERE, w.interrupted("2011-01-03 08:00", 10, None))
    given(STAY, *past).when(w.foresee("2011-01-20 09:00")).then()


def test_a_stay_that_is_over_is_not_foreseen_short() -> None:
    past = (*HERE, w.ended("2011-01-01 08:00", 8, short=True))
    given(STAY, *past).when(w.foresee("2011-01-18 09:00")).then()


@pytest.mark.parametrize(
    ("missing", "at", "look"),
    [
        (2, "2011-01-01 08:00", "2011-01-18 09:00"),
        (1, "2011-01-02 08:00", "2011-01-19 09:00"),
        (10, "2010-11-20 09:00", "2011-01-10 09:00"),
        (10, "2011-01-15 10:00", "2011-01-15 10:00"),  # the day is past: now
    ],
)
def test_one_looks_when_the_office_opens_on_that_day_and_never_in_the_past(missing: int, at: str, look: str) -> None:
    assert day_to_look(w.PLAN, missing, beijing(at)) == beijing(look)
