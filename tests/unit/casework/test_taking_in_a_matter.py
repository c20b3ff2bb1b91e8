from services.casework.decider import CASE
from services.casework.events.case import CaseOpened, CaseSettled
from services.casework.policies import register
from shared.testing import given
from shared.words import ConcernedUnit
from tests.unit.casework import cast


def test_a_matter_answered_on_the_spot_is_settled_with_its_sealed_answer() -> None:
    answer = cast.sealed("answer", "ledger")
    command = cast.take_in(kind="livelihood", field=None, answer=answer)
    (event,) = CASE.decide(command, CASE.initial)
    assert isinstance(event, CaseSettled)
    assert event.answer == answer
    assert event.kind == "livelihood"


def test_a_matter_without_an_answer_is_opened_and_awaits_its_hand_over() -> None:
    given(CASE).when(cast.take_in()).then(cast.OPENED)


def test_every_kind_gets_its_place() -> None:
    for kind in ("livelihood", "dispute", "suggestion", "enquiry", "accusation"):
        (event,) = CASE.decide(cast.take_in(kind=kind, field=None), CASE.initial)
        assert isinstance(event, CaseOpened)
        assert event.kind == kind


def test_an_accusation_goes_to_no_office_of_the_campaign() -> None:
    accused = (ConcernedUnit(id=cast.TRADE),)
    command = cast.take_in(kind="accusation", confidentiality="accusation", subject=None, concerns=accused)
    (event,) = CASE.decide(command, CASE.initial)
    assert event.office is None
    assert event.concerns == accused
    assert event.subject is None


def test_an_accusation_is_never_settled_on_the_spot() -> None:
    command = cast.take_in(kind="accusation", answer=cast.sealed("answer", "ledger"))
    (event,) = CASE.decide(command, CASE.initial)
    assert isinstance(event, CaseOpened)


def test_the_same_matter_heard_of_twice_is_taken_in_once() -> None:
    given(CASE, cast.OPENED).when(cast.take_in()).then()


def test_the_office_that_takes_it_in_is_the_campaigns_activity_office() -> None:
    ((step, command),) = register(cast.raised(), cast.envelope())
    assert step == "take-in"
    assert command.about.office == cast.ACTIVITY
    assert command.at == cast.HEARD
