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
from shared.contracts import casework as f
from shared.contracts.ledger import MatterRaised
from shared.envelope import Envelope
from shared.event import Event, Fact
from shared.ids import MatterId


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
        case e.CaseSigned():
            unit = said.handling_unit
            assert unit is not None  # only a handling unit's leader signs
            yield "draw", DrawNumber(unit=unit, series=said.series, year=said.year, case=said.case, at=said.at)
        case NumberDrawn():
            yield "issue", IssueReply(case=said.case, at=said.at, serial=said.number)
        case _:
            assert_never(said)


def fire(rule: str, stream: str, n: int, due: datetime) -> OfCase:
    """The command of a due timer: a reminder of the limit, or rung `n` of the ladder."""
    case = MatterId(UUID(stream.removeprefix("case/")))
    if rule == e.REMINDER:
        return RemindOfLimit(case=case, at=due)
    assert rule == e.ESCALATION, f"no matter has a timer {rule}"
    return Escalate(case=case, at=due, level=n)


_SAYS: dict[type[Event], type[f.CaseFact]] = {
    e.CaseSettled: f.MatterSettled,
    e.CaseOpened: f.CaseOpened,
    e.CaseHandedOver: f.CaseHandedOver,
    e.CaseReturned: f.CaseReturned,
    e.CaseAccepted: f.CaseAccepted,
    e.LimitReminded: f.LimitReminded,
    e.CaseEscalated: f.CaseEscalated,
    e.ResultRecorded: f.ResultRecorded,
    e.ReplyIssued: f.ReplyIssued,
    e.CopyServed: f.CopyServed,
    e.CaseStruck: f.CaseStruck,
}


def announce(said: Event, envelope: Envelope) -> Fact | None:
    """What the others hear of an own event; drafts, signatures, numbers and the tables of offices stay inside."""
    fact = _SAYS.get(type(said))
    return fact(**{name: _told(said, name) for name in fact.model_fields if name != "type"}) if fact else None


def _told(said: Event, name: str) -> Any:
    if isinstance(said, e.CaseAccepted) and name == "limit":
        return said.schedule.limit
    if isinstance(said, e.ReplyIssued) and name == "copies":
        return len(said.copies)
    return getattr(said, name)
