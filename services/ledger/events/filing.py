"""A filing: the four books of a place and period on their way to the district office (R115)."""

from datetime import date
from typing import Literal

from services.ledger.events.books import Reading
from shared.event import Event, Frozen, Instant
from shared.ids import CampaignId, FilingId, PersonId, PlaceId, UnitId
from shared.sealed import Sealed

OVERDUE = "overdue"
"""The rule of the timer that an opened filing sets."""


class OfFiling(Frozen):
    """What every event of a filing names; `unit` is the section that drafts it (the activity office without one)."""

    filing: FilingId
    campaign: CampaignId
    place: PlaceId
    unit: UnitId
    activity_office: UnitId
    district_office: UnitId
    period: str
    due: date


class FilingEvent(Event, OfFiling):
    """A step of a filing: who took it (null: a rule), and when."""

    by: PersonId | None
    at: Instant


class FilingOpened(FilingEvent):
    """A filing is due, as the campaign now says; at `overdue_at` its day has ended."""

    type: Literal["filing-opened.v1"] = "filing-opened.v1"
    overdue_at: Instant


class FilingDrafted(FilingEvent):
    """The section has put the books in order."""

    type: Literal["filing-drafted.v1"] = "filing-drafted.v1"


class FilingSubmitted(FilingEvent):
    """The activity office filed the books: frozen as they were read, `digest` over all of it.

    `late` is what version 1 was; a later version holds the same span in its wording of that day.
    """

    type: Literal["filing-submitted.v1"] = "filing-submitted.v1"
    version: int
    late: bool
    books: Reading
    digest: str


class FilingReturned(FilingEvent):
    """The district office sent a version back; the reason is sealed under the filing's own key."""

    type: Literal["filing-returned.v1"] = "filing-returned.v1"
    version: int
    reason: Sealed


class FilingReceipted(FilingEvent):
    """The district office has a version on file; it only lacks its number. `prefix` and `year` go before that."""

    type: Literal["filing-receipted.v1"] = "filing-receipted.v1"
    version: int
    late: bool
    prefix: str
    year: int


class ReceiptNumbered(FilingEvent):
    """The receipt has its number (备案号)."""

    type: Literal["receipt-numbered.v1"] = "receipt-numbered.v1"
    version: int
    late: bool
    number: str
    serial: int


class ReceiptSealed(FilingEvent):
    """The ledger's log was sealed up to the receipt's number; `seal` is what stands on it (formats 3), to the byte.

    It is text and no shape of ours: whoever checks it later has the verifier and this line alone.
    """

    type: Literal["receipt-sealed.v1"] = "receipt-sealed.v1"
    version: int
    seal: str


class FilingOverdue(FilingEvent):
    """The due day has ended and nothing was filed."""

    type: Literal["filing-overdue.v1"] = "filing-overdue.v1"


FilingHappened = (
    FilingOpened
    | FilingDrafted
    | FilingSubmitted
    | FilingReturned
    | FilingReceipted
    | ReceiptNumbered
    | ReceiptSealed
    | FilingOverdue
)
