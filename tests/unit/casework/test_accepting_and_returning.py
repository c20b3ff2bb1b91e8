from datetime import date

import pytest

from services.casework.commands.case import HeldPost, NoteExternalRef, Return
from services.casework.decider import CASE
from services.casework.events.case import CaseAccepted, CaseReturned, ExternalRefNoted
from shared.errors import NotFound, Refused
from shared.testing import given
from shared.testing.names import beijing
from shared.viewer import Viewer
from tests.unit.casework import cast

HANDED = (cast.OPENED, cast.HANDED_OVER)


def return_(by: Viewer = cast.LAND_CLERK) -> Return:
    return Return(**cast.asked(by, "2010-12-01 09:00"), reason=cast.sealed("reason"))


def test_the_clerk_accepts_and_names_a_handler() -> None:
    given(CASE, *HANDED).when(cast.accept()).then(cast.ACCEPTED)


def test_the_departments_key_accepts_as_its_clerk() -> None:
    (event,) = CASE.decide(cast.accept(cast.LAND_KEY), cast.after(*HANDED))
    assert isinstance(event, CaseAccepted)
    assert event.handling_unit == cast.LAND
    assert event.by is None


@pytest.mark.parametrize("by", [cast.TRADE_CLERK, cast.LAND_HANDLER, cast.LAND_LEADER, cast.OFFICE])
def test_for_anybody_else_there_is_nothing_to_accept(by: Viewer) -> None:
    given(CASE, *HANDED).when(cast.accept(by)).then_raises(NotFound, "not-found")


def test_the_handler_must_hold_that_post_in_the_unit() -> None:
    elsewhere = (HeldPost("handler", cast.TRADE), HeldPost("clerk", cast.LAND))
    given(CASE, *HANDED).when(cast.accept(posts=elsewhere)).then_raises(Refused, "not-a-handler-there")


def test_the_limit_is_the_fifteenth_day_after_acceptance() -> None:
    assert cast.ACCEPTED.schedule.limit == date(2010, 12, 15)


def test_accepting_twice_with_the_same_handler_is_done_once() -> None:
    given(CASE, *cast.TO_ACCEPTANCE).when(cast.accept()).then()


def test_another_handler_is_not_named_by_accepting_again() -> None:
    command = cast.accept(handler=cast.CLERK)
    given(CASE, *cast.TO_ACCEPTANCE).when(command).then_raises(Refused, "accepted-already")


def test_the_department_returns_a_matter_with_its_reason() -> None:
    given(CASE, *HANDED).when(return_()).then(cast.RETURNED)


def test_a_return_still_names_the_department_that_had_it() -> None:
    (event,) = CASE.decide(return_(), cast.after(*HANDED))
    assert isinstance(event, CaseReturned)
    assert event.handed_to == cast.LAND


def test_once_returned_the_matter_is_not_there_for_the_department() -> None:
    given(CASE, *HANDED, cast.RETURNED).when(return_()).then_raises(NotFound, "not-found")
    given(CASE, *HANDED, cast.RETURNED).when(cast.accept()).then_raises(NotFound, "not-found")


def test_what_was_accepted_is_not_returned() -> None:
    given(CASE, *cast.TO_ACCEPTANCE).when(return_()).then_raises(Refused, "accepted-already")


def test_the_limit_runs_from_the_acceptance_of_the_department_that_handles_it() -> None:
    again = cast.HANDED_OVER.model_copy(update={"handed_to": cast.TRADE})
    command = cast.accept(cast.TRADE_CLERK, at=beijing("2010-12-02 10:00"), posts=(HeldPost("handler", cast.TRADE),))
    (event,) = CASE.decide(command, cast.after(*HANDED, cast.RETURNED, again))
    assert isinstance(event, CaseAccepted)
    assert event.handling_unit == cast.TRADE
    assert event.schedule.limit == date(2010, 12, 17)


def test_a_department_gives_a_matter_its_own_number() -> None:
    command = NoteExternalRef(**cast.asked(cast.LAND_KEY, "2010-12-01 09:00"), external_ref="国土信〔2010〕7")
    (event,) = CASE.decide(command, cast.after(*cast.TO_ACCEPTANCE))
    assert isinstance(event, ExternalRefNoted)
    given(CASE, *cast.TO_ACCEPTANCE, event).when(command).then()


def test_another_department_numbers_nothing_here() -> None:
    command = NoteExternalRef(**cast.asked(cast.TRADE_CLERK, "2010-12-01 09:00"), external_ref="7")
    given(CASE, *cast.TO_ACCEPTANCE).when(command).then_raises(NotFound, "not-found")
