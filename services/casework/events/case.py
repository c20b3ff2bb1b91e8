"""What happens to a matter, from the visit it was heard on to its strike-off.

Words (reasons, facts, opinions, evidence) are sealed under the matter's own key: they may name people.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints

from services.casework.events.bearings import CaseEvent
from services.casework.events.reply import Copy, Letter, Series
from shared.event import Frozen, Instant
from shared.ids import PersonId, UnitId
from shared.sealed import Sealed
from shared.words import Addressee, Outcome

ExternalRef = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[\w\-/〔〕()（）.]+$")]
"""A department's own number of a matter."""

Service = Literal["served", "refused", "returned"]
"""已送达, 拒收, 退回: the outcomes of a copy."""

Means = Literal["by-hand", "left", "entrusted", "post", "notice"]
"""直接送达, 留置送达, 委托送达, 邮寄送达, 公告送达."""


class CaseSettled(CaseEvent):
    """The matter was settled on the spot and answered in the visit (R80)."""

    type: Literal["case-settled.v1"] = "case-settled.v1"
    answer: Sealed


class CaseOpened(CaseEvent):
    """The matter is on the register and awaits its hand-over (R28, R79)."""

    type: Literal["case-opened.v1"] = "case-opened.v1"


class Explanation(Frozen):
    """Why a matter went where it went (R117): the unit competent for its field, or the reason for another."""

    competent: UnitId | None
    reason: Sealed | None


class CaseHandedOver(CaseEvent):
    """The matter went to a department, and learned who stands by its place and at the top of the ladder."""

    type: Literal["case-handed-over.v1"] = "case-handed-over.v1"
    explanation: Explanation
    contact_section: UnitId | None
    contact_leader: PersonId | None
    district_office: UnitId | None


class CaseReturned(CaseEvent):
    """The department sent the matter back; `handed_to` still names it."""

    type: Literal["case-returned.v1"] = "case-returned.v1"
    reason: Sealed


class Schedule(Frozen):
    """The days a department has, counted when it accepted, and when somebody is told (R107, R108, R118).

    The limit has passed when its day ends. `escalations` are the rungs: leader in charge, head, district office.
    `provisional`: a notice of the State Council may still move the limit, as its proof says; of the days on which
    somebody is told it says nothing.
    """

    days: int
    limit: date
    reminder: Instant
    escalations: tuple[Instant, ...]
    provisional: bool


REMINDER = "reminder"
ESCALATION = "escalation"
"""The rules of the timers that an acceptance sets; the rungs of the ladder are told apart by number."""


class CaseAccepted(CaseEvent):
    """The department took the matter on and named its handler."""

    type: Literal["case-accepted.v1"] = "case-accepted.v1"
    schedule: Schedule
    external_ref: ExternalRef | None


class ExternalRefNoted(CaseEvent):
    """The department gave the matter its own number, or took it away."""

    type: Literal["external-ref-noted.v1"] = "external-ref-noted.v1"
    external_ref: ExternalRef | None


class LimitReminded(CaseEvent):
    """The limit is near and there is no result: the handler is told."""

    type: Literal["limit-reminded.v1"] = "limit-reminded.v1"
    limit: date
    to: Addressee


class CaseEscalated(CaseEvent):
    """The limit has passed without a result: one level up is told (R107, R108)."""

    type: Literal["case-escalated.v1"] = "case-escalated.v1"
    limit: date
    level: int
    to: Addressee


class ResultRecorded(CaseEvent):
    """The handler found the facts and an opinion; both are sealed."""

    type: Literal["result-recorded.v1"] = "result-recorded.v1"
    outcome: Outcome
    facts: Sealed
    opinion: Sealed


class ResultSentBack(CaseEvent):
    """The one who should sign sent the result back; there is none until the handler records the next."""

    type: Literal["result-sent-back.v1"] = "result-sent-back.v1"
    reason: Sealed


class CaseSigned(CaseEvent):
    """The reply is signed as it will be issued; it only lacks its number."""

    type: Literal["case-signed.v1"] = "case-signed.v1"
    letter: Letter
    copies: tuple[Copy, ...]
    series: Series
    year: int


class ReplyIssued(CaseEvent):
    """The written reply has its number (发文字号) and its copies (R119, R120)."""

    type: Literal["reply-issued.v1"] = "reply-issued.v1"
    number: str
    serial: int
    letter: Letter
    copies: tuple[Copy, ...]
    outcome: Outcome


class CopyServed(CaseEvent):
    """A copy has an outcome. `details` seals who brought it, who took it, witness and reason."""

    type: Literal["copy-served.v1"] = "copy-served.v1"
    number: int
    result: Service
    means: Means
    served_at: Instant
    details: Sealed


class CaseStruck(CaseEvent):
    """The matter was struck off the register (R86); no window for review is touched (R92)."""

    type: Literal["case-struck.v1"] = "case-struck.v1"
    outcome: Outcome
    evidence: Sealed


CaseHappened = (
    CaseSettled
    | CaseOpened
    | CaseHandedOver
    | CaseReturned
    | CaseAccepted
    | ExternalRefNoted
    | LimitReminded
    | CaseEscalated
    | ResultRecorded
    | ResultSentBack
    | CaseSigned
    | ReplyIssued
    | CopyServed
    | CaseStruck
)
