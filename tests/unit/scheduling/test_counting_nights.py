"""A night is the overnight that begins on a calendar day; nights are a sum over the spans of a stay (A8.4, R14)."""

from services.scheduling.decider import STAY
from shared.testing import given
from tests.unit.scheduling import world as w

HERE = (w.STAY_PLANNED, w.started("2010-12-24 10:00"))


def test_nine_nights_are_short_of_ten() -> None:
    given(STAY, *HERE).when(w.end("2011-01-02 08:00")).then(w.ended("2011-01-02 08:00", 9, short=True))


def test_ten_nights_are_not_short() -> None:
    given(STAY, *HERE).when(w.end("2011-01-03 08:00")).then(w.ended("2011-01-03 08:00", 10, short=False))


def test_ten_nights_over_an_interruption_are_not_short() -> None:
    away = (w.interrupted("2010-12-30 08:00", 6, "2011-01-16 09:00"), w.resumed("2011-01-05 18:00"))
    given(STAY, *HERE, *away).when(w.end("2011-01-09 08:00")).then(w.ended("2011-01-09 08:00", 10, short=False))


def test_the_nights_away_do_not_count() -> None:
    away = (w.interrupted("2010-12-30 08:00", 6, "2011-01-16 09:00"), w.resumed("2011-01-05 18:00"))
    given(STAY, *HERE, *away).when(w.end("2011-01-08 08:00")).then(w.ended("2011-01-08 08:00", 9, short=True))


def test_called_away_after_six_nights_and_back_for_six_more_is_one_stay_of_twelve_nights() -> None:
    planned = w.STAY_PLANNED.model_copy(
        update={"batch_begins": w.BATCHES[0].begins, "batch_ends": w.BATCHES[0].ends, "batch": 1}
    )
    whose = {"batch": 1}
    away = w.interrupted("2010-11-30 08:00", 6, "2010-12-17 09:00").model_copy(update=whose)
    back = w.resumed("2010-12-05 08:00").model_copy(update=whose)
    past = (planned, w.started("2010-11-24 08:00").model_copy(update=whose), away, back)
    twelve = w.ended("2010-12-11 08:00", 12, short=False).model_copy(update=whose)
    given(STAY, *past).when(w.end("2010-12-11 08:00")).then(twelve)


def test_whoever_leaves_and_comes_back_on_one_day_loses_no_night_and_gains_none() -> None:
    away = (w.interrupted("2010-12-30 08:00", 6, "2011-01-16 09:00"), w.resumed("2010-12-30 20:00"))
    given(STAY, *HERE, *away).when(w.end("2011-01-03 08:00")).then(w.ended("2011-01-03 08:00", 10, short=False))


def test_the_hour_of_coming_and_going_makes_no_difference() -> None:
    late = w.started("2010-12-24 23:50")
    given(STAY, w.STAY_PLANNED, late).when(w.end("2011-01-03 00:10")).then(w.ended("2011-01-03 00:10", 10, short=False))


def test_the_night_of_the_batch_s_last_day_counts_and_none_after_it() -> None:
    here = (w.STAY_PLANNED, w.started("2011-01-11 08:00"))
    given(STAY, *here).when(w.over()).then(w.ended_by_itself("2011-01-21 00:00", 10, short=False))
    given(STAY, *here).when(w.end("2011-01-25 08:00")).then(w.ended("2011-01-25 08:00", 10, short=False))
