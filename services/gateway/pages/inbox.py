"""消息: what was I told?"""

from collections.abc import Mapping
from datetime import date
from typing import Any  # a message is JSON of the API
from urllib.parse import urlencode

from fastapi import Response

from services.gateway.pages.page import Page
from services.gateway.pages.route import pages

router = pages()

_PAGES = {"case": "matters", "filing": "filings", "stay": "stays"}


@router.get("/inbox")
async def show(page: Page, after: str | None = None, day: date | None = None) -> Response:
    """The newest first, all or those of one day, each with the way to what it is about."""
    of_day = {"day": day.isoformat()} if day else {}
    found = await page.get("/inbox", after=after, limit=50, **of_day)
    more = f"/inbox?{urlencode({**of_day, 'after': found['next']})}" if found["next"] else ""
    return page.show("inbox.html", messages=found["items"], path_of=_path_of, more=more, of=day)


def _path_of(message: Mapping[str, Any]) -> str:
    return f"/{_PAGES[message['about']]}/{message['thing']}"
