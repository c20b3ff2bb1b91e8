"""审核签发: may this leave in our name? The letter as it will be issued; a leader signs it or sends it back."""

from collections.abc import Mapping
from functools import partial
from typing import Any  # what the API answers is JSON
from uuid import UUID

from fastapi import Response

from services.gateway.pages.language import N_
from services.gateway.pages.letter import letter_of
from services.gateway.pages.matters.next_acts import SIGN, is_barred
from services.gateway.pages.matters.standing import Standing, act_on, reader_of, show_act
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.route import pages

router = pages()

UNNUMBERED = "（签发后编号）"


@router.get("/matters/{case}/signature")
@router.get("/matters/{case}/sending-back")
async def show(case: UUID, page: Page) -> Response:
    """The letter, its parts, and both buttons."""
    matter = await page.get(f"/matters/{case}")
    if "signing" in matter["seen_as"] and page.may(SIGN.action) and is_barred(SIGN, reader_of(page), matter):
        return page.show("signature-barred.html", case=matter)
    return await show_act(page, case, SIGN, "signature.html", partial(_letter, page))


async def _letter(page: OwnVisit, found: Standing) -> dict[str, Any]:
    draft = await page.get(f"/matters/{found.matter['id']}/draft")
    return {"letter": letter_of(_unsigned(page, found, draft)), "parts": parts_of(found.matter, draft)}


def _unsigned(page: OwnVisit, found: Standing, draft: Mapping[str, Any]) -> dict[str, Any]:
    """The party's copy as it will be, with whom it will bear as signer."""
    about = {name: found.matter[name] for name in ("reference", "subject")}
    to_come = {"number": UNNUMBERED, "date": page.today.isoformat(), "signer_name": page.who.name}
    return {**draft, **about, **to_come, "reader": "party", "to": None, "party": None, "handler": None}


def parts_of(matter: Mapping[str, Any], draft: Mapping[str, Any]) -> list[tuple[str, bool]]:
    """What a reply must have, and whether this one has it (R119)."""
    return [
        (N_("请求"), bool(matter["subject"] or matter["kind"] == "accusation")),
        (N_("事实"), bool(draft["facts"]["text"])),
        (N_("依据"), bool(draft["basis"])),
        (N_("意见"), bool(draft["opinion"]["text"])),
        (N_("救济：复查机关、期限"), bool(draft["remedy"])),
    ]


@router.post("/matters/{case}/signature")
async def sign(case: UUID, page: Page) -> Response:
    """Sign it: it gets its number and goes out in four copies."""
    await act_on(page, case, "signature", None, again=partial(show, case, page))
    return page.go(f"/matters/{case}", N_("已签发，正在编号，生成四份。"))


@router.post("/matters/{case}/sending-back")
async def send_back(case: UUID, page: Page) -> Response:
    """Not like this: back to the handler."""
    body = {"reason": page.need("reason", N_("请写明退回修改的理由，经办人会看到。"))}
    await act_on(page, case, "sending-back", body, again=partial(show, case, page))
    return page.go(f"/matters/{case}", N_("已退回经办人修改。"))
