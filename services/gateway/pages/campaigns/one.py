"""One campaign: its days, its batches, and what is to be done next before anybody goes."""

import asyncio
from collections import Counter
from uuid import UUID

from fastapi import Response

from services.gateway.pages.campaigns.reading import ALL, places_of, read
from services.gateway.pages.page import Page
from services.gateway.pages.route import pages

router = pages()


@router.get("/campaigns/{campaign}")
async def show(campaign: UUID, page: Page) -> Response:
    """A campaign with its batches."""
    told = await read(page, campaign)
    figures, units, places = await asyncio.gather(
        page.get(f"{told.path}/figures"), page.behind.every("/units", limit=ALL), places_of(page, told)
    )
    placed = Counter(one["batch"] for one in told.lines)
    names = {one["id"]: one["name"] for one in units}
    return page.show(
        "campaign.html", told=told, figures=figures, names=names, places=list(places.values()), placed=placed
    )
