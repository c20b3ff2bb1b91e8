"""结对帮扶: the household one is paired with, what it needs most, what is done about it, what came of it."""

import re
from functools import partial
from typing import Any  # what the API answers is JSON
from uuid import UUID

from fastapi import Response

from services.gateway.pages.field.callers import find_household, groups_of
from services.gateway.pages.field.entries import count_of, text_of
from services.gateway.pages.field.own import is_own, of_stay, own_stay
from services.gateway.pages.language import N_
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.route import pages

router = pages()

KINDS = {"hardship": N_("困难群众"), "prominent-demands": N_("诉求突出重点户")}
MEASURES = {"employment": N_("就业援助"), "start-up": N_("创业资助"), "relief": N_("特困救助")}
_AMOUNT = re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?")


@router.get("/stays/{stay}/pairings")
async def show(stay: UUID, page: Page) -> Response:
    """The pairings of a stay, and the form for one."""
    told = await page.get(f"/stays/{stay}")
    of = of_stay(page, told)
    opens = is_own(page, told) and of.open
    found = await page.get("/pairings", stay=stay, limit=100)
    groups = await groups_of(page, told["place"]) if opens else []
    about = {"found": found["items"], "groups": groups, "kinds": KINDS}
    return page.show("pairings.html", stay=told, own=of, opens=opens, **about)


@router.post("/stays/{stay}/pairings")
async def pair(stay: UUID, page: Page) -> Response:
    """Pair with a household of the village."""
    of = await own_stay(page, stay)
    kind = page.need("kind", N_("请选择结对的是哪一类。"))
    found = await find_household(page, of.told["place"])
    body = {"stay": str(stay), "household": str(found[0]) if found else "", "kind": kind}
    made = await page.do("POST", "/pairings", body, again=partial(show, stay, page))
    return page.go(f"/pairings/{made['id']}", N_("已结对。请填写这一户最迫切的需求。"))


@router.get("/pairings/{pairing}")
async def show_one(pairing: UUID, page: Page) -> Response:
    """A pairing with its needs, measures and results, the next act on top."""
    told = await page.get(f"/pairings/{pairing}")
    mine = told["cadre"]["id"] == str(page.asker.person) and page.may("field.log")
    opens = mine and of_stay(page, await page.get(f"/stays/{told['stay']}")).open
    about = {"kinds": KINDS, "measures": MEASURES, "next_act": next_form(told)}
    return page.show("pairing.html", pairing=told, opens=opens, **about)


@router.post("/pairings/{pairing}/needs")
async def need(pairing: UUID, page: Page) -> Response:
    """What the household needs."""
    text, rank = text_of(page, "need", N_("请填写这一户需要什么。")), count_of(page, "rank")
    return await _step(page, pairing, "needs", {"need": text, "rank": rank or 1}, N_("已记下需求。"))


@router.post("/pairings/{pairing}/measures")
async def measure(pairing: UUID, page: Page) -> Response:
    """What is done about it."""
    kind, what = page.need("kind", N_("请选择是哪一种。")), text_of(page, "what", N_("请填写采取了什么措施。"))
    amount = page.typed["amount"]
    if amount and not _AMOUNT.fullmatch(amount):
        page.fault(N_("金额写作 500 或 500.00，单位是元。"), "amount")
    body = {"kind": kind, "what": what, "amount": amount or None}
    return await _step(page, pairing, "measures", body, N_("已记下措施。"))


@router.post("/pairings/{pairing}/measures/{number}/result")
async def result(pairing: UUID, number: int, page: Page) -> Response:
    """What came of a measure."""
    text = text_of(page, f"result-{number}", N_("请填写措施的结果。"))
    return await _step(page, pairing, f"measures/{number}/result", {"result": text}, N_("已记下结果，列入帮扶账。"))


async def _step(page: OwnVisit, pairing: UUID, path: str, body: dict[str, Any], said: str) -> Response:
    await page.do("POST", f"/pairings/{pairing}/{path}", body, again=partial(show_one, pairing, page))
    return page.go(f"/pairings/{pairing}", said)


def next_form(told: dict[str, Any]) -> str:
    """The form that comes next: a need, a measure, the first result that is missing, or none."""
    if not told["needs"]:
        return "need"
    if not told["measures"]:
        return "measure"
    waiting = [one["number"] for one in told["measures"] if one["result"] is None]
    return f"result-{waiting[0]}" if waiting else ""
