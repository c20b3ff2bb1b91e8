"""What casework says: where a matter stands and what was answered."""

from datetime import date
from typing import Literal

from shared.event import Fact, Instant
from shared.ids import CampaignId, MatterId, PersonId, PlaceId, UnitId
from shared.words import Addressee, Concerned, Confidentiality, Field, MatterKind, Outcome, Subject


class CaseFact(Fact):
    """What every fact of a matter names: enough for everyone on the way to know who may see it.

    `unit` is the acting unit; `office` took the matter in (activity office, or petition office; null for an
    accusation that no petition office has taken up). `handed_to` is null before hand-over, `handling_unit`
    before acceptance.
    """

    case: MatterId
    campaign: CampaignId | None
    kind: MatterKind
    field: Field | None
    confidentiality: Confidentiality
    concerns: tuple[Concerned, ...]
    subject: Subject | None
    unit: UnitId | None
    place: PlaceId
    heard_by: PersonId | None
    office: UnitId | None
    contact_unit: UnitId | None
    handed_to: UnitId | None
    handling_unit: UnitId | None
    handler: PersonId | None
    at: Instant


class MatterSettled(CaseFact):
    """A matter was settled on the spot and answered in the visit (R80)."""

    type: Literal["casework.matter-settled.v1"] = "casework.matter-settled.v1"


class CaseOpened(CaseFact):
    """A matter awaits its hand-over."""

    type: Literal["casework.case-opened.v1"] = "casework.case-opened.v1"


class CaseHandedOver(CaseFact):
    """A matter went to the department that is competent (R117)."""

    type: Literal["casework.case-handed-over.v1"] = "casework.case-handed-over.v1"


class CaseReturned(CaseFact):
    """The department sent it back with its reason; `handed_to` still names that department."""

    type: Literal["casework.case-returned.v1"] = "casework.case-returned.v1"


class CaseAccepted(CaseFact):
    """The department took it on, named a handler and has until the end of `limit`."""

    type: Literal["casework.case-accepted.v1"] = "casework.case-accepted.v1"
    limit: date


class LimitReminded(CaseFact):
    """The limit is near and there is no result."""

    type: Literal["casework.limit-reminded.v1"] = "casework.limit-reminded.v1"
    limit: date
    to: Addressee


class CaseEscalated(CaseFact):
    """The limit has passed without a result: one level up (R107–R108)."""

    type: Literal["casework.case-escalated.v1"] = "casework.case-escalated.v1"
    limit: date
    level: int
    to: Addressee


class ResultRecorded(CaseFact):
    """The handler has a result; the reply awaits its signature."""

    type: Literal["casework.result-recorded.v1"] = "casework.result-recorded.v1"
    outcome: Outcome


class ReplyIssued(CaseFact):
    """The written reply was signed and numbered, in `copies` copies (R120)."""

    type: Literal["casework.reply-issued.v1"] = "casework.reply-issued.v1"
    number: str
    copies: int
    outcome: Outcome


class CopyServed(CaseFact):
    """A copy of the reply has an outcome: served, refused or returned."""

    type: Literal["casework.copy-served.v1"] = "casework.copy-served.v1"
    number: int
    result: Literal["served", "refused", "returned"]


class CaseStruck(CaseFact):
    """The matter was struck off the register; no window for review is touched (R86, R92)."""

    type: Literal["casework.case-struck.v1"] = "casework.case-struck.v1"
    outcome: Outcome


CaseworkFact = (
    MatterSettled
    | CaseOpened
    | CaseHandedOver
    | CaseReturned
    | CaseAccepted
    | LimitReminded
    | CaseEscalated
    | ResultRecorded
    | ReplyIssued
    | CopyServed
    | CaseStruck
)
