"""What makes a matter of each kind, and what an accusation must never carry."""

import pytest

from services.ledger.commands.visit import Heard
from services.ledger.decider.visit import VISIT
from services.ledger.policies import announce
from shared.contracts.ledger import MatterRaised as Fact
from shared.errors import Refused
from shared.testing.scenario import given
from shared.words import ConcernedUnit
from tests.unit.ledger import world as w


def refused(heard: Heard, code: str) -> None:
    given(VISIT).when(w.log(heard)).then_raises(Refused, code)


def request(**changed: object) -> Heard:
    return w.heard(**{"kind": "livelihood", "field": None, "subject": "冬季取暖补助"} | changed)


def test_a_dispute_has_a_field_and_nothing_else_has() -> None:
    refused(w.heard(field=None), "dispute-needs-field")
    refused(request(field="employment"), "field-only-for-disputes")
    refused(w.accused(field="employment"), "field-only-for-disputes")


def test_a_district_may_add_fields_of_its_own() -> None:
    expected = w.raised(field="water-rights")
    given(VISIT).when(w.log(w.heard(field="water-rights"))).then(w.logged(), expected)


@pytest.mark.parametrize("kind", ["livelihood", "suggestion", "enquiry"])
def test_everything_but_an_accusation_has_a_subject(kind: str) -> None:
    refused(request(kind=kind, subject=None), "matter-needs-subject")


def test_a_subject_names_nobody_who_was_met() -> None:
    refused(w.heard(names_somebody=True), "subject-names-somebody")


def test_a_request_settled_on_the_spot_carries_its_answer() -> None:
    answer = w.sealed("answer", w.MATTER)
    told = {"kind": "livelihood", "field": None, "subject": "冬季取暖补助", "answer": answer}
    given(VISIT).when(w.log(request(answer=answer))).then(w.logged(), w.raised(**told))


def test_a_matter_is_restricted_where_the_cadre_says_so() -> None:
    expected = w.raised(confidentiality="restricted")
    given(VISIT).when(w.log(w.heard(restricted=True))).then(w.logged(), expected)


def test_a_matter_was_raised_by_one_of_those_met() -> None:
    two = (w.met(), w.met(w.OTHER_HOUSEHOLD))
    callers = (w.unnamed(), w.unnamed(w.OTHER_HOUSEHOLD))
    second = w.raised(petitioners=(w.caller(w.OTHER_HOUSEHOLD),))
    visit = w.log(w.heard(caller=1), mode="reception", met=two)
    given(VISIT).when(visit).then(w.logged(mode="reception", callers=callers), second)
    refused(w.heard(caller=1), "no-such-caller")


def test_an_accusation_is_always_one_and_goes_past_the_activity_office() -> None:
    given(VISIT).when(w.log(w.accused(restricted=True))).then(w.logged(), w.against_somebody())


def test_an_accusation_says_whom_it_concerns() -> None:
    refused(w.accused(concerns=()), "accusation-concerns-somebody")


def test_whom_a_matter_concerns_is_somebody_the_directory_knows() -> None:
    refused(w.accused(unknown=True), "concerned-unknown")
    refused(w.heard(unknown=True, concerns=(ConcernedUnit(id=w.SECTION),)), "concerned-unknown")


def test_an_accusation_has_no_subject_and_no_answer_on_the_spot() -> None:
    refused(w.accused(subject="干部作风问题"), "accusation-has-no-subject")
    refused(w.accused(answer=w.sealed("answer", w.MATTER)), "accusation-not-on-the-spot")


def test_one_bad_matter_and_the_whole_visit_is_not_logged() -> None:
    given(VISIT).when(w.log(w.heard(), w.heard(field=None))).then_raises(Refused, "dispute-needs-field")


def test_the_visits_fact_does_not_tell_how_many_matters_were_heard() -> None:
    alone, with_accusation = (given(VISIT).when(w.log(*heard)).events for heard in ((), (w.accused(),)))
    assert announce(alone[0], w.envelope()) == announce(with_accusation[0], w.envelope())


def test_an_accusations_words_travel_in_its_own_fact_alone() -> None:
    visit, matter = given(VISIT).when(w.log(w.accused(words=w.sealed("what was said", w.MATTER)))).events
    assert "what was said" not in visit.model_dump_json()
    fact = announce(matter, w.envelope())
    assert isinstance(fact, Fact)
    assert fact.words == w.sealed("what was said", w.MATTER)
    assert (fact.subject, fact.activity_office, fact.confidentiality) == (None, None, "accusation")
