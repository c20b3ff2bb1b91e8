"""Filings over HTTP: drafted, filed, returned, receipted; every frozen version, and what it says otherwise."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from services.ledger.api.asking import Read
from services.ledger.api.bodies import Reason
from services.ledger.commands.filing import DraftFiling, ReceiptFiling, ReturnFiling, SubmitFiling
from services.ledger.events.books import Positions
from services.ledger.queries import differences, filing_span, filings
from services.ledger.queries.differences import Difference, Since
from services.ledger.queries.filings import Filing, FilingPage, Filters, Version
from shared.errors import NotFound
from shared.ids import FilingId, Tenant
from shared.sealed import Sealed
from shared.viewer import Viewer
from shared.web.afterwards import UpToDate
from shared.web.asking import Db, District, Handler, Me, Now, Sealing, action
from shared.web.ports import Ports, Reach

router = APIRouter(prefix="/api/v1/filings", tags=["filings"])


@router.get("", **action("book.read"))
async def list_filings(wanted: Annotated[Filters, Query()], read: Read) -> FilingPage:
    """Filings by due day."""
    return await filings.filings_of(read.db, read.seer, wanted)


@router.get("/{filing}", **action("book.read"))
async def show_filing(filing: FilingId, read: Read, response: Response) -> Filing:
    """A filing with its versions; the ETag is the filing's version, for If-Match."""
    found, version = await filings.filing(read.db, read.seer, filing, read.opener)
    response.headers["ETag"] = f'"{version}"'
    return found


@router.get("/{filing}/versions/{version}", **action("book.read"))
async def show_version(filing: FilingId, version: int, read: Read) -> Version:
    """A frozen version with its four books, and whether its digest is still its own."""
    return await filings.version(read.db, read.seer, filing, version, read.frozen)


@router.get("/{filing}/versions/{version}/difference", **action("book.read"))
async def show_difference(filing: FilingId, version: int, read: Read) -> Difference:
    """What a version says otherwise than the one before it."""
    return await differences.difference(read.db, read.seer, filing, version, read.frozen)


@router.get("/{filing}/versions/{version}/since", **action("book.read"))
async def show_since(filing: FilingId, version: int, read: Read) -> Since:
    """What the books say now otherwise than a version: corrections that were made since."""
    return await differences.since(read.db, read.seer, filing, version, read.frozen)


@dataclass(frozen=True)
class Asked:
    """Who asks something of a filing, and when."""

    filing: FilingId
    by: Viewer
    at: datetime


def _asked(filing: FilingId, me: Me, now: Now) -> Asked:
    return Asked(filing, me, now)


OfFiling = Annotated[Asked, Depends(_asked)]


@router.post("/{filing}/draft", status_code=204, **action("filing.draft"))
async def draft(step: OfFiling, handle: Handler) -> None:
    """The section has put the books in order; again after a return."""
    await handle(DraftFiling(**vars(step)))


async def _submission(step: OfFiling, now: UpToDate, ports: Reach, district: District) -> SubmitFiling:
    until = Positions(ledger=now.position, casework=await _heard_of_casework(ports, district))
    to_file = await filing_span.to_file(now.db, step.filing, until)
    if to_file is None:
        return SubmitFiling(**vars(step), books=None, earlier=None)
    return SubmitFiling(**vars(step), books=to_file.books, earlier=to_file.earlier)


async def _heard_of_casework(ports: Ports, district: Tenant) -> int:
    """How far casework's log is in the books: asked before they are read, so that all up to there is in."""
    consumers = (await ports.following.positions(district))["consumers"]
    name = filing_span.FROM_CASEWORK.name
    return next((int(one["position"]) for one in consumers if one["name"] == name), 0)


@router.post("/{filing}/submission", status_code=204, **action("filing.submit"))
async def submit(submission: Annotated[SubmitFiling, Depends(_submission)], handle: Handler) -> None:
    """File the four books as they are now: every line since the place's filing before this one, frozen."""
    await handle(submission)


async def _sealed_reason(filing: FilingId, body: Reason, db: Db, seals: Sealing, handle: Handler) -> Sealed:
    """The reason, of a request that is well-formed in its headers too, so that a hidden filing is as an unknown one."""
    if not await filing_span.is_known(db, filing):
        raise NotFound("not-found")
    return await seals.close(filing, body.reason)


@router.post("/{filing}/return", status_code=204, **action("filing.receipt"))
async def send_back(step: OfFiling, reason: Annotated[Sealed, Depends(_sealed_reason)], handle: Handler) -> None:
    """Send the newest version back for correction, with a reason."""
    await handle(ReturnFiling(**vars(step), reason=reason))


async def _prefix(filing: FilingId, db: Db) -> str:
    return await filing_span.receipt_prefix(db, filing)


@router.post("/{filing}/receipt", status_code=204, **action("filing.receipt"))
async def receipt(step: OfFiling, prefix: Annotated[str, Depends(_prefix)], handle: Handler) -> None:
    """Take the newest version on file; its number follows."""
    await handle(ReceiptFiling(**vars(step), prefix=prefix))
