import pytest

from services.casework.commands.case import Target
from services.casework.decider import CASE
from services.casework.events.case import CaseHandedOver, CaseOpened
from shared.errors import NotFound, Refused
from shared.ids import CampaignId
from shared.roles import Role
from shared.testing import given
from shared.testing.names import named
from shared.viewer import Grant, Viewer
from shared.words import ConcernedPerson, ConcernedUnit
from tests.unit.casework import cast

TO_TRADE = Target(cast.TRADE, "department", frozenset({cast.TRADE}))
TO_DISCIPLINE = Target(cast.DISCIPLINE, "discipline-office", frozenset({cast.DISCIPLINE}))
ACCUSED_UNIT = (ConcernedUnit(id=cast.LAND),)
ACCUSED_PERSON = (ConcernedPerson(id=cast.HANDLER),)


def accusation(concerns: object) -> CaseOpened:
    return cast.OPENED.model_copy(update={"kind": "accusation", "field": None, "office": None, "concerns": concerns})


def test_a_matter_goes_to_the_competent_department() -> None:
    given(CASE, cast.OPENED).when(cast.hand_over()).then(cast.HANDED_OVER)


def test_the_place_tells_its_contact_unit_section_and_leader_and_the_campaign_its_district_office() -> None:
    (event,) = CASE.decide(cast.hand_over(), CASE.evolve(CASE.initial, cast.OPENED))
    assert isinstance(event, CaseHandedOver)
    assert (event.contact_unit, event.contact_section, event.contact_leader) == (
        cast.BUREAU,
        cast.SECTION,
        cast.LEADER_OF_PLACE,
    )
    assert event.district_office == cast.DISTRICT


def test_another_unit_than_the_competent_one_needs_a_reason() -> None:
    given(CASE, cast.OPENED).when(cast.hand_over(target=TO_TRADE)).then_raises(Refused, "hand-over-needs-reason")


def test_with_a_reason_it_goes_to_another_unit_and_the_explanation_names_both() -> None:
    reason = cast.sealed("reason")
    command = cast.hand_over(target=TO_TRADE, reason=reason)
    (event,) = CASE.decide(command, CASE.evolve(CASE.initial, cast.OPENED))
    assert isinstance(event, CaseHandedOver)
    assert event.handed_to == cast.TRADE
    assert event.explanation.competent == cast.LAND
    assert event.explanation.reason == reason


def test_without_a_competent_unit_somebody_must_name_one() -> None:
    command = cast.hand_over(target=None, competent=None)
    given(CASE, cast.OPENED).when(command).then_raises(Refused, "no-competent-unit")


@pytest.mark.parametrize("kind", ["section", "activity-office", "committee", "petition-office"])
def test_only_units_that_handle_matters_get_them(kind: str) -> None:
    target = Target(cast.SECTION, kind, frozenset({cast.SECTION}))  # type: ignore[arg-type]  # parametrised
    command = cast.hand_over(target=target, reason=cast.sealed("reason"))
    given(CASE, cast.OPENED).when(command).then_raises(Refused, "not-a-handling-unit")


def test_another_activity_office_has_no_such_matter() -> None:
    other = cast.viewer(None, (Role.ACTIVITY_OFFICE, cast.SECTION))
    given(CASE, cast.OPENED).when(cast.hand_over(other)).then_raises(NotFound, "not-found")


def test_a_grant_for_another_campaign_is_none_for_this_matter() -> None:
    grant = Grant(
        Role.ACTIVITY_OFFICE, cast.ACTIVITY, campaign=CampaignId(named("other")), units=frozenset({cast.ACTIVITY})
    )
    other = Viewer(cast.TENANT, "account:x", named("x"), grants=(grant,))
    given(CASE, cast.OPENED).when(cast.hand_over(other)).then_raises(NotFound, "not-found")


def test_a_matter_nobody_raised_is_not_there() -> None:
    given(CASE).when(cast.hand_over()).then_raises(NotFound, "not-found")


def test_handed_over_twice_to_the_same_department_is_done_once() -> None:
    given(CASE, cast.OPENED, cast.HANDED_OVER).when(cast.hand_over()).then()


def test_what_is_with_one_department_is_not_given_to_another() -> None:
    command = cast.hand_over(target=TO_TRADE, reason=cast.sealed("reason"))
    given(CASE, cast.OPENED, cast.HANDED_OVER).when(command).then_raises(Refused, "not-to-be-handed-over")


def test_after_a_return_it_is_handed_over_again() -> None:
    command = cast.hand_over(target=TO_TRADE, reason=cast.sealed("reason"))
    past = (cast.OPENED, cast.HANDED_OVER, cast.RETURNED)
    (event,) = CASE.decide(command, cast.after(*past))
    assert event.handed_to == cast.TRADE


def test_the_petition_office_takes_an_accusation_up_by_handing_it_over() -> None:
    command = cast.hand_over(cast.PETITION_OFFICE, TO_DISCIPLINE, competent=None, reason=cast.sealed("reason"))
    (event,) = CASE.decide(command, cast.after(accusation(ACCUSED_UNIT)))
    assert event.office == cast.PETITIONS
    assert event.unit == cast.PETITIONS
    assert event.role == Role.PETITION_OFFICE


def test_an_accusation_is_not_there_for_the_activity_office() -> None:
    command = cast.hand_over(cast.OFFICE, TO_DISCIPLINE, reason=cast.sealed("reason"))
    given(CASE, accusation(ACCUSED_UNIT)).when(command).then_raises(NotFound, "not-found")


@pytest.mark.parametrize("concerns", [ACCUSED_UNIT, ACCUSED_PERSON])
def test_an_accusation_never_goes_to_the_side_of_whom_it_concerns(concerns: object) -> None:
    command = cast.hand_over(cast.PETITION_OFFICE, cast.TO_LAND, reason=cast.sealed("reason"))
    given(CASE, accusation(concerns)).when(command).then_raises(Refused, "goes-to-the-accused")


def test_an_accusation_against_the_petition_office_is_not_there_for_it() -> None:
    command = cast.hand_over(
        cast.PETITION_OFFICE,
        TO_DISCIPLINE,
        reason=cast.sealed("reason"),
        side=frozenset({cast.PETITIONS}),
    )
    accused = (ConcernedUnit(id=cast.PETITIONS),)
    given(CASE, accusation(accused)).when(command).then_raises(NotFound, "not-found")
