"""The JSON of every stored event and every fact, pinned: these shapes stay for ever (formats 7)."""

from pathlib import Path
from typing import Any, get_args  # events are built by name

import pytest

from services.ledger.decider import DECIDERS
from services.ledger.events.records import Attendance, Contribution, DeedDone, MeetingHeld, NoteWritten
from services.ledger.events.screening import Finding, ScreeningCorrected, ScreeningDone
from services.ledger.events.visit import DiaryCorrected
from services.ledger.policies import announce
from shared.contracts.ledger import LedgerFact
from shared.event import Event, Fact, wire_form
from shared.eventstore.codec import Codec
from shared.ids import ScreeningId
from shared.testing.names import beijing, named
from tests.unit.ledger import filed as wf
from tests.unit.ledger import world as w
from tests.unit.ledger.test_erasing import ERASED, FORESEEN, REDACTED
from tests.unit.ledger.test_households_and_openings import DESCRIBED
from tests.unit.ledger.test_households_and_openings import OPENED as IDENTITY_OPENED
from tests.unit.ledger.test_listing_whom_words_name import listed
from tests.unit.ledger.test_planning_filings import NOTED, drawn, planned

GOLDEN = Path(__file__).parent / "golden"
ID = named("record")
TEXT = w.sealed("text", ID)
LEAK = Finding(what=TEXT, field="work-safety", level="high")
REASON: dict[str, Any] = {**dict(w.ON_STAY), "at": beijing("2011-01-04 12:00"), "reason": TEXT}
EVENTS: tuple[Event, ...] = (
    DESCRIBED,
    w.logged(),
    w.raised(),
    DiaryCorrected(**REASON, visit=w.VISIT, diary=TEXT),
    w.PAIRED,
    w.RANKED,
    w.TAKEN,
    w.RESULTED,
    ScreeningDone(**w.done(), screening=ScreeningId(ID), spot=w.GROUP, findings=(LEAK,)),
    ScreeningCorrected(**REASON, screening=ScreeningId(ID), findings=(LEAK,)),
    DeedDone(**w.done(), deed=ID, kind="water-works", what=TEXT, contribution=Contribution(days=3)),
    MeetingHeld(
        **w.done(),
        meeting=ID,
        kind="evaluation",
        attendance=Attendance(party=20, people=12),
        minutes=TEXT,
        opinions=TEXT,
    ),
    NoteWritten(**w.done(), note=ID, about="branch-and-members", text=TEXT),
    IDENTITY_OPENED,
    FORESEEN,
    ERASED,
    REDACTED,
    listed("note"),
    NOTED,
    planned(),
    wf.OPENED,
    wf.DRAFTED,
    wf.submitted(),
    wf.RETURNED,
    wf.receipted(),
    wf.numbered(),
    wf.SEALED,
    wf.OVERDUE,
    drawn(7),
)
ACCUSATION = w.against_somebody()
FACTS = tuple(fact for event in EVENTS if (fact := announce(event, w.envelope())) is not None)
READER: Codec[Event] = Codec([shape for decider in DECIDERS for shape in decider.events])
FACT_READER: Codec[Fact] = Codec(get_args(LedgerFact))


def pinned(name: str) -> str:
    return (GOLDEN / f"{name}.json").read_text("utf-8").rstrip("\n")


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_the_stored_form_of_an_event_is_fixed_and_read_back(event: Event) -> None:
    type_, text = wire_form(event)
    assert text == pinned(type_)
    assert READER.read(type_, text) == event


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.type)
def test_the_wire_form_of_a_fact_is_fixed_and_read_back(fact: Fact) -> None:
    type_, text = wire_form(fact)
    assert text == pinned(type_)
    assert FACT_READER.read(type_, text) == fact


def test_an_accusation_is_stored_and_told_without_subject_or_office() -> None:
    fact = announce(ACCUSATION, w.envelope())
    assert fact is not None
    assert wire_form(ACCUSATION)[1] == pinned("an-accusation.matter-raised.v1")
    assert wire_form(fact)[1] == pinned("an-accusation.ledger.matter-raised.v1")


def test_every_shape_is_pinned_and_no_file_is_left_over() -> None:
    stored = {shape for decider in DECIDERS for shape in decider.events}
    assert stored == {type(event) for event in EVENTS}
    assert set(get_args(LedgerFact)) == {type(fact) for fact in FACTS}
    accusations = {"an-accusation.matter-raised.v1", "an-accusation.ledger.matter-raised.v1"}
    names = {event.type for event in EVENTS} | {fact.type for fact in FACTS} | accusations
    assert {file.stem for file in GOLDEN.glob("*.json")} == names


def test_what_is_written_down_and_not_heard_stays_inside() -> None:
    told = {event.type for event in EVENTS if announce(event, w.envelope()) is not None}
    assert told == {
        "visit-logged.v1",
        "matter-raised.v1",
        "identity-opened.v1",
        "filing-submitted.v1",
        "filing-returned.v1",
        "receipt-numbered.v1",
        "filing-overdue.v1",
    }


def test_only_a_matter_raised_carries_sealed_values_to_others() -> None:
    assert {fact.type for fact in FACTS if "sealed" in wire_form(fact)[1]} == {"ledger.matter-raised.v1"}
