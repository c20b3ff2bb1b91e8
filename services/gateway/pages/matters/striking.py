"""销号: is it done, and what shows it? The office that handed it over strikes it off."""

from functools import partial
from typing import Any  # what the API answers is JSON
from uuid import UUID

from fastapi import Response

from services.gateway.pages.language import N_
from services.gateway.pages.matters.next_acts import STRIKE, is_barred, is_for, waiting
from services.gateway.pages.matters.standing import Standing, act_on, reader_of, show_act, standing
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.rendering import name
from services.gateway.pages.route import pages

router = pages()


@router.get("/matters/{case}/striking")
async def show(case: UUID, page: Page) -> Response:
    """What became of each copy, and the form; while a copy has no outcome, which."""
    found = await standing(page, case)
    if keeps := _keeps(page, found):
        page.faults = []
        return page.show("striking-waits.html", case=found.matter, **keeps)
    return await show_act(page, case, STRIKE, "striking.html", _copies)


def _keeps(page: OwnVisit, found: Standing) -> dict[str, Any] | None:
    """What keeps the reader from striking it off now, of a matter that has been answered."""
    if found.matter["state"] not in STRIKE.states or "office" not in found.matter["seen_as"]:
        return None
    if page.may(STRIKE.action) and is_barred(STRIKE, reader_of(page), found.matter):
        return {"barred": True, "readers": []}
    readers = [name(page.language, "reader", copy["reader"]) for copy in waiting(found.copies)]
    return {"barred": False, "readers": readers} if readers and is_for(STRIKE, reader_of(page), found.matter) else None


async def _copies(found: Standing) -> dict[str, Any]:
    return {"copies": found.copies}


@router.post("/matters/{case}/striking")
async def strike(case: UUID, page: Page) -> Response:
    """Strike it off."""
    body = {"evidence": page.need("evidence", N_("请写明办结的依据，例如四份回证齐全。"))}
    await act_on(page, case, "striking", body, again=partial(show, case, page))
    return page.go(f"/matters/{case}", N_("已销号。当事人申请复查的权利不受影响。"))
