"""消息: what was I told?"""

from collections.abc import Mapping
from typing import Any  # a message is JSON of the API
from urllib.parse import urlencode

from fastapi import Response

from services.gateway.pages.page import Page
from services.gateway.pages.route import pages

router = pages()

_PAGES = {"case": "matters", "filing": "filings", "stay": "stays"}


@router.get("/inbox")
async def show(page: Page, after: str | None = None) -> Response:
    """The newest first, each with the way to what it is about."""
    found = await page.get("/inbox", after=after, limit=50)
    more = f"/inbox?{urlencode({'after': found['next']})}" if found["next"] else ""
    return page.show("inbox.html", messages=found["items"], path_of=_path_of, more=more)


def _path_of(message: Mapping[str, Any]) -> str:
    return f"/{_PAGES[message['about']]}/{message['thing']}"
