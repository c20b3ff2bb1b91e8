"""Who does not take part: by name, with the reason and the document."""

import asyncio
from functools import partial
from uuid import UUID

from fastapi import Response

from services.gateway.pages.campaigns.reading import cadres_of, exempt_of, read_own
from services.gateway.pages.language import N_
from services.gateway.pages.page import Page
from services.gateway.pages.route import pages

router = pages()


@router.get("/campaigns/{campaign}/exemptions")
async def show(campaign: UUID, page: Page) -> Response:
    """Who is exempt, and the form for another one."""
    told = await read_own(page, campaign)
    exempt, cadres = await asyncio.gather(exempt_of(page, told), cadres_of(page, told))
    units = {one["id"]: one["unit"]["name"] or "" for one in cadres}
    known = {one["person"]["id"] for one in exempt}
    choices = [(one["id"], f"{one['name']} {one['unit']['name'] or ''}") for one in cadres if one["id"] not in known]
    return page.show("campaign-exemptions.html", told=told, exempt=exempt, units=units, choices=choices)


@router.post("/campaigns/{campaign}/exemptions")
async def exempt(campaign: UUID, page: Page) -> Response:
    """Let a cadre stay at home."""
    told = await read_own(page, campaign)
    body = {
        "person": page.need("person", N_("请选择干部。")),
        "reason": page.need("reason", N_("请写明不参加的理由。")),
        "document": page.need("document", N_("请填写依据的文件。")),
    }
    await page.do("POST", f"{told.path}/exemptions", body, again=partial(show, campaign, page))
    return page.go(f"{told.path}/exemptions", N_("已登记不参加。"))
