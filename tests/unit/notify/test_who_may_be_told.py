"""Every line of roles.md, "What is seen", for those who are told by post."""

from uuid import UUID

import pytest

from services.notify.events.sight import Listener, may_see, pulls
from services.notify.policies import about_of
from shared.contracts import casework
from shared.event import Fact
from shared.roles import Role
from shared.testing.names import named
from tests.unit.notify import cast

STATE_FACTS = tuple(casework.CaseFact.__subclasses__())


def told_of(fact: Fact) -> set[UUID]:
    return {who.unit for who in cast.EVERYBODY if may_see(about_of(fact), who)}


@pytest.mark.parametrize("step", STATE_FACTS, ids=lambda step: step.__name__)
def test_a_handled_case_is_told_to_its_department_both_offices_and_its_contact_unit(
    step: type[casework.CaseFact],
) -> None:
    fact = cast.case(step, handling_unit=cast.LAND)
    assert told_of(fact) == {cast.LAND, cast.ACTIVITY, cast.DISTRICT, cast.BUREAU}


def test_a_hand_over_is_told_to_the_one_it_is_handed_to() -> None:
    assert cast.LAND in told_of(cast.case())
    assert cast.TRADE not in told_of(cast.case())


def test_once_another_department_has_accepted_the_first_one_is_told_no_more() -> None:
    assert told_of(cast.case(handed_to=cast.LAND, handling_unit=cast.TRADE)) >= {cast.TRADE}
    assert cast.LAND not in told_of(cast.case(handed_to=cast.LAND, handling_unit=cast.TRADE))


def test_before_it_is_handed_over_no_department_is_told() -> None:
    opened = cast.case(casework.CaseOpened, handed_to=None, contact_unit=None)
    assert told_of(opened) == {cast.ACTIVITY, cast.DISTRICT}


def test_a_department_that_returned_a_case_is_told_of_its_own_return() -> None:
    assert cast.LAND in told_of(cast.case(casework.CaseReturned))


def test_an_office_is_told_what_it_took_in_itself() -> None:
    of_another = cast.case(office=named("another activity office"))
    assert cast.ACTIVITY not in told_of(of_another)


def test_what_was_heard_is_told_to_the_office_that_took_it_in_alone() -> None:
    assert told_of(cast.matter()) == {cast.ACTIVITY}


def test_visits_and_stays_are_told_to_the_two_offices_of_the_campaign() -> None:
    for fact in (cast.visit(), cast.stay(), cast.SHORTFALL):
        assert told_of(fact) == {cast.ACTIVITY, cast.DISTRICT}


def test_an_activity_office_is_told_of_no_other_offices_campaign() -> None:
    fact = cast.visit().model_copy(update={"campaign": cast.ANOTHER_CAMPAIGN})
    assert told_of(fact) == {cast.DISTRICT}


def test_filings_are_told_to_who_files_and_who_receipts() -> None:
    assert told_of(cast.filing()) == {cast.ACTIVITY, cast.DISTRICT}


def test_who_and_where_is_public_among_units() -> None:
    assert told_of(cast.unit_described()) == {who.unit for who in cast.EVERYBODY}


def test_a_unit_that_the_directory_does_not_know_is_told_of_no_matter() -> None:
    assert not may_see(about_of(cast.case()), cast.listener(cast.LAND, None))


@pytest.mark.parametrize("step", STATE_FACTS, ids=lambda step: step.__name__)
def test_an_accusation_is_told_to_the_petition_office_and_who_inquires_never_to_the_campaigns_offices(
    step: type[casework.CaseFact],
) -> None:
    assert told_of(cast.case(step, **cast.ACCUSATION)) == {cast.PETITIONS, cast.DISCIPLINE}


def test_an_accusation_as_it_was_heard_is_told_to_the_petition_office_alone() -> None:
    heard = cast.matter(kind="accusation", confidentiality="accusation", concerns=cast.ACCUSATION["concerns"])
    assert told_of(heard) == {cast.PETITIONS}


def test_the_firewall_goes_before_every_line() -> None:
    fact = cast.case(**cast.ACCUSATION)
    for who in (cast.PETITION_OFFICE, cast.DISCIPLINE_OFFICE):
        assert may_see(about_of(fact), who)
        with_the_accused = cast.listener(who.unit, who.kind, cast.ACCUSED)
        assert not may_see(about_of(fact), with_the_accused)


def test_a_dispute_about_a_colleague_is_no_accusation() -> None:
    fact = cast.case(concerns=cast.ACCUSATION["concerns"])
    assert may_see(about_of(fact), cast.listener(cast.LAND, "department", cast.ACCUSED))


@pytest.mark.parametrize("who", cast.EVERYBODY, ids=lambda who: str(who.kind))
def test_nobody_whom_an_accusation_concerns_is_told_by_any_fact_of_it(who: Listener) -> None:
    on_their_side = cast.listener(who.unit, who.kind, cast.ACCUSED)
    heard = cast.matter(kind="accusation", confidentiality="accusation", concerns=cast.ACCUSATION["concerns"])
    facts = [cast.case(step, **{**cast.ACCUSATION, "handed_to": who.unit, "office": who.unit}) for step in STATE_FACTS]
    assert not any(may_see(about_of(fact), on_their_side) for fact in (heard, *facts))


def test_a_units_key_reads_what_the_unit_is_told_and_an_administrator_does_not() -> None:
    assert pulls(cast.LAND_KEY, cast.LAND, "department")
    assert pulls(cast.LAND_CLERK, cast.LAND, "department")
    assert not pulls(cast.TRADE_CLERK, cast.LAND, "department")
    assert not pulls(cast.ADMINISTRATOR, cast.LAND, "department")


def test_no_key_of_a_department_reads_what_an_office_is_told() -> None:
    key = cast.viewer((Role.DEPARTMENT_KEY, cast.ACTIVITY))
    assert not pulls(key, cast.ACTIVITY, "activity-office")
