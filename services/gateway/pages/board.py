"""看板: is anything left lying?"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any  # what the API answers is JSON
from uuid import UUID

from fastapi import Response

from services.gateway.pages.behind import No
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.route import pages

router = pages()

_CAMPAIGN = {
    "cases": ("/campaigns/{}/case-figures", "matter.read"),
    "stays": ("/campaigns/{}/figures", "stay.read"),
    "field": ("/campaigns/{}/field-figures", "book.read"),
}
_DISTRICT = {
    "unsettled": ("/unsettled", "matter.settled-number"),
    "steps": ("/latest-steps?limit=12", "matter.read"),
}

_FILED = ("submitted", "receipted")
"""What a section and the activity office have done their part of: no limit runs for them any more."""


@router.get("/board")
async def show(page: Page, campaign: UUID | None = None) -> Response:
    """The figures of a campaign, the newest one unless another is chosen, and what happened last."""
    return page.show("board.html", **await _board(page, campaign))


@router.get("/board/figures")
async def figures(page: Page, campaign: UUID | None = None) -> Response:
    """The part of the board that is live."""
    return page.show("board-figures.html", **await _board(page, campaign))


async def _board(page: OwnVisit, wanted: UUID | None) -> dict[str, Any]:
    campaigns = (await page.get("/campaigns"))["items"]
    chosen = next((one for one in campaigns if wanted in (None, UUID(one["id"]))), None)
    of = _addresses(page, chosen)
    answers = dict(zip(of, await asyncio.gather(*(_part(page, address) for address in of.values())), strict=True))
    parts = {name: answers.get(name) for name in (*_CAMPAIGN, *_DISTRICT)}
    period = period_of(chosen, parts["field"], page.today) if chosen else None
    return {"campaigns": campaigns, "campaign": chosen, "of": list(of.values()), "period": period, **parts}


def _addresses(page: OwnVisit, campaign: Mapping[str, Any] | None) -> dict[str, str]:
    """What the reader's roles can read."""
    of_campaign = {name: (path.format(campaign["id"]), may) for name, (path, may) in _CAMPAIGN.items() if campaign}
    return {name: path for name, (path, may) in (_DISTRICT | of_campaign).items() if page.may(may)}


async def _part(page: OwnVisit, address: str) -> Any:
    """An answer; None of a campaign in which the reader has no share. Raises No."""
    try:
        return await page.get(address)
    except No as no:
        if no.status != 404:
            raise
        return None


def period_of(campaign: Mapping[str, Any], field: Mapping[str, Any] | None, today: date) -> dict[str, Any] | None:
    """The filings that are due next, or were last; without any, the due day alone."""
    if field is None or not campaign["filings"]:
        return None
    known = {period["period"]: period for period in field["periods"]}
    due = _due(campaign["filings"], today)
    states: dict[str, int] = known.get(due["period"], {}).get("by_state", {})
    all_, filed = sum(states.values()), sum(states.get(state, 0) for state in _FILED)
    return {
        "period": due["period"],
        "due": due["due"],
        "all": all_,
        "filed": all_ > 0 and filed == all_,
        "receipted": states.get("receipted", 0),
        "returned": states.get("returned", 0),
        "overdue": known.get(due["period"], {}).get("overdue", 0),
    }


def _due(filings: Sequence[Mapping[str, str]], today: date) -> Mapping[str, str]:
    coming = (filing for filing in filings if date.fromisoformat(filing["due"]) >= today)
    return next(coming, filings[-1])
