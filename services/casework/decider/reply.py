"""From the result to the strike-off: sign, issue, serve, strike (R48, R50, R86, R119, R120)."""

from typing import Any  # an event is built from its bearings by name

from services.casework.commands.case import Asked, IssueReply, RecordResult, SendBack, ServeCopy, Sign, Strike
from services.casework.decider import letter
from services.casework.decider.rights import done_by, done_by_rule, office_of, role_for, taken_in
from services.casework.decider.state import Case
from services.casework.events.bearings import Bearings
from services.casework.events.case import (
    CaseHappened,
    CaseSigned,
    CaseStruck,
    CopyServed,
    ReplyIssued,
    ResultRecorded,
    ResultSentBack,
)
from shared.calendar import day_of
from shared.errors import NotFound, Refused
from shared.ids import PersonId
from shared.roles import Role

SIGNING_POSTS = ("leader-in-charge", "head")


def record_result(command: RecordResult, state: Case) -> list[CaseHappened]:
    """Only the named handler, or the department's own key for that handler, says what was found."""
    about = taken_in(command, state)
    fields = _by_handler(command, about)
    if state.status != "accepted":
        raise Refused("result-recorded-already", "R119")
    return [ResultRecorded(**fields, outcome=command.outcome, facts=command.facts, opinion=command.opinion)]


def _by_handler(command: Asked, about: Bearings) -> dict[str, Any]:
    role = role_for(command.by, about, about.handling_unit, Role.HANDLER, Role.DEPARTMENT_KEY)
    if role is Role.HANDLER and command.by.person != about.handler:
        raise NotFound("not-found")
    return done_by(command, about, about.handling_unit, role)


def send_back(command: SendBack, state: Case) -> list[CaseHappened]:
    """Who could sign may send the result back instead, with a reason."""
    about = taken_in(command, state)
    fields, _ = _by_signer(command, about)
    _awaits_signature(state)
    return [ResultSentBack(**fields, reason=command.reason)]


def sign(command: Sign, state: Case) -> list[CaseHappened]:
    """The leader in charge or the head of the department signs, never the handler."""
    about = taken_in(command, state)
    fields, signed = _by_signer(command, about)
    if state.status in ("signed", "issued") and state.signer == command.by.person:
        return []
    _awaits_signature(state)
    if command.erased:
        raise Refused("result-erased")
    if command.names is None or state.received is None:
        raise NotFound("not-found")
    return [
        CaseSigned(
            **fields,
            letter=letter.letter(about, state.received, command.names, signed),
            copies=letter.copies(about, command.names),
            series=letter.series_of(about),
            year=day_of(command.at).year,
        )
    ]


_Signed = tuple[PersonId, str]


def _by_signer(command: SendBack | Sign, about: Bearings) -> tuple[dict[str, Any], _Signed]:
    role = role_for(command.by, about, about.handling_unit, Role.LEADER)
    held = [post.post for post in command.posts if post.unit == about.handling_unit and post.post in SIGNING_POSTS]
    person = command.by.person
    if person is None or not held:
        raise Refused("not-a-signing-leader", "R107")
    if person == about.handler:
        raise Refused("handler-never-signs", "R120")
    return done_by(command, about, about.handling_unit, role), (person, held[0])


def _awaits_signature(state: Case) -> None:
    if state.status != "result-recorded":
        raise Refused("nothing-to-sign", "R119")


def issue(command: IssueReply, state: Case) -> list[CaseHappened]:
    """The signed reply gets the number drawn for it, once."""
    about = taken_in(command, state)
    if state.status != "signed" or state.letter is None or state.outcome is None:
        return []
    year = day_of(command.at).year
    number = letter.document_number(state.letter, letter.series_of(about), year, command.serial)
    return [
        ReplyIssued(
            **done_by_rule(command, about, about.handling_unit),
            number=number,
            serial=command.serial,
            letter=state.letter,
            copies=state.copies,
            outcome=state.outcome,
        )
    ]


def serve(command: ServeCopy, state: Case) -> list[CaseHappened]:
    """Each copy has its own outcome; only one that came back may be sent again."""
    about = taken_in(command, state)
    fields = _by_server(command, about)
    copy = next((copy for copy in state.copies if copy.number == command.number), None)
    if state.status not in ("issued", "struck") or copy is None:
        raise NotFound("not-found")
    if copy.withheld:
        raise Refused("copy-is-withheld", "Regulations Art. 30(3)", number=copy.number)
    if copy.number in state.served - state.coming_back:
        raise Refused("copy-has-its-outcome", "R120", number=copy.number)
    _is_told_in_full(command)
    return [
        CopyServed(
            **fields,
            number=command.number,
            result=command.result,
            means=command.means,
            served_at=command.served_at,
            details=command.details,
        )
    ]


def _by_server(command: ServeCopy, about: Bearings) -> dict[str, Any]:
    role = role_for(command.by, about, about.handling_unit, Role.CLERK, Role.DEPARTMENT_KEY, Role.HANDLER)
    if role is Role.HANDLER and command.by.person != about.handler:
        raise NotFound("not-found")
    return done_by(command, about, about.handling_unit, role)


def _is_told_in_full(command: ServeCopy) -> None:
    if command.served_at > command.at:
        raise Refused("served-in-the-future", "R120")
    if command.result == "refused" and not command.witnessed:
        raise Refused("refusal-needs-witness", "R120")
    if command.result == "returned" and not command.reasoned:
        raise Refused("return-needs-reason", "R120")


def strike(command: Strike, state: Case) -> list[CaseHappened]:
    """The office that handed it over strikes it off once every copy has an outcome; never who handled or signed."""
    about = taken_in(command, state)
    office, role = office_of(command.by, about)
    if state.status == "struck":
        return []
    if state.status != "issued" or state.outcome is None:
        raise Refused("not-answered", "R48")
    _is_struck_by_another(command, about, state)
    if waiting := [copy.number for copy in state.copies if not copy.withheld and copy.number not in state.served]:
        raise Refused("copies-without-outcome", "R120", copies=", ".join(map(str, waiting)))
    return [CaseStruck(**done_by(command, about, office, role), outcome=state.outcome, evidence=command.evidence)]


def _is_struck_by_another(command: Strike, about: Bearings, state: Case) -> None:
    """Of an account that is nobody's it could not be said that somebody else struck it off."""
    if command.by.person is None:
        raise Refused("struck-by-nobody", "R86")
    if command.by.person in (about.handler, state.signer):
        raise Refused("struck-by-another", "R86")
