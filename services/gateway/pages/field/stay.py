"""住村: one stay, its nights and visits; started, interrupted, resumed and ended by its cadre, or for the cadre."""

from functools import partial
from typing import Any, Literal  # what the API answers is JSON
from uuid import UUID

from fastapi import Response

from services.gateway.pages.field.entries import text_of
from services.gateway.pages.field.own import is_own, of_stay
from services.gateway.pages.language import N_
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.route import pages
from shared.roles import Role

router = pages()

Step = Literal["start", "interruption", "resumption", "end"]
_LONGEST_REASON = 200
_WHY = N_("请写明离开的原因，科室负责人和活动办公室会看到。")
_SAID: dict[str, str] = {
    "start": N_("已登记进村，住村开始。"),
    "interruption": N_("已登记离开，住村中断。"),
    "resumption": N_("已登记返回，住村继续。"),
    "end": N_("住村已结束。"),
}


@router.get("/stays/{stay}")
async def show(stay: UUID, page: Page, after: str | None = None) -> Response:
    """The stay as it stands, the reader's next act on top."""
    told = await page.get(f"/stays/{stay}")
    visits = await page.get("/visits", stay=stay, after=after) if page.may("visit.read") else None
    own = is_own(page, told)
    keeps = own or _keeps_for(page, told)
    return page.show("stay.html", stay=told, own=of_stay(page, told), mine=own, keeps=keeps, visits=visits)


@router.post("/stays/{stay}/{step}")
async def take(stay: UUID, step: Step, page: Page) -> Response:
    """A step of the stay."""
    body = None
    if step == "interruption":
        body = {
            "reason": text_of(page, "reason", N_("请写明离开的原因，科室负责人和活动办公室会看到。"), _LONGEST_REASON)
        }
    await page.do("POST", f"/stays/{stay}/{step}", body, again=partial(show, stay, page))
    return page.go(f"/stays/{stay}", _SAID[step])


def _keeps_for(page: OwnVisit, told: dict[str, Any]) -> bool:
    """Whether the reader may take the steps for the cadre; the service has the last word."""
    sections = {str(unit) for unit in page.asker.units(Role.SECTION_HEAD)}
    return told["unit"]["id"] in sections or page.asker.has(Role.ACTIVITY_OFFICE)
