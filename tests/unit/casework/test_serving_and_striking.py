import pytest

from services.casework.commands.case import IssueReply
from services.casework.decider import CASE
from services.casework.events.case import CaseStruck, CopyServed
from shared.errors import NotFound, Refused
from shared.roles import Role
from shared.testing import given
from shared.testing.names import beijing
from shared.viewer import Viewer
from shared.words import ConcernedUnit
from tests.unit.casework import cast


def test_the_handler_serves_a_copy() -> None:
    given(CASE, *cast.TO_ISSUE).when(cast.serve(1)).then(cast.served(1))


@pytest.mark.parametrize("by", [cast.LAND_CLERK, cast.LAND_KEY])
def test_clerk_and_key_serve_too(by: Viewer) -> None:
    (event,) = CASE.decide(cast.serve(1, by), cast.after(*cast.TO_ISSUE))
    assert isinstance(event, CopyServed)


@pytest.mark.parametrize("by", [cast.TRADE_CLERK, cast.LAND_LEADER, cast.OFFICE])
def test_nobody_else_serves(by: Viewer) -> None:
    given(CASE, *cast.TO_ISSUE).when(cast.serve(1, by)).then_raises(NotFound, "not-found")


def test_there_is_no_fifth_copy_and_none_before_the_reply() -> None:
    given(CASE, *cast.TO_ISSUE).when(cast.serve(5)).then_raises(NotFound, "not-found")
    given(CASE, *cast.TO_ACCEPTANCE, cast.RESULT, cast.SIGNED).when(cast.serve(1)).then_raises(NotFound, "not-found")


def test_a_refusal_needs_a_witness() -> None:
    refused = cast.serve(4, result="refused")
    given(CASE, *cast.TO_ISSUE).when(refused).then_raises(Refused, "refusal-needs-witness")
    (event,) = CASE.decide(cast.serve(4, result="refused", witnessed=True), cast.after(*cast.TO_ISSUE))
    assert isinstance(event, CopyServed)
    assert event.result == "refused"


def test_a_returned_copy_needs_a_reason() -> None:
    given(CASE, *cast.TO_ISSUE).when(cast.serve(4, result="returned")).then_raises(Refused, "return-needs-reason")


def test_a_copy_is_not_served_in_the_future() -> None:
    later = cast.serve(4, served_at=beijing("2010-12-09 09:00"))
    given(CASE, *cast.TO_ISSUE).when(later).then_raises(Refused, "served-in-the-future")


def test_a_copy_has_one_outcome() -> None:
    given(CASE, *cast.TO_ISSUE, cast.served(1)).when(cast.serve(1)).then_raises(Refused, "copy-has-its-outcome")


def test_a_copy_that_came_back_is_sent_again() -> None:
    given(CASE, *cast.TO_ISSUE, cast.served(4, "returned")).when(cast.serve(4)).then(cast.served(4))


def test_a_withheld_copy_is_not_served() -> None:
    copies = tuple(copy.model_copy(update={"withheld": "concerned"}) for copy in cast.ISSUED.copies)
    issued = cast.ISSUED.model_copy(update={"copies": copies})
    given(CASE, *cast.TO_ISSUE[:-1], issued).when(cast.serve(2)).then_raises(Refused, "copy-is-withheld")


def test_the_office_strikes_a_matter_off_once_all_copies_have_an_outcome() -> None:
    given(CASE, *cast.TO_ISSUE, *cast.ALL_SERVED).when(cast.strike()).then(cast.STRUCK)


def test_a_refused_and_a_returned_copy_are_outcomes_too() -> None:
    served = (cast.served(1), cast.served(2), cast.served(3, "refused"), cast.served(4, "returned"))
    given(CASE, *cast.TO_ISSUE, *served).when(cast.strike()).then(cast.STRUCK)


def test_striking_is_refused_while_a_copy_has_no_outcome_and_says_which() -> None:
    with pytest.raises(Refused) as refusal:
        CASE.decide(cast.strike(), cast.after(*cast.TO_ISSUE, cast.served(1), cast.served(3)))
    assert refusal.value.code == "copies-without-outcome"
    assert refusal.value.details == {"copies": "2, 4"}


def test_a_withheld_copy_does_not_hold_up_the_strike() -> None:
    copies = tuple(
        copy.model_copy(update={"withheld": "concerned"}) if copy.number == 2 else copy for copy in cast.ISSUED.copies
    )
    issued = cast.ISSUED.model_copy(update={"copies": copies})
    served = (cast.served(1), cast.served(3), cast.served(4))
    given(CASE, *cast.TO_ISSUE[:-1], issued, *served).when(cast.strike()).then(cast.STRUCK)


def test_an_accusation_is_struck_once_the_copies_that_may_go_out_have_an_outcome() -> None:
    update = {"kind": "accusation", "office": cast.PETITIONS, "concerns": (ConcernedUnit(id=cast.SECTION),)}
    drafted = [event.model_copy(update=update) for event in (*cast.TO_ACCEPTANCE, cast.RESULT)]
    (signed,) = CASE.decide(cast.sign(), cast.after(*drafted))
    issue = IssueReply(case=cast.MATTER, at=beijing("2010-12-06 09:00"), serial=1)
    (issued,) = CASE.decide(issue, cast.after(*drafted, signed))
    served = [cast.served(n).model_copy(update=update) for n in (1, 4)]
    (struck,) = CASE.decide(cast.strike(cast.PETITION_OFFICE), cast.after(*drafted, signed, issued, *served))
    assert isinstance(struck, CaseStruck)
    given(CASE, *drafted, signed, issued).when(cast.serve(3)).then_raises(Refused, "copy-is-withheld")


def test_no_matter_is_struck_without_an_answer() -> None:
    for past in ((cast.OPENED,), cast.TO_ACCEPTANCE, cast.TO_ISSUE[:-1]):
        given(CASE, *past).when(cast.strike()).then_raises(Refused, "not-answered")


@pytest.mark.parametrize("person", [cast.HANDLER, cast.IN_CHARGE])
def test_who_handled_or_signed_never_strikes(person: object) -> None:
    insider = cast.viewer(person, (Role.ACTIVITY_OFFICE, cast.ACTIVITY))  # type: ignore[arg-type]  # parametrised
    past = (*cast.TO_ISSUE, *cast.ALL_SERVED)
    given(CASE, *past).when(cast.strike(insider)).then_raises(Refused, "struck-by-another")


def test_an_account_that_is_nobodys_never_strikes() -> None:
    nobody = cast.viewer(None, (Role.ACTIVITY_OFFICE, cast.ACTIVITY))
    given(CASE, *cast.TO_ISSUE, *cast.ALL_SERVED).when(cast.strike(nobody)).then_raises(Refused, "struck-by-nobody")


@pytest.mark.parametrize("by", [cast.PETITION_OFFICE, cast.LAND_CLERK, cast.LAND_LEADER])
def test_only_the_office_that_handed_it_over_strikes(by: Viewer) -> None:
    given(CASE, *cast.TO_ISSUE, *cast.ALL_SERVED).when(cast.strike(by)).then_raises(NotFound, "not-found")


def test_struck_twice_is_struck_once() -> None:
    given(CASE, *cast.TO_ISSUE, *cast.ALL_SERVED, cast.STRUCK).when(cast.strike()).then()


def test_a_copy_that_came_back_is_sent_again_even_after_the_strike() -> None:
    past = (*cast.TO_ISSUE, *cast.ALL_SERVED[:3], cast.served(4, "returned"), cast.STRUCK)
    given(CASE, *past).when(cast.serve(4)).then(cast.served(4))
