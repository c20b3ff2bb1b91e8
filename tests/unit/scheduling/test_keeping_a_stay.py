"""A stay is planned, started, interrupted, resumed and ended; or it ends by itself, with its batch."""

import pytest

from services.scheduling.commands.stay import StayCommand, WithdrawStay
from services.scheduling.decider import STAY
from services.scheduling.events.stay import StayHappened, StayWithdrawn
from shared.errors import NotFound, Refused
from shared.testing import given
from tests.unit.scheduling import world as w

HERE = (w.STAY_PLANNED, w.started("2010-12-24 08:00"))
AWAY = (*HERE, w.interrupted("2010-12-30 08:00", 6, "2011-01-16 09:00"))
OVER = (*HERE, w.ended("2011-01-05 08:00", 12, short=False))
WITHDRAWN = (w.STAY_PLANNED, StayWithdrawn(**dict(w.WHOSE), at=w.PLANNED_AT))


def test_a_stay_starts_within_its_batch() -> None:
    given(STAY, w.STAY_PLANNED).when(w.start("2010-12-24 08:00")).then(w.started("2010-12-24 08:00"))


def test_a_stay_does_not_start_before_its_batch() -> None:
    given(STAY, w.STAY_PLANNED).when(w.start("2010-12-21 23:59")).then_raises(Refused, "batch-not-begun", "R13")


def test_a_stay_starts_on_the_batch_s_first_and_on_its_last_day() -> None:
    given(STAY, w.STAY_PLANNED).when(w.start("2010-12-22 00:00")).then(w.started("2010-12-22 00:00"))
    given(STAY, w.STAY_PLANNED).when(w.start("2011-01-20 23:00")).then(w.started("2011-01-20 23:00"))


def test_a_stay_does_not_start_after_its_batch() -> None:
    given(STAY, w.STAY_PLANNED).when(w.start("2011-01-21 00:00")).then_raises(Refused, "batch-over", "R13")


def test_started_twice_is_started_once() -> None:
    given(STAY, *HERE).when(w.start("2010-12-25 08:00")).then()


def test_whoever_was_called_away_resumes_and_does_not_start_again() -> None:
    given(STAY, *AWAY).when(w.start("2011-01-02 08:00")).then_raises(Refused, "stay-interrupted")


def test_an_interruption_counts_the_nights_so_far_and_says_when_to_look_again() -> None:
    given(STAY, *HERE).when(w.interrupt("2010-12-30 08:00")).then(
        w.interrupted("2010-12-30 08:00", 6, "2011-01-16 09:00")
    )


def test_after_the_minimum_of_nights_nothing_needs_looking_at() -> None:
    given(STAY, *HERE).when(w.interrupt("2011-01-03 08:00")).then(w.interrupted("2011-01-03 08:00", 10, None))


def test_interrupted_twice_is_interrupted_once() -> None:
    given(STAY, *AWAY).when(w.interrupt("2010-12-31 08:00")).then()


def test_a_stay_is_resumed() -> None:
    given(STAY, *AWAY).when(w.resume("2011-01-05 08:00")).then(w.resumed("2011-01-05 08:00"))


def test_a_stay_is_not_resumed_after_its_batch() -> None:
    given(STAY, *AWAY).when(w.resume("2011-01-21 08:00")).then_raises(Refused, "batch-over")


def test_whoever_is_there_need_not_resume() -> None:
    given(STAY, *HERE).when(w.resume("2010-12-26 08:00")).then()


def test_a_stay_may_end_while_it_is_interrupted() -> None:
    given(STAY, *AWAY).when(w.end("2011-01-05 08:00")).then(w.ended("2011-01-05 08:00", 6, short=True))


def test_ended_twice_is_ended_once() -> None:
    given(STAY, *OVER).when(w.end("2011-01-06 08:00")).then()


@pytest.mark.parametrize(
    "command", [w.interrupt("2010-12-24 08:00"), w.resume("2010-12-24 08:00"), w.end("2010-12-24 08:00")]
)
def test_nothing_goes_on_in_a_stay_that_has_not_started(command: StayCommand) -> None:
    given(STAY, w.STAY_PLANNED).when(command).then_raises(Refused, "stay-not-started")


@pytest.mark.parametrize(
    "command", [w.start("2011-01-06 08:00"), w.interrupt("2011-01-06 08:00"), w.resume("2011-01-06 08:00")]
)
def test_nothing_goes_on_in_a_stay_that_is_over(command: StayCommand) -> None:
    given(STAY, *OVER).when(command).then_raises(Refused, "stay-over")


@pytest.mark.parametrize("past", [(), WITHDRAWN])
def test_there_is_nothing_to_keep_without_a_plan(past: tuple[StayHappened, ...]) -> None:
    given(STAY, *past).when(w.start("2010-12-24 08:00")).then_raises(NotFound)


def test_a_stay_that_nobody_ended_ends_with_its_batch_and_nobody_did_it() -> None:
    given(STAY, *AWAY).when(w.over()).then(w.ended_by_itself("2011-01-21 00:00", 6, short=True))


def test_a_stay_that_never_started_ends_with_its_batch_without_a_night() -> None:
    given(STAY, w.STAY_PLANNED).when(w.over()).then(w.ended_by_itself("2011-01-21 00:00", 0, short=True))


@pytest.mark.parametrize("past", [(), OVER, WITHDRAWN])
def test_what_is_over_or_was_never_planned_does_not_end_with_its_batch(past: tuple[StayHappened, ...]) -> None:
    given(STAY, *past).when(w.over()).then()


def test_a_stay_that_has_not_started_can_be_taken_back() -> None:
    command = WithdrawStay(stay=w.STAY, at=w.PLANNED_AT)
    given(STAY, w.STAY_PLANNED).when(command).then(WITHDRAWN[1])
    given(STAY, *HERE).when(command).then()
