"""交办: who is competent? The department of the matter's field, or with a reason another one."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any  # what the API answers is JSON
from uuid import UUID

from fastapi import Response

from services.gateway.pages.language import N_
from services.gateway.pages.matters.next_acts import HAND_OVER
from services.gateway.pages.matters.standing import Standing, act_on, show_act
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.route import pages

router = pages()

_HANDLING = ("department", "town", "discipline-office")


@router.get("/matters/{case}/hand-over")
async def show(case: UUID, page: Page) -> Response:
    """The competent department, why it is so, and the others."""
    return await show_act(page, case, HAND_OVER, "hand-over.html", partial(_units, page))


async def _units(page: OwnVisit, found: Standing) -> dict[str, Any]:
    kinds = (page.behind.every("/units", kind=kind) for kind in _HANDLING)
    competences, *units = await asyncio.gather(page.get("/competences"), *kinds)
    competent = _competent(competences["items"], found.matter["field"])
    others = [(unit["id"], unit["name"]) for kind in units for unit in kind if unit["id"] != _id(competent)]
    return {"competent": competent, "units": others}


def _competent(known: list[Any], field: str | None) -> Mapping[str, Any] | None:
    return next((one for one in known if field and one["field"] == field), None)


def _id(competent: Mapping[str, Any] | None) -> str | None:
    return competent["unit"]["id"] if competent else None


@router.post("/matters/{case}/hand-over")
async def hand_over(case: UUID, page: Page) -> Response:
    """Send it on."""
    to, reason = page.typed["to"], page.typed["reason"]
    if to:
        page.need("reason", N_("交给归口部门以外的单位，请写明理由，接办部门会看到。"))
    elif reason:
        page.fault(N_("写了理由，还没有选交给哪个单位。"), "to")
    body = {"to": to or None, "reason": reason or None}
    await act_on(page, case, "hand-over", body, again=partial(show, case, page))
    return page.go(f"/matters/{case}", N_("已交办。"))
