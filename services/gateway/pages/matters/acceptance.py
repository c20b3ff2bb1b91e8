"""受理 · 退回: a department's clerk accepts a matter and names its handler, or returns it with a reason."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any  # what the API answers is JSON
from uuid import UUID

from fastapi import Response

from services.gateway.pages.language import N_
from services.gateway.pages.matters.next_acts import ACCEPT
from services.gateway.pages.matters.standing import Standing, act_on, show_act
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.route import pages

router = pages()


@router.get("/matters/{case}/acceptance")
@router.get("/matters/{case}/return")
async def show(case: UUID, page: Page) -> Response:
    """The matter as it waits: accept it, or return it."""
    return await show_act(page, case, ACCEPT, "acceptance.html", partial(_handlers, page))


WHY = {
    "activity": N_("请写明退回理由，活动办公室会看到。"),
    "petition": N_("请写明退回理由，信访局会看到。"),
}


def office_of(matter: Mapping[str, Any]) -> str:
    """Which office gets a matter back: outside a campaign, and of an accusation, the petition office."""
    return "activity" if matter["campaign"] and matter["kind"] != "accusation" else "petition"


async def _handlers(page: OwnVisit, found: Standing) -> dict[str, Any]:
    unit = found.matter["handed_to"]["id"]
    handlers = handlers_of(unit, await page.behind.every("/people", below=unit))
    return {"handlers": handlers, "office": office_of(found.matter)}


def handlers_of(unit: str, people: Sequence[Any]) -> list[tuple[str, str]]:
    """Who holds a handler's post in that very unit."""
    return [(one["id"], one["name"]) for one in people if {"post": "handler", "unit": unit} in one["posts"]]


@router.post("/matters/{case}/acceptance")
async def accept(case: UUID, page: Page) -> Response:
    """Take the matter on."""
    handler = page.need("handler", N_("请选择经办人。"))
    body = {"handler": handler, "external_ref": page.typed["external_ref"] or None}
    await act_on(page, case, "acceptance", body, again=partial(show, case, page))
    return page.go(f"/matters/{case}", N_("已受理，已告知经办人。"))


@router.post("/matters/{case}/return")
async def return_(case: UUID, page: Page) -> Response:
    """Send it back to the office."""
    if not page.typed["reason"]:
        page.fault(WHY[office_of(await page.get(f"/matters/{case}"))], "reason")
    body = {"reason": page.typed["reason"]}
    await act_on(page, case, "return", body, again=partial(show, case, page))
    return page.go("/", N_("已退回，等交办单位重新交办。"))
