"""What the ledger says: what was done and heard in the field, and what was filed."""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.event import Fact, Frozen, Instant
from shared.ids import CampaignId, FilingId, HouseholdId, MatterId, PersonId, PlaceId, StayId, UnitId, VisitId
from shared.sealed import Sealed
from shared.words import Concerned, Confidentiality, Field, MatterKind, Subject, VisitMode


class VisitLogged(Fact):
    """A visit of a stay; it does not tell how many matters were heard (an accusation must leave no gap)."""

    type: Literal["ledger.visit-logged.v1"] = "ledger.visit-logged.v1"
    visit: VisitId
    stay: StayId
    campaign: CampaignId
    unit: UnitId
    place: PlaceId
    cadre: PersonId
    mode: VisitMode
    at: Instant
    late: bool
    households: tuple[HouseholdId, ...]


class Petitioner(Frozen):
    """Who raised a matter: the registered household, and the sealed identity of the person who spoke."""

    subject: UUID  # whose key seals the identity
    household: HouseholdId | None
    name: Sealed | None
    telephone: Sealed | None


class MatterRaised(Fact):
    """A matter heard on a visit; its words travel sealed, under the matter's own key.

    `answer` holds the sealed answer of a matter that was settled on the spot (R80). `activity_office` is null
    for an accusation, which goes to the petition office.
    """

    type: Literal["ledger.matter-raised.v1"] = "ledger.matter-raised.v1"
    matter: MatterId
    visit: VisitId
    campaign: CampaignId
    unit: UnitId
    place: PlaceId
    heard_by: PersonId
    at: Instant
    kind: MatterKind
    field: Field | None
    confidentiality: Confidentiality
    concerns: tuple[Concerned, ...]
    subject: Subject | None
    words: Sealed
    petitioners: tuple[Petitioner, ...]
    answer: Sealed | None
    activity_office: UnitId | None


class IdentityOpened(Fact):
    """The owner of an identity has opened it, for a purpose, for somebody who may (design 8)."""

    type: Literal["ledger.identity-opened.v1"] = "ledger.identity-opened.v1"
    opening: UUID
    matter: MatterId
    unit: UnitId | None
    by: str
    at: Instant


class FilingFact(Fact):
    """What every fact of a filing names: `unit` is the section that drafts it."""

    filing: FilingId
    campaign: CampaignId
    place: PlaceId
    unit: UnitId
    activity_office: UnitId
    district_office: UnitId
    period: str
    due: date


class FilingSubmitted(FilingFact):
    """The four books of a place and period were filed; `digest` is over what was frozen."""

    type: Literal["ledger.filing-submitted.v1"] = "ledger.filing-submitted.v1"
    version: int
    late: bool
    digest: str


class FilingReturned(FilingFact):
    """The district office sent a filing back for correction."""

    type: Literal["ledger.filing-returned.v1"] = "ledger.filing-returned.v1"
    version: int


class FilingReceipted(FilingFact):
    """The district office has the filing on file, under a number."""

    type: Literal["ledger.filing-receipted.v1"] = "ledger.filing-receipted.v1"
    version: int
    late: bool
    number: str


class FilingOverdue(FilingFact):
    """The due day has ended and nothing was filed."""

    type: Literal["ledger.filing-overdue.v1"] = "ledger.filing-overdue.v1"


LedgerFact = (
    VisitLogged | MatterRaised | IdentityOpened | FilingSubmitted | FilingReturned | FilingReceipted | FilingOverdue
)
