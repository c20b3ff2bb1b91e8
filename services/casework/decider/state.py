"""What the rules ask of a matter, and how each step changes it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, assert_never

from services.casework.events import case as e
from services.casework.events.bearings import Bearings, bearings_of
from services.casework.events.reply import Copy, Letter
from shared.ids import PersonId, UnitId
from shared.words import Outcome

Status = Literal[
    "unknown",
    "settled",
    "opened",
    "handed-over",
    "returned",
    "accepted",
    "result-recorded",
    "signed",
    "issued",
    "struck",
]


@dataclass(frozen=True)
class Case:
    """A matter as the rules see it; `about` is None until it was taken in, `told` the rungs already climbed."""

    about: Bearings | None = None
    status: Status = "unknown"
    received: datetime | None = None
    district_office: UnitId | None = None
    schedule: e.Schedule | None = None
    reminded: bool = False
    told: int = 0
    external_ref: str | None = None
    outcome: Outcome | None = None
    letter: Letter | None = None
    copies: tuple[Copy, ...] = ()
    served: frozenset[int] = field(default_factory=frozenset)
    coming_back: frozenset[int] = field(default_factory=frozenset)

    @property
    def signer(self) -> PersonId | None:
        """Who signed, if anybody has."""
        return self.letter.signer if self.letter else None


def evolve(state: Case, event: e.CaseHappened) -> Case:
    """The matter after a step; what happened, happened."""
    return _step(replace(state, about=bearings_of(event)), event)


def _step(state: Case, event: e.CaseHappened) -> Case:
    match event:
        case e.CaseSettled() | e.CaseOpened() | e.CaseHandedOver() | e.CaseReturned() | e.CaseAccepted():
            return _routed(state, event)
        case e.ResultRecorded() | e.ResultSentBack() | e.CaseSigned():
            return _drafted(state, event)
        case e.ReplyIssued() | e.CopyServed() | e.CaseStruck():
            return _closed(state, event)
        case e.ExternalRefNoted() | e.LimitReminded() | e.CaseEscalated():
            return _noted(state, event)
        case _:
            assert_never(event)


def _noted(state: Case, event: e.ExternalRefNoted | e.LimitReminded | e.CaseEscalated) -> Case:
    match event:
        case e.ExternalRefNoted(external_ref=external_ref):
            return replace(state, external_ref=external_ref)
        case e.LimitReminded():
            return replace(state, reminded=True)
        case e.CaseEscalated(level=level):
            return replace(state, told=max(state.told, level))
        case _:
            assert_never(event)


def _routed(
    state: Case, event: e.CaseSettled | e.CaseOpened | e.CaseHandedOver | e.CaseReturned | e.CaseAccepted
) -> Case:
    match event:
        case e.CaseSettled():
            return replace(state, status="settled", received=event.at)
        case e.CaseOpened():
            return replace(state, status="opened", received=event.at)
        case e.CaseHandedOver():
            return replace(state, status="handed-over", district_office=event.district_office)
        case e.CaseReturned():
            about = bearings_of(event).model_copy(update={"handed_to": None})
            return replace(state, status="returned", about=about)
        case e.CaseAccepted(schedule=schedule, external_ref=external_ref):
            return replace(state, status="accepted", schedule=schedule, external_ref=external_ref)
        case _:
            assert_never(event)


def _drafted(state: Case, event: e.ResultRecorded | e.ResultSentBack | e.CaseSigned) -> Case:
    match event:
        case e.ResultRecorded(outcome=outcome):
            return replace(state, status="result-recorded", outcome=outcome)
        case e.ResultSentBack():
            return replace(state, status="accepted", outcome=None)
        case e.CaseSigned(letter=letter, copies=copies):
            return replace(state, status="signed", letter=letter, copies=copies)
        case _:
            assert_never(event)


def _closed(state: Case, event: e.ReplyIssued | e.CopyServed | e.CaseStruck) -> Case:
    match event:
        case e.ReplyIssued(letter=letter, copies=copies):
            return replace(state, status="issued", letter=letter, copies=copies)
        case e.CopyServed(number=number, result="returned"):
            return replace(state, served=state.served | {number}, coming_back=state.coming_back | {number})
        case e.CopyServed(number=number):
            return replace(state, served=state.served | {number}, coming_back=state.coming_back - {number})
        case e.CaseStruck():
            return replace(state, status="struck")
        case _:
            assert_never(event)
