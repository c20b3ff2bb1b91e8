"""查看身份: who raised a matter, opened for a purpose, recorded, and shown this once."""

from functools import partial
from uuid import UUID

from fastapi import Response

from services.gateway.pages.language import N_
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.route import pages
from shared.errors import NotFound

router = pages()


@router.get("/matters/{case}/identity")
async def ask(case: UUID, page: Page) -> Response:
    """What for? Raises NotFound for who may not open it."""
    return await _page(case, page)


async def _page(case: UUID, page: OwnVisit) -> Response:
    matter = await page.get(f"/matters/{case}")
    if not (matter["may_open_identity"] and page.may("identity.open")):
        raise NotFound("not-found")
    return page.show("matter-identity.html", case=matter, opened=None)


@router.post("/matters/{case}/identity")
async def opening(case: UUID, page: Page) -> Response:
    """The identity, on this answer alone: no redirect leads to it, and no cache keeps it."""
    page.open_anew()
    body = {"purpose": page.need("purpose", N_("请写明用途，审计会看到。"))}
    opened = await page.do("POST", f"/matters/{case}/identity", body, again=partial(_page, case, page))
    matter = await page.get(f"/matters/{case}")
    return page.show("matter-identity.html", case=matter, opened=opened)
