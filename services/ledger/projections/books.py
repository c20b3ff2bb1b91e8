"""The four books of a place, from what was done and heard in the field (R109–R113). An accusation makes no line."""

from collections.abc import Iterator
from typing import Any, assert_never  # the fields of a line

from sqlalchemy import MetaData, bindparam, func, insert, update

from services.ledger.events.books import BookLine, Figure, LineKind, Source, Span
from services.ledger.events.field import FieldEvent
from services.ledger.events.pairing import MeasureResulted
from services.ledger.events.records import DeedDone, MeetingHeld, NoteWritten
from services.ledger.events.screening import Finding, ScreeningCorrected, ScreeningDone
from services.ledger.events.visit import DiaryCorrected, MatterRaised, VisitLogged
from services.ledger.projections.lines import line_row, line_table
from services.ledger.projections.shapes import plains
from shared.change import Change, Envelope
from shared.eventstore.projections import Projection
from shared.words import Book

METADATA = MetaData(schema="books")
lines = line_table(METADATA)

ADD = insert(lines)
REWORD = (
    update(lines)
    .where(lines.c.record == bindparam("of"), lines.c.kind == bindparam("of_kind"))
    .values(spans=bindparam("spans"), was=lines.c.was.op("||")(func.jsonb_build_array(lines.c.spans)))
)

Written = VisitLogged | MatterRaised | MeasureResulted | DeedDone | MeetingHeld | NoteWritten | ScreeningDone
Reworded = DiaryCorrected | ScreeningCorrected


def project(said: Written | Reworded, envelope: Envelope) -> Iterator[Change]:
    """A line of its own for what was done; a correction rewords the line that is there."""
    if isinstance(said, DiaryCorrected | ScreeningCorrected):
        yield envelope.stream, REWORD, _reworded(said)
    elif line := _line(said, Source(service="ledger", position=envelope.position, event=envelope.id)):
        yield envelope.stream, ADD, line_row(line, said.campaign, said.place)


def _reworded(said: Reworded) -> dict[str, Any]:
    if isinstance(said, DiaryCorrected):
        return {"of": said.visit, "of_kind": "diary", "spans": plains([Span(words=said.diary)])}
    return {"of": said.screening, "of_kind": "screening", "spans": plains(_spans(said.findings))}


def _line(said: Written, source: Source) -> BookLine | None:
    match said:
        case VisitLogged():
            met = tuple(dict.fromkeys(caller.household for caller in said.callers if caller.household))
            fields = {"record": said.visit, "households": met, "spans": (Span(words=said.diary),)}
            return _new("sentiment", "diary", said, source, **fields)
        case MatterRaised():
            return _of_matter(said, source)
        case MeasureResulted() | DeedDone():
            return _of_help(said, source)
        case MeetingHeld() | NoteWritten():
            return _of_branch(said, source)
        case ScreeningDone():
            found = {"spans": _spans(said.findings), "outcome": "found" if said.findings else "none-found"}
            return _new("stability", "screening", said, source, record=said.screening, **found)
        case _:
            assert_never(said)


def _of_matter(said: MatterRaised, source: Source) -> BookLine | None:
    """A dispute was found; another request was settled on the spot, or makes a line nowhere."""
    subject = said.subject if said.confidentiality == "ordinary" else None
    told: dict[str, Any] = {"record": said.matter, "subject": subject, "result": said.answer}
    settled = "settled-on-the-spot" if said.answer else None
    if said.kind == "dispute":
        return _new("stability", "dispute-found", said, source, **told, about=said.field, outcome=settled)
    if said.kind == "accusation" or said.answer is None:
        return None
    met = tuple(caller.household for caller in said.petitioners if caller.household and subject)
    return _new("assistance", "request-settled", said, source, **told, about=said.kind, outcome=settled, households=met)


def _of_help(said: MeasureResulted | DeedDone, source: Source) -> BookLine:
    told: dict[str, Any] = {"about": said.kind, "spans": (Span(words=said.what),)}
    if isinstance(said, MeasureResulted):
        of = {"record": said.pairing, "n": said.number, "households": (said.household,), "result": said.result}
        return _new("assistance", "measure", said, source, **told, **of, figures=_figures(money=said.amount))
    given = said.contribution
    figures = _figures(money=given.money, days=given.days) if given else ()
    return _new("assistance", "deed", said, source, **told, record=said.deed, figures=figures)


def _of_branch(said: MeetingHeld | NoteWritten, source: Source) -> BookLine:
    if isinstance(said, NoteWritten):
        told: dict[str, Any] = {"record": said.note, "about": said.about, "spans": (Span(words=said.text),)}
        return _new("organisation", "note", said, source, **told)
    came = _figures(party=said.attendance.party, people=said.attendance.people)
    told = {"record": said.meeting, "spans": (Span(words=said.minutes),), "result": said.opinions}
    return _new("organisation", said.kind, said, source, **told, figures=came)


def _spans(findings: tuple[Finding, ...]) -> tuple[Span, ...]:
    return tuple(Span(words=one.what, about=one.field, level=one.level) for one in findings)


def _figures(**numbers: object) -> tuple[Figure, ...]:
    return tuple(Figure(name=name, value=str(number)) for name, number in numbers.items() if number is not None)  # type: ignore[arg-type]  # the names of the calls above


_NOTHING: dict[str, Any] = {
    "n": None,
    "households": (),
    "about": None,
    "subject": None,
    "spans": (),
    "figures": (),
    "outcome": None,
    "result": None,
    "was": (),
}


def _new(book: Book, kind: LineKind, said: FieldEvent, source: Source, **told: Any) -> BookLine:
    fields = {"at": said.at, "cadre": said.cadre, "unit": said.unit, **_NOTHING, **told}
    return BookLine(book=book, kind=kind, source=source, **fields)


BOOKS = Projection(
    "books",
    1,
    "ledger",
    (
        VisitLogged,
        MatterRaised,
        DiaryCorrected,
        MeasureResulted,
        DeedDone,
        MeetingHeld,
        NoteWritten,
        ScreeningDone,
        ScreeningCorrected,
    ),
    METADATA,
    project,
)
