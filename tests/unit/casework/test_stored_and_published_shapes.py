"""The JSON of every stored event and every fact, pinned: these shapes stay for ever (formats 7)."""

from pathlib import Path
from typing import Any, get_args  # an event is built by name

import pytest

from services.casework.decider import CASE, COMPETENCE, ERASURE, LETTERHEAD, NUMBERS
from services.casework.events import case as e
from services.casework.events.offices import CompetenceSet, LetterheadSet
from services.casework.events.reply import NumberDrawn
from services.casework.policies import announce
from shared.contracts.casework import CaseworkFact
from shared.event import Event, Fact, wire_form
from shared.roles import Role
from shared.testing.names import beijing
from shared.viewer import Viewer
from shared.words import Addressee, ConcernedPerson, ConcernedUnit
from tests.unit.casework import cast
from tests.unit.casework.test_erasing import ERASED

GOLDEN = Path(__file__).parent / "golden"
NOON = beijing("2010-12-06 12:00")
HEARD = {**cast.acted(cast.ABOUT_HEARD, cast.SECTION, None, "2010-11-29 11:00"), "by": cast.CADRE, "role": Role.CADRE}
LIMIT = cast.ACCEPTED.schedule.limit
LAND_IN_CHARGE = Addressee(kind="post", post="leader-in-charge", unit=cast.LAND)


def handled(who: Viewer | None, at: str) -> dict[str, Any]:
    return cast.acted(cast.ABOUT_HANDLED, cast.LAND, who, at)


SETTLED = e.CaseSettled(**HEARD, answer=cast.sealed("answer", "ledger"))
REF = e.ExternalRefNoted(**handled(cast.LAND_KEY, "2010-12-01 09:00"), external_ref="国土信-7")
TO_HANDLER = Addressee(kind="person", person=cast.HANDLER)
REMINDED = e.LimitReminded(**handled(None, "2010-12-10 09:00"), limit=LIMIT, to=TO_HANDLER)
ESCALATED = e.CaseEscalated(**handled(None, "2010-12-16 09:00"), limit=LIMIT, level=1, to=LAND_IN_CHARGE)
EVENTS: tuple[Event, ...] = (
    cast.OPENED,
    SETTLED,
    cast.HANDED_OVER,
    cast.RETURNED,
    cast.ACCEPTED,
    REF,
    REMINDED,
    ESCALATED,
    cast.RESULT,
    cast.SENT_BACK,
    cast.SIGNED,
    cast.ISSUED,
    cast.served(4),
    cast.STRUCK,
    NumberDrawn(unit=cast.LAND, series="reply", year=2010, number=3, case=cast.MATTER, at=NOON),
    CompetenceSet(field="employment", unit=cast.LAND, name="劳动就业", by=cast.CLERK, at=NOON),
    LetterheadSet(unit=cast.LAND, prefix="示国土复", by=cast.CLERK, at=NOON),
    ERASED,
)
DECIDERS = (CASE, NUMBERS, COMPETENCE, LETTERHEAD, ERASURE)
FACTS = tuple(fact for event in EVENTS if (fact := announce(event, cast.envelope())) is not None)


def pinned(said: Event | Fact) -> str:
    return (GOLDEN / f"{said.type}.json").read_text("utf-8")


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_the_stored_form_of_an_event_is_fixed(event: Event) -> None:
    _, text = wire_form(event)
    assert text + "\n" == pinned(event)
    assert type(event).model_validate_json(text) == event


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.type)
def test_the_wire_form_of_a_fact_is_fixed(fact: Fact) -> None:
    _, text = wire_form(fact)
    assert text + "\n" == pinned(fact)
    assert type(fact).model_validate_json(text) == fact


def test_every_shape_that_can_be_stored_is_pinned() -> None:
    stored = {event for decider in DECIDERS for event in decider.events}
    assert stored == {type(event) for event in EVENTS}


def test_every_fact_of_the_contract_is_said_and_pinned() -> None:
    assert {type(fact) for fact in FACTS} == set(get_args(CaseworkFact))


def test_drafts_signatures_numbers_and_tables_of_offices_stay_inside() -> None:
    silent = {event.type for event in EVENTS if announce(event, cast.envelope()) is None}
    assert silent == {
        "external-ref-noted.v1",
        "result-sent-back.v1",
        "case-signed.v1",
        "number-drawn.v1",
        "competence-set.v1",
        "letterhead-set.v1",
        "words-erased.v1",
    }


def test_an_accusations_event_says_whom_it_concerns_and_no_subject() -> None:
    concerns = (ConcernedPerson(id=cast.HANDLER), ConcernedUnit(id=cast.LAND))
    kind = {"kind": "accusation", "confidentiality": "accusation", "concerns": concerns}
    event = cast.OPENED.model_copy(update={**kind, "subject": None, "field": None, "office": None})
    _, text = wire_form(event)
    assert text + "\n" == (GOLDEN / "an-accusation.case-opened.v1.json").read_text("utf-8")


def test_no_fact_carries_a_sealed_word() -> None:
    assert all("sealed" not in wire_form(fact)[1] for fact in FACTS)
