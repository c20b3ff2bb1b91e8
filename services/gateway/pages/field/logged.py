"""走访: a visit as it was logged; its cadre may word the diary line anew, the old wording stays, struck."""

from functools import partial
from uuid import UUID

from fastapi import Response

from services.gateway.pages.field.entries import text_of
from services.gateway.pages.language import N_
from services.gateway.pages.page import Page
from services.gateway.pages.route import pages

router = pages()


@router.get("/visits/{visit}")
async def show(visit: UUID, page: Page) -> Response:
    """When it was, who was met, what the diary says, what was heard."""
    told = await page.get(f"/visits/{visit}")
    mine = told["cadre"]["id"] == str(page.asker.person) and page.may("field.correct")
    return page.show("visit.html", visit=told, mine=mine)


@router.post("/visits/{visit}/correction")
async def correct(visit: UUID, page: Page) -> Response:
    """Another wording of the diary line, and why."""
    diary = text_of(page, "diary", N_("请填写民情日记。"))
    reason = text_of(page, "reason", N_("请写明更正的原因。"))
    body = {"diary": diary, "reason": reason}
    await page.do("POST", f"/visits/{visit}/correction", body, again=partial(show, visit, page))
    return page.go(f"/visits/{visit}", N_("已更正，原来的写法保留并划去。"))
