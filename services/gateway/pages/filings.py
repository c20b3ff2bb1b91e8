"""台账备案: is what was filed still so?"""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any, Literal  # what the API answers is JSON
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Response

from services.gateway.pages.behind import No
from services.gateway.pages.compared import Comparison, compared
from services.gateway.pages.language import N_
from services.gateway.pages.on_file import HOW, RECEIPT, in_short, receipt_of
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.route import pages
from shared.errors import NotFound
from shared.roles import Role

router = pages()

STATES = ("opened", "drafted", "submitted", "returned", "receipted")
_FILTERS = ("campaign", "period", "place", "state", "overdue", "after")
_SEES_MATTERS = (Role.SECTION_HEAD, Role.ACTIVITY_OFFICE, Role.DISTRICT_OFFICE)

Book = Literal["sentiment", "assistance", "organisation", "stability", "corrected"]
Step = Literal["draft", "submission", "receipt", "return"]


@router.get("/filings")
async def show(page: Page) -> Response:
    """The filings that the reader sees, all or those of a month and a state."""
    asked = {name: page.request.query_params.get(name) for name in _FILTERS}
    found, campaigns = await asyncio.gather(page.get("/filings", limit=50, **asked), page.get("/campaigns"))
    periods = {filing["period"] for campaign in campaigns["items"] for filing in campaign["filings"]}
    next_page = address(asked, after=found["next"]) if found["next"] else ""
    told = {"asked": asked, "periods": sorted(periods), "states": STATES, "address": partial(address, asked)}
    return page.show("filings.html", filings=found["items"], next_page=next_page, **told)


def address(asked: Mapping[str, str | None], **other: str | None) -> str:
    """The list with some filters set otherwise, from its first page on."""
    wanted = {name: text for name, text in {**asked, "after": None, **other}.items() if text}
    return f"/filings?{urlencode(wanted)}" if wanted else "/filings"


@router.get("/filings/{filing}")
async def show_filing(filing: UUID, page: Page, version: int | None = None, book: Book = "sentiment") -> Response:
    """A filing: the newest version beside what the books say now; before there is one, the books as they are."""
    answer = await page.behind.ask("GET", f"/filings/{filing}")
    told = answer.json()
    n = version or told["filed"]
    comparison, frozen = await (_frozen(page, told, n) if n else _unfiled(page, told))
    return page.show(
        "filing.html",
        filing=told,
        etag=answer.headers["etag"],
        n=n,
        frozen=frozen,
        books=comparison,
        book=book,
        in_short=in_short,
        sees_matters=any(page.asker.has(role) for role in _SEES_MATTERS),
    )


async def _frozen(page: OwnVisit, filing: Mapping[str, Any], n: int) -> tuple[Comparison, Any]:
    path = f"/filings/{filing['id']}/versions/{n}"
    frozen, since = await asyncio.gather(page.get(path), page.get(path + "/since"))
    return compared(frozen["books"], since["changed"]), frozen


async def _unfiled(page: OwnVisit, filing: Mapping[str, Any]) -> tuple[Comparison, None]:
    """What would be filed now; nothing for who may see that it is due, but not the place's books."""
    path = f"/places/{filing['place']}/books"
    try:
        books = (await page.get(path, campaign=filing["campaign"], unfiled="true"))["books"]
    except No as no:
        if no.status != 404:
            raise
        books = []
    return compared(books, []), None


_DONE = {
    "draft": N_("已起草，等活动办公室报送。"),
    "submission": N_("已报送，内容已固定。"),
    "receipt": N_("已出具回执。"),
    "return": N_("已退回补正。"),
}


@router.get("/filings/{filing}/paper")
async def show_receipt(filing: UUID, page: Page) -> Response:
    """The receipt as it is printed, for the two offices that exchange it."""
    told = await page.get(f"/filings/{filing}")
    if not told["receipt"]:
        raise NotFound("not-found")
    return page.show("filing-receipt.html", filing=told, lines=receipt_of(told), sheet=RECEIPT, how=HOW)


@router.get("/filings/{filing}/{step}")
async def back(filing: UUID, step: Step, page: Page) -> Response:
    """Where a form came back: to the filing."""
    return page.go(f"/filings/{filing}")


@router.post("/filings/{filing}/{step}")
async def take(filing: UUID, step: Step, page: Page) -> Response:
    """Draft, file, receipt or return what was read: another version than that is not touched."""
    body = {"reason": page.need("reason", N_("请写明退回理由，科室和活动办公室会看到。"))} if step == "return" else None
    again = partial(show_filing, filing, page)
    path = f"/filings/{filing}"
    await page.do("POST", f"{path}/{step}", body, again=again, **{"if-match": page.typed["version"]})
    return page.go(path, _DONE[step])
