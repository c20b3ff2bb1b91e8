"""The filing of 柳塘村 for 2010-12 and what befalls it; its books hold one screening."""

from datetime import date
from typing import Any  # commands and events are built by name
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.ledger.commands import filing as cf
from services.ledger.events import books as b
from services.ledger.events import filing as f
from services.ledger.policies import filing_of
from shared.eventstore.seal import LogHead, seal_of
from shared.testing.names import beijing, named
from shared.viewer import Viewer
from tests.unit.ledger import world as w

PERIOD, DUE = "2010-12", date(2010, 12, 31)
FILING_ID = filing_of(w.CAMPAIGN, w.VILLAGE, PERIOD)
WHOSE = f.OfFiling(
    filing=FILING_ID,
    campaign=w.CAMPAIGN,
    place=w.VILLAGE,
    unit=w.SECTION,
    activity_office=w.ACTIVITY,
    district_office=w.DISTRICT_OFFICE,
    period=PERIOD,
    due=DUE,
)


def line(name: str = "screening", words: str = "as it was", **changed: Any) -> b.BookLine:
    """A line of the stability book."""
    record = named(name)
    told: dict[str, Any] = {
        "book": "stability",
        "kind": "screening",
        "record": record,
        "n": None,
        "at": w.NOON,
        "households": (),
        "cadre": w.CADRE,
        "unit": w.SECTION,
        "about": None,
        "subject": None,
        "spans": (b.Span(words=w.sealed(words, record), about="work-safety"),),
        "figures": (),
        "outcome": "found",
        "result": None,
        "was": (),
        "source": b.Source(service="ledger", position=17, event=named(f"event of {name}")),
    }
    return b.BookLine(**told | changed)


SPAN: dict[str, Any] = {"after": b.Positions(ledger=0, casework=0), "until": b.Positions(ledger=40, casework=9)}
BOOKS = b.Reading(**SPAN, lines=(line(),))
REWORDED = b.Reading(**SPAN, lines=(line(words="as it is", was=(line().spans,)),))


def step(by: Viewer | None, at: str, **changed: Any) -> dict[str, Any]:
    """The fields of an event of the filing; nobody's: a rule's."""
    return {**dict(WHOSE), "by": by.person if by else None, "at": beijing(at)} | changed


OPENED = f.FilingOpened(**step(None, "2010-11-20 09:00"), overdue_at=beijing("2011-01-01 00:00"))
DRAFTED = f.FilingDrafted(**step(w.HEAD, "2010-12-31 16:00"))


def submitted(at: str = "2010-12-31 16:00", version: int = 1, **changed: Any) -> f.FilingSubmitted:
    """A version as it was filed."""
    books = changed.pop("books", BOOKS)
    told = {"version": version, "late": False, "books": books, "digest": b.digest(FILING_ID, version, books)}
    return f.FilingSubmitted(**step(w.OFFICE, at) | told | changed)


RETURNED = f.FilingReturned(**step(w.DISTRICT, "2011-01-04 09:00"), version=1, reason=w.sealed("reason", FILING_ID))


def receipted(at: str = "2010-12-31 16:30", **changed: Any) -> f.FilingReceipted:
    """On file, before its number."""
    told = {"version": 1, "late": False, "prefix": "示备", "year": 2010}
    return f.FilingReceipted(**step(w.DISTRICT, at) | told | changed)


def numbered(at: str = "2010-12-31 16:30", **changed: Any) -> f.ReceiptNumbered:
    """The receipt with its number."""
    told = {"version": 1, "late": False, "number": "示备〔2010〕7号", "serial": 7}
    return f.ReceiptNumbered(**step(None, at) | told | changed)


UP_TO = LogHead("ledger", UUID("0b7d4c5e-6a1f-4c3e-9f58-2f1f6f0f7a01"), w.TENANT, 17, bytes(range(32)), w.NOON)
SEAL = seal_of(UP_TO, Ed25519PrivateKey.from_private_bytes(bytes(range(32)))).rstrip()
SEALED = f.ReceiptSealed(**step(None, "2010-12-31 16:30"), version=1, seal=SEAL)
OVERDUE = f.FilingOverdue(**step(None, "2011-01-01 00:00"))


def ask(kind: type[Any], by: Viewer, at: str, **more: Any) -> Any:
    """A step that somebody asks for."""
    return kind(filing=FILING_ID, by=by, at=beijing(at), **more)


def submit(at: str = "2010-12-31 16:00", by: Viewer = w.OFFICE, **changed: Any) -> cf.SubmitFiling:
    """File the books as they were read."""
    told = {"books": BOOKS, "earlier": None} | changed
    return cf.SubmitFiling(filing=FILING_ID, by=by, at=beijing(at), **told)
