"""The four books of a place over HTTP, and a campaign's figures."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.ledger.api.asking import Read
from services.ledger.queries import books, figures
from services.ledger.queries.books import Books, Wanted
from services.ledger.queries.figures import Coverage, Figures
from shared.ids import CampaignId, PlaceId
from shared.web.asking import action

router = APIRouter(prefix="/api/v1", tags=["books"])


@router.get("/places/{place}/books", **action("book.read"))
async def show_books(place: PlaceId, wanted: Annotated[Wanted, Query()], read: Read) -> Books:
    """The four books as they are now, each line with the event it comes from; an empty book says 本月无."""
    return await books.live(read.db, read.seer, place, wanted, read.opener)


@router.get("/campaigns/{campaign}/coverage", **action("book.read"))
async def show_coverage(campaign: CampaignId, read: Read) -> Coverage:
    """The two coverages (R22): households met, and households visited at home, of all."""
    return await figures.coverage(read.db, read.seer, campaign)


@router.get("/campaigns/{campaign}/field-figures", **action("book.read"))
async def show_figures(campaign: CampaignId, read: Read) -> Figures:
    """A campaign's field work and filings in figures, of those that the asker may see."""
    return await figures.figures(read.db, read.seer, campaign)
