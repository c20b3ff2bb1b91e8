"""Casework's border, pure: what it makes of a matter heard, of its own signatures, of a due timer; what it tells."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, assert_never  # a fact takes its fields from its event by name
from uuid import UUID

from services.casework.commands.case import Escalate, IssueReply, OfCase, RemindOfLimit, TakeIn
from services.casework.commands.numbers import DrawNumber
from services.casework.events import case as e
from services.casework.events.bearings import Bearings
from services.casework.events.reply import NumberDrawn
from shared.change import Envelope
from shared.contracts import casework as f
from shared.contracts.ledger import MatterRaised
from shared.event import Event, Fact
from shared.ids import MatterId

REMINDER = "reminder"
ESCALATION = "escalation"


def register(said: MatterRaised, envelope: Envelope) -> Iterator[tuple[str, TakeIn]]:
    """Each matter heard on a visit becomes an item of the register (R79): nothing is typed twice."""
    about = Bearings(
        case=said.matter,
        campaign=said.campaign,
        visit=said.visit,
        kind=said.kind,
        field=said.field,
        confidentiality=said.confidentiality,
        concerns=said.concerns,
        subject=said.subject,
        place=said.place,
        heard_by=said.heard_by,
        office=None if said.kind == "accusation" else said.activity_office,
        contact_unit=None,
        handed_to=None,
        handling_unit=None,
        handler=None,
    )
    yield "take-in", TakeIn(case=said.matter, at=said.at, about=about, unit=said.unit, answer=said.answer)


def number(said: e.CaseSigned | NumberDrawn, envelope: Envelope) -> Iterator[tuple[str, DrawNumber | IssueReply]]:
    """A signed reply draws its number from its unit's series, and is issued with it."""
    match said:
        case e.CaseSigned(handling_unit=unit) if unit is not None:
            yield "draw", DrawNumber(unit=unit, series=said.series, year=said.year, case=said.case, at=said.at)
        case NumberDrawn():
            yield "issue", IssueReply(case=said.case, at=said.at, serial=said.number)


def fire(rule: str, stream: str, n: int, due: datetime) -> OfCase:
    """The command of a due timer: a reminder of the limit, or rung `n` of the ladder."""
    case = MatterId(UUID(stream.removeprefix("case/")))
    if rule == REMINDER:
        return RemindOfLimit(case=case, at=due)
    return Escalate(case=case, at=due, level=n)


def announce(said: Event, envelope: Envelope) -> Fact | None:
    """What the others hear of an own event; drafts, numbers and the tables of offices stay inside."""
    if not isinstance(said, e.CaseHappened):
        return None
    return _fact(said, _bearings(said))


def _bearings(said: e.CaseHappened) -> dict[str, Any]:
    return {name: getattr(said, name) for name in f.CaseFact.model_fields if name != "type"}


def _fact(said: e.CaseHappened, known: dict[str, Any]) -> f.CaseworkFact | None:
    match said:
        case e.CaseSettled():
            return f.MatterSettled(**known)
        case e.CaseOpened():
            return f.CaseOpened(**known)
        case e.CaseHandedOver():
            return f.CaseHandedOver(**known)
        case e.CaseReturned():
            return f.CaseReturned(**known)
        case e.CaseAccepted(schedule=schedule):
            return f.CaseAccepted(**known, limit=schedule.limit)
        case e.LimitReminded() | e.CaseEscalated():
            return _ladder(said, known)
        case e.ResultRecorded() | e.ReplyIssued() | e.CopyServed() | e.CaseStruck():
            return _answer(said, known)
        case e.ExternalRefNoted() | e.ResultSentBack() | e.CaseSigned():
            return None
        case _:
            assert_never(said)


def _ladder(said: e.LimitReminded | e.CaseEscalated, known: dict[str, Any]) -> f.CaseworkFact:
    match said:
        case e.LimitReminded():
            return f.LimitReminded(**known, limit=said.limit, to=said.to)
        case e.CaseEscalated():
            return f.CaseEscalated(**known, limit=said.limit, level=said.level, to=said.to)
        case _:
            assert_never(said)


def _answer(
    said: e.ResultRecorded | e.ReplyIssued | e.CopyServed | e.CaseStruck, known: dict[str, Any]
) -> f.CaseworkFact:
    match said:
        case e.ResultRecorded():
            return f.ResultRecorded(**known, outcome=said.outcome)
        case e.ReplyIssued():
            return f.ReplyIssued(**known, number=said.number, copies=len(said.copies), outcome=said.outcome)
        case e.CopyServed():
            return f.CopyServed(**known, number=said.number, result=said.result)
        case e.CaseStruck():
            return f.CaseStruck(**known, outcome=said.outcome)
        case _:
            assert_never(said)
