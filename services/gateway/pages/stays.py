"""住村: who stays where, and for how many nights?"""

from typing import Annotated, Literal

from fastapi import Query, Response

from services.gateway.pages.page import Page
from services.gateway.pages.route import pages

router = pages()

State = Literal["planned", "started", "interrupted", "ended"]


@router.get("/stays")
async def show(
    page: Page,
    state: State | None = None,
    foreseen: bool | None = None,
    cursor: Annotated[str | None, Query()] = None,
) -> Response:
    """The stays that the reader sees, all or those of one state."""
    found = await page.get("/stays", state=state, foreseen=foreseen, cursor=cursor, limit=50)
    return page.show("stays.html", stays=found, state=state, foreseen=foreseen)


@router.get("/unsettled")
async def unsettled(page: Page) -> Response:
    """The matters without an outcome or an answer, one by one."""
    return page.show("unsettled.html", found=await page.get("/unsettled"))
