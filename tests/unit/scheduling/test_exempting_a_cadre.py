"""A cadre is exempt for a reason and by a document, before the own stay has started (R12)."""

import pytest

from services.scheduling.commands.campaign import Cadres
from services.scheduling.decider import CAMPAIGN
from shared.errors import NotFound, Refused
from shared.testing import given
from tests.unit.scheduling import world as w


def test_a_cadre_is_exempt_for_a_reason_and_by_a_document() -> None:
    given(CAMPAIGN, w.PLANNED).when(w.exempt()).then(w.exempted(w.LI))


@pytest.mark.parametrize(
    ("missing", "code"), [("reason", "exemption-needs-reason"), ("document", "exemption-needs-document")]
)
@pytest.mark.parametrize("blank", ["", " \u3000"])
def test_without_either_nobody_is_exempt(missing: str, code: str, blank: str) -> None:
    given(CAMPAIGN, w.PLANNED).when(w.exempt(w.LI, **{missing: blank})).then_raises(Refused, code, "R12")


def test_only_a_cadre_of_the_unit_can_be_exempt_from_it() -> None:
    given(CAMPAIGN, w.PLANNED).when(w.exempt(w.person("somebody else"))).then_raises(Refused, "not-a-cadre-here")


def test_nobody_is_exempt_from_a_stay_that_has_started() -> None:
    there = Cadres(w.CADRES.all, frozenset({w.LI}))
    said = given(CAMPAIGN, w.PLANNED).when(w.exempt(cadres=there)).then_raises(Refused, "stay-started-already")
    assert said.details == {"people": "李建国"}


def test_exempt_twice_is_exempt_once_and_another_document_is_recorded() -> None:
    past = (w.PLANNED, w.exempted(w.LI))
    given(CAMPAIGN, *past).when(w.exempt()).then()
    (event,) = given(CAMPAIGN, *past).when(w.exempt(document="区组干〔2010〕2号")).events
    assert event.document == "区组干〔2010〕2号"


def test_another_office_exempts_nobody() -> None:
    given(CAMPAIGN, w.PLANNED).when(w.exempt(by=w.OTHER_OFFICE)).then_raises(Refused, "not-your-campaign")


def test_there_is_nothing_to_be_exempt_from_without_a_campaign() -> None:
    given(CAMPAIGN).when(w.exempt()).then_raises(NotFound)
