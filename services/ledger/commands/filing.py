"""What may be asked of a filing."""

from dataclasses import dataclass
from datetime import datetime

from services.ledger.events.books import Reading
from services.ledger.events.filing import OfFiling as Whose
from shared.ids import FilingId, UnitId
from shared.sealed import Sealed
from shared.viewer import Viewer

__all__ = ["Whose"]


@dataclass(frozen=True, kw_only=True)
class OfFiling:
    """Something asked of one filing."""

    filing: FilingId
    at: datetime

    @property
    def stream(self) -> str:
        """The filing's own stream."""
        return f"filing/{self.filing}"


@dataclass(frozen=True, kw_only=True)
class OpenFiling(OfFiling):
    """A filing is due, as the campaign now says."""

    whose: Whose


@dataclass(frozen=True, kw_only=True)
class Asked(OfFiling):
    """Asked by somebody."""

    by: Viewer


@dataclass(frozen=True, kw_only=True)
class DraftFiling(Asked):
    """The section has put the books in order."""


@dataclass(frozen=True, kw_only=True)
class SubmitFiling(Asked):
    """File the books as they were read (None: no such filing); `earlier`: the period before that waits, if one does."""

    books: Reading | None
    earlier: str | None


@dataclass(frozen=True, kw_only=True)
class ReturnFiling(Asked):
    """Send the newest version back."""

    reason: Sealed


@dataclass(frozen=True, kw_only=True)
class ReceiptFiling(Asked):
    """Take the newest version on file; `prefix` goes before the receipt's number."""

    prefix: str


@dataclass(frozen=True, kw_only=True)
class NumberReceipt(OfFiling):
    """The number that was drawn for the receipt."""

    serial: int


@dataclass(frozen=True, kw_only=True)
class SealReceipt(OfFiling):
    """The seal that was made of the log up to the receipt's number."""

    seal: str


@dataclass(frozen=True, kw_only=True)
class NoticeOverdue(OfFiling):
    """The due day has ended."""


@dataclass(frozen=True, kw_only=True)
class DrawNumber:
    """Give the next number of an office's series and year to a filing's receipt."""

    unit: UnitId
    year: int
    filing: FilingId
    at: datetime

    @property
    def stream(self) -> str:
        """The series' own stream (formats 1a)."""
        return f"numbers/{self.unit}/filing-receipt/{self.year}"


ByRule = OpenFiling | NumberReceipt | SealReceipt | NoticeOverdue
FilingCommand = ByRule | DraftFiling | SubmitFiling | ReturnFiling | ReceiptFiling
