"""A filing: drafted by the section, filed by the activity office, receipted or sent back by the district (R115)."""

from dataclasses import dataclass, replace
from typing import Any, Literal, assert_never, get_args  # the fields of an event

from services.ledger.commands import filing as c
from services.ledger.events import filing as e
from services.ledger.events.books import Reading, digest
from shared.calendar import day_of, end_of
from shared.decider import Decider
from shared.errors import NotFound, Refused, VersionConflict
from shared.ids import UnitId
from shared.roles import Role

Status = Literal["unknown", "opened", "drafted", "submitted", "returned", "receipted"]


@dataclass(frozen=True)
class Filing:
    """A filing as the rules see it: its newest version, whether version 1 was late, and the span that it holds."""

    whose: e.OfFiling | None = None
    status: Status = "unknown"
    version: int = 0
    late: bool = False
    books: Reading | None = None
    overdue: bool = False
    receipt: e.FilingReceipted | None = None
    numbered: bool = False
    sealed: bool = False


def decide(command: c.FilingCommand, state: Filing) -> list[e.FilingHappened]:
    """What follows from a command. Raises Refused where a rule says no, NotFound where it is not for the asker."""
    return _by_a_rule(command, state) if isinstance(command, c.ByRule) else _asked(command, state)


def _by_a_rule(command: c.ByRule, state: Filing) -> list[e.FilingHappened]:
    match command:
        case c.OpenFiling():
            return open_filing(command, state)
        case c.NumberReceipt():
            return number_receipt(command, state)
        case c.SealReceipt():
            return seal_receipt(command, state)
        case c.NoticeOverdue():
            return notice_overdue(command, state)
        case _:
            assert_never(command)


def _asked(
    command: c.DraftFiling | c.SubmitFiling | c.ReturnFiling | c.ReceiptFiling, state: Filing
) -> list[e.FilingHappened]:
    match command:
        case c.DraftFiling():
            return draft(command, state)
        case c.SubmitFiling():
            return submit(command, state)
        case c.ReturnFiling():
            return send_back(command, state)
        case c.ReceiptFiling():
            return receipt(command, state)
        case _:
            assert_never(command)


def open_filing(command: c.OpenFiling, state: Filing) -> list[e.FilingHappened]:
    """As the campaign now says; the due day of what has been filed is not moved any more."""
    whose = command.whose
    if state.version and state.whose:
        whose = whose.model_copy(update={"due": state.whose.due})
    if state.whose == whose or state.status == "receipted":
        return []
    return [e.FilingOpened(**dict(whose), by=None, at=command.at, overdue_at=end_of(whose.due))]


def draft(command: c.DraftFiling, state: Filing) -> list[e.FilingHappened]:
    """By the head of the section that answers for the place; again after a return."""
    whose = _whose(command, state, Role.SECTION_HEAD)
    if state.status == "drafted":
        return []
    _is_here(state)
    return [e.FilingDrafted(**_step(command, whose))]


def submit(command: c.SubmitFiling, state: Filing) -> list[e.FilingHappened]:
    """The next version, frozen. Version 1 tells whether it was late, and which span the later ones hold."""
    whose = _whose(command, state, Role.ACTIVITY_OFFICE)
    if state.status in ("opened", "returned"):
        raise Refused("filing-not-drafted", "R115")
    _is_here(state)
    if command.earlier is not None:
        raise Refused("earlier-filing-waits", "R115", period=command.earlier)
    books = _read_for(command, state)
    version = state.version + 1
    late = state.late if state.version else command.at >= end_of(whose.due)
    seal = digest(whose.filing, version, books)
    return [e.FilingSubmitted(**_step(command, whose), version=version, late=late, books=books, digest=seal)]


def _read_for(command: c.SubmitFiling, state: Filing) -> Reading:
    books = command.books
    if books is None:
        raise NotFound("not-found")
    if state.books and (books.after, books.until) != (state.books.after, state.books.until):
        raise VersionConflict("version-conflict")  # version 1 came in between; it is read again
    return books


def _is_here(state: Filing) -> None:
    """Raises Refused while the filing is with the district office."""
    if state.status == "submitted":
        raise Refused("filing-submitted-already", "R115", version=state.version)
    if state.status == "receipted":
        raise Refused("filing-receipted-already", "R115")


def send_back(command: c.ReturnFiling, state: Filing) -> list[e.FilingHappened]:
    """For correction, with a reason; not once it is on file."""
    whose = _whose(command, state, Role.DISTRICT_OFFICE)
    _is_there(state)
    return [e.FilingReturned(**_step(command, whose), version=state.version, reason=command.reason)]


def receipt(command: c.ReceiptFiling, state: Filing) -> list[e.FilingHappened]:
    """The newest version is on file; its number is drawn next."""
    whose = _whose(command, state, Role.DISTRICT_OFFICE)
    if state.status == "receipted":
        return []
    _is_there(state)
    told: dict[str, Any] = {"version": state.version, "late": state.late, "prefix": command.prefix}
    return [e.FilingReceipted(**_step(command, whose), **told, year=day_of(command.at).year)]


def _is_there(state: Filing) -> None:
    if state.status == "receipted":
        raise Refused("filing-receipted-already", "R115")
    if state.status != "submitted":
        raise Refused("nothing-filed", "R115")


def number_receipt(command: c.NumberReceipt, state: Filing) -> list[e.FilingHappened]:
    """The receipt gets the number drawn for it, once."""
    receipted = state.receipt
    if receipted is None or state.numbered:
        return []
    number = f"{receipted.prefix}〔{receipted.year}〕{command.serial}号"
    told: dict[str, Any] = {"version": receipted.version, "late": receipted.late}
    return [e.ReceiptNumbered(**_by_rule(command, receipted), **told, number=number, serial=command.serial)]


def seal_receipt(command: c.SealReceipt, state: Filing) -> list[e.FilingHappened]:
    """The receipt bears the first seal that was made for it: another would be as good, and the paper is out."""
    if state.receipt is None or not state.numbered or state.sealed:
        return []
    return [e.ReceiptSealed(**_by_rule(command, state.receipt), version=state.receipt.version, seal=command.seal)]


def notice_overdue(command: c.NoticeOverdue, state: Filing) -> list[e.FilingHappened]:
    """Once, and only while nothing was filed."""
    if state.whose is None or state.version or state.overdue:
        return []
    return [e.FilingOverdue(**_by_rule(command, state.whose))]


def _whose(command: c.Asked, state: Filing, role: Role) -> e.OfFiling:
    """Whose filing it is. Raises NotFound for everybody but the unit whose turn the step is."""
    whose = state.whose
    if whose is None:
        raise NotFound("not-found")
    if not command.by.acts_for(_unit_of(whose, role), role, campaign=whose.campaign, place=whose.place):
        raise NotFound("not-found")
    return whose


def _unit_of(whose: e.OfFiling, role: Role) -> UnitId:
    offices = {Role.ACTIVITY_OFFICE: whose.activity_office, Role.DISTRICT_OFFICE: whose.district_office}
    return offices.get(role, whose.unit)


def _step(command: c.Asked, whose: e.OfFiling) -> dict[str, Any]:
    return {**dict(whose), "by": command.by.person, "at": command.at}


def _by_rule(command: c.OfFiling, whose: e.OfFiling) -> dict[str, Any]:
    return {**dict(_whose_of(whose)), "by": None, "at": command.at}


def _whose_of(said: e.OfFiling) -> e.OfFiling:
    return e.OfFiling.model_construct(**{name: getattr(said, name) for name in e.OfFiling.model_fields})


def evolve(state: Filing, event: e.FilingHappened) -> Filing:
    """The filing after a step; what happened, happened."""
    state = replace(state, whose=_whose_of(event))
    match event:
        case e.FilingReceipted() | e.ReceiptNumbered() | e.ReceiptSealed() | e.FilingOverdue():
            return _ended(state, event)
        case e.FilingOpened():
            return replace(state, status="opened" if state.status == "unknown" else state.status)
        case e.FilingDrafted():
            return replace(state, status="drafted")
        case e.FilingSubmitted(version=version, late=late, books=books):
            return replace(state, status="submitted", version=version, late=late, books=books)
        case e.FilingReturned():
            return replace(state, status="returned")
        case _:
            assert_never(event)


def _ended(state: Filing, event: e.FilingReceipted | e.ReceiptNumbered | e.ReceiptSealed | e.FilingOverdue) -> Filing:
    match event:
        case e.FilingReceipted():
            return replace(state, status="receipted", receipt=event)
        case e.ReceiptNumbered():
            return replace(state, numbered=True)
        case e.ReceiptSealed():
            return replace(state, sealed=True)
        case e.FilingOverdue():
            return replace(state, overdue=True)
        case _:
            assert_never(event)


FILING = Decider(Filing(), decide, evolve, commands=get_args(c.FilingCommand), events=get_args(e.FilingHappened))
"""Stream `filing/{filing}`."""
