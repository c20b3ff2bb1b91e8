"""我的待办: what must I do today?"""

import asyncio
from datetime import date
from typing import Any, Literal  # what the API answers is JSON

from fastapi import Response

from services.gateway.pages.behind import No
from services.gateway.pages.desk.duty import Duty
from services.gateway.pages.desk.of_filings import filings
from services.gateway.pages.desk.of_matters import matters
from services.gateway.pages.desk.of_stays import own_stays, shortfalls
from services.gateway.pages.frame import HAVE_A_DESK
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.route import pages
from shared.errors import NotFound
from shared.roles import Role

router = pages()

_A_PAGE = 50
_MOST_NEWS = 500
_RESTS_ON = (("matter.read", "/turns?limit=1000"), ("book.read", "/filings"), ("stay.read", "/stays"))
_ASKED = (
    ("matter.read", matters),
    ("book.read", filings),
    ("stay.read", own_stays),
    ("stay.read", shortfalls),
)

Left = Literal["today", "late"]


@router.get("/desk")
async def show(page: Page, left: Left | None = None, after: int = 0) -> Response:
    """What waits for the reader; all of it, or what is due today, or late."""
    _own(page)
    duties, copies, news = await asyncio.gather(_duties(page), _copies(page), _news(page))
    page.count(len(duties))
    by = {"today": [one for one in duties if one.left(page.today) == 0], "late": [*_late(duties, page.today)]}
    shown = by[left] if left else duties
    told = {"rows": shown[max(after, 0) :][:_A_PAGE], "all": len(duties), "by": by, "asked": left}
    next_page = max(after, 0) + _A_PAGE
    more = f"/desk?after={next_page}" + (f"&left={left}" if left else "") if next_page < len(shown) else ""
    rests_on = ["/inbox", *(address for action, address in _RESTS_ON if page.may(action))]
    return page.show("desk.html", **told, more=more, copies=copies, news=news, rests_on=rests_on)


@router.get("/desk/number")
async def number(page: Page) -> Response:
    """How many acts wait, for the navigation of a page that is there already; nothing while a service is away."""
    _own(page)
    try:
        page.count(len(await _duties(page)))
    except No:
        return Response(status_code=204)
    return page.show("desk-number.html")


def _own(page: OwnVisit) -> None:
    if not any(page.asker.has(role) for role in HAVE_A_DESK):
        raise NotFound("not-found")


async def _duties(page: OwnVisit) -> list[Duty]:
    """What leaves least time comes first; what has no limit last."""
    found = await asyncio.gather(*(ask(page) for action, ask in _ASKED if page.may(action)))
    return sorted((duty for part in found for duty in part), key=lambda duty: duty.until or date.max)


def _late(duties: list[Duty], today: date) -> list[Duty]:
    return [one for one in duties if (one.left(today) or 0) < 0]


async def _copies(page: OwnVisit) -> Any:
    """The village's own copies, for its clerk."""
    return await page.get("/matters", limit=_A_PAGE) if page.asker.has(Role.VILLAGE_CLERK) else None


async def _news(page: OwnVisit) -> int:
    """How many messages came today."""
    return len(await page.behind.every("/inbox", day=page.today.isoformat(), limit=_MOST_NEWS))
