"""Which line of which book follows from what was done and heard; an accusation makes none (R109–R113)."""

from typing import Any  # statements' parameters

import pytest

from services.ledger.events.books import BookLine, Figure, Source, Span
from services.ledger.events.field import FieldEvent
from services.ledger.events.records import Attendance, Contribution, DeedDone, MeetingHeld, NoteWritten
from services.ledger.events.screening import Finding, ScreeningCorrected, ScreeningDone
from services.ledger.events.visit import DiaryCorrected
from services.ledger.projections import books, resolved
from shared.contracts.casework import CaseStruck
from shared.event import Event
from shared.ids import ScreeningId, UnitId
from shared.testing.names import named
from tests.unit.ledger import world as w

ID = ScreeningId(named("record"))
WORDS = w.sealed("words", ID)


def rows(event: Event) -> list[dict[str, Any]]:
    return [dict(parameters) for _, _, parameters in books.project(event, w.envelope())]  # type: ignore[arg-type]  # any event of the field


def line_of(event: FieldEvent) -> BookLine:
    (row,) = rows(event)
    source = Source(service="ledger", position=row["position"], event=row["event"])
    told = {name: row[name] for name in BookLine.model_fields if name in row}
    return BookLine.model_validate({**told, "source": source, "was": ()})


def test_each_visit_is_a_line_of_the_book_of_sentiment() -> None:
    line = line_of(w.logged())
    assert (line.book, line.kind, line.record) == ("sentiment", "diary", w.VISIT)
    assert line.households == (w.HOUSEHOLD,)
    assert line.spans == (Span(words=w.sealed("diary", w.VISIT)),)


def test_a_line_tells_the_event_it_comes_from() -> None:
    envelope = w.envelope()
    expected = Source(service="ledger", position=envelope.position, event=envelope.id)
    assert line_of(w.logged()).source == expected


def test_a_request_settled_on_the_spot_is_a_line_of_the_book_of_assistance() -> None:
    answer = w.sealed("answer", w.MATTER)
    settled = w.raised(kind="livelihood", field=None, subject="冬季取暖补助", answer=answer)
    line = line_of(settled)
    assert (line.book, line.kind, line.subject) == ("assistance", "request-settled", "冬季取暖补助")
    assert (line.outcome, line.result, line.households) == ("settled-on-the-spot", answer, (w.HOUSEHOLD,))


@pytest.mark.parametrize("kind", ["livelihood", "suggestion", "enquiry"])
def test_a_request_that_waits_for_its_answer_is_no_line_yet(kind: str) -> None:
    assert not rows(w.raised(kind=kind, field=None))


def test_a_dispute_found_is_a_line_of_the_book_of_stability_that_names_nobody() -> None:
    line = line_of(w.raised())
    assert (line.book, line.kind, line.about) == ("stability", "dispute-found", "land-requisition")
    assert (line.subject, line.households, line.spans) == ("征地补偿问题", (), ())


def test_a_restricted_matter_tells_its_field_and_no_more() -> None:
    restricted = w.raised(confidentiality="restricted")
    assert line_of(restricted).subject is None
    told = {"kind": "livelihood", "field": None, "answer": WORDS, "confidentiality": "restricted"}
    settled = line_of(w.raised(**told))
    assert (settled.subject, settled.households) == (None, ())


def test_an_accusation_makes_no_line() -> None:
    assert not rows(w.against_somebody())


def test_a_measure_is_a_line_once_it_has_a_result() -> None:
    assert not hasattr(w.TAKEN, "result")
    line = line_of(w.RESULTED)
    assert (line.book, line.kind, line.n, line.about) == ("assistance", "measure", 1, "employment")
    assert (line.result, line.figures) == (w.RESULT, (Figure(name="money", value="300.00"),))


def test_a_deed_is_a_line_of_the_book_of_assistance_with_what_was_given() -> None:
    given = Contribution(days=3)
    line = line_of(DeedDone(**w.done(), deed=ID, kind="water-works", what=WORDS, contribution=given))
    assert (line.book, line.kind, line.about) == ("assistance", "deed", "water-works")
    assert line.figures == (Figure(name="days", value="3"),)


def test_meetings_and_notes_are_lines_of_the_book_of_organisation() -> None:
    came = Attendance(party=18, people=2)
    told: dict[str, Any] = {"meeting": ID, "attendance": came, "minutes": WORDS, "opinions": None}
    lines = [
        line_of(MeetingHeld(**w.done(), **told, kind="forum")),
        line_of(MeetingHeld(**w.done(), **told, kind="evaluation")),
        line_of(NoteWritten(**w.done(), note=ID, about="branch-and-members", text=WORDS)),
    ]
    assert [(line.book, line.kind) for line in lines] == [
        ("organisation", "forum"),
        ("organisation", "evaluation"),
        ("organisation", "note"),
    ]


def test_a_screening_is_a_line_of_the_book_of_stability_also_when_nothing_was_found() -> None:
    leak = Finding(what=WORDS, field="work-safety", level="high")
    found, none_found = (line_of(ScreeningDone(**w.done(), screening=ID, spot=None, findings=f)) for f in ((leak,), ()))
    assert (found.outcome, found.spans) == ("found", (Span(words=WORDS, about="work-safety", level="high"),))
    assert (none_found.book, none_found.outcome, none_found.spans) == ("stability", "none-found", ())


def test_a_correction_rewords_the_line_that_is_there() -> None:
    corrected = DiaryCorrected(**dict(w.ON_STAY), at=w.NOON, visit=w.VISIT, diary=WORDS, reason=WORDS)
    ((_, statement, parameters),) = books.project(corrected, w.envelope())
    assert statement is books.REWORD
    assert (parameters["of"], parameters["of_kind"]) == (w.VISIT, "diary")
    told: dict[str, Any] = {"screening": ID, "findings": (), "reason": WORDS}
    ((_, statement, _),) = books.project(ScreeningCorrected(**dict(w.ON_STAY), at=w.NOON, **told), w.envelope())
    assert statement is books.REWORD


def struck(**changed: Any) -> CaseStruck:
    told = {
        "case": w.MATTER,
        "campaign": w.CAMPAIGN,
        "kind": "dispute",
        "field": "land-requisition",
        "confidentiality": "ordinary",
        "concerns": (),
        "subject": "征地补偿问题",
        "unit": w.ACTIVITY,
        "place": w.VILLAGE,
        "heard_by": w.CADRE,
        "office": w.ACTIVITY,
        "contact_unit": None,
        "handed_to": None,
        "handling_unit": UnitId(named("国土分局")),
        "handler": w.ACCUSED,
        "at": w.NOON,
        "outcome": "supported",
    }
    return CaseStruck.model_validate(told | changed)


def test_a_dispute_struck_off_the_register_is_resolved_in_the_book_of_stability() -> None:
    ((_, _, row),) = resolved.project(struck(), w.envelope(position=903))
    assert (row["book"], row["kind"], row["outcome"]) == ("stability", "dispute-resolved", "supported")
    assert (row["record"], row["position"], row["place"]) == (w.MATTER, 903, w.VILLAGE)


@pytest.mark.parametrize("kind", ["accusation", "livelihood"])
def test_other_matters_struck_off_make_no_line(kind: str) -> None:
    assert not list(resolved.project(struck(kind=kind, field=None), w.envelope()))
