"""书面回复 · 送达回证: has each reader a copy?"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any  # what the API answers is JSON
from uuid import UUID

from fastapi import Response

from services.gateway.pages.language import N_
from services.gateway.pages.letter import RECEIPT, letter_of, receipt_of
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.rendering import name
from services.gateway.pages.route import pages
from shared.calendar import BEIJING
from shared.errors import NotFound

router = pages()

RESULTS = {"served": N_("已送达"), "refused": N_("拒收（有见证人）"), "returned": N_("退回（未能送到）")}
MEANS = ("by-hand", "left", "entrusted", "post", "notice")


@router.get("/matters/{case}/copies")
async def show(case: UUID, page: Page) -> Response:
    """The copies that the reader sees, with what became of each."""
    matter, copies = await _of(case, page)
    if not copies and matter["state"] not in _UNANSWERED:
        raise NotFound("not-found")
    number = matter["number"] or await _number(case, page, copies)
    return page.show("copies.html", matter=matter, copies=copies, number=number)


async def _number(case: UUID, page: OwnVisit, copies: list[Any]) -> str | None:
    """The letter's number for who sees a copy, but not how the matter stands."""
    return (await page.get(f"/matters/{case}/copies/{copies[0]['number']}"))["number"] if copies else None


_UNANSWERED = frozenset({"opened", "handed-over", "returned", "accepted", "result-recorded", "signed", "settled"})


async def _of(case: UUID, page: OwnVisit) -> tuple[Any, list[Any]]:
    matter, copies = await asyncio.gather(page.get(f"/matters/{case}"), page.get(f"/matters/{case}/copies"))
    return matter, copies["items"]


@router.get("/matters/{case}/copies/{n}")
async def show_copy(case: UUID, n: int, page: Page) -> Response:
    """One copy as its reader gets it; the party is not named."""
    (matter, copies), copy = await asyncio.gather(_of(case, page), page.get(f"/matters/{case}/copies/{n}"))
    told = {"matter": matter, "line": _line(copies, n), "copy": copy, "letter": letter_of(copy, n)}
    return page.show("copy.html", **told, alone=len(copies) == 1, opened=False)


def _line(copies: list[Any], n: int) -> Any:
    line = next((line for line in copies if line["number"] == n), None)
    if line is None:
        raise NotFound("not-found")
    return line


@router.get("/matters/{case}/copies/{n}/receipt")
async def show_receipt(case: UUID, n: int, page: Page) -> Response:
    """The receipt of a copy, filled in as far as it is known; that of the party's copy names the party."""
    copies, copy = await asyncio.gather(page.get(f"/matters/{case}/copies"), page.get(f"/matters/{case}/copies/{n}"))
    line = _line(copies["items"], n)
    if copy["reader"] == "party" or not has_receipt(line):
        raise NotFound("not-found")
    return _receipt(case, page, copy, line)


def has_receipt(line: Mapping[str, Any]) -> bool:
    """Whether the reader sees how a copy is brought to whom it is for."""
    return bool(line["may_serve"] or line["details"])


def _receipt(case: UUID, page: OwnVisit, copy: Any, line: Any) -> Response:
    return page.show("receipt.html", case=case, line=line, copy=copy, sheet=RECEIPT, lines=receipt_of(copy, line))


@router.post("/matters/{case}/copies/{n}/opening")
async def open_copy(case: UUID, n: int, page: Page) -> Response:
    """The party's copy or its receipt with the party's name: an opening for a purpose, recorded, shown this once."""
    page.open_anew()
    body = {"purpose": page.need("purpose", N_("请写明用途。"))}
    again = partial(show_copy, case, n, page)
    copy = await page.do("POST", f"/matters/{case}/copies/{n}/opening", body, again=again)
    matter, copies = await _of(case, page)
    line = _line(copies, n)
    if "receipt" in page.typed:
        return _receipt(case, page, copy, line)
    told = {"matter": matter, "line": line, "copy": copy, "letter": letter_of(copy, n)}
    return page.show("copy.html", **told, alone=False, opened=True)


@router.get("/matters/{case}/copies/{n}/opening")
async def opened(case: UUID, n: int, page: Page) -> Response:
    """What was opened is not shown again: the copy without the party's name."""
    return page.go(f"/matters/{case}/copies/{n}")


@router.get("/matters/{case}/copies/{n}/service")
async def ask_service(case: UUID, n: int, page: Page) -> Response:
    """The form that says what became of a copy."""
    matter, copies = await _of(case, page)
    line = _line(copies, n)
    if not line["may_serve"] and not page.typed.sent:
        raise NotFound("not-found")
    results = [(code, page.say(label)) for code, label in RESULTS.items()]
    means = [(code, name(page.language, "means", code)) for code in MEANS]
    return page.show("copy-service.html", matter=matter, line=line, means=means, results=results)


@router.post("/matters/{case}/copies/{n}/service")
async def serve(case: UUID, n: int, page: Page) -> Response:
    """Say what became of a copy."""
    body = _delivery(page)
    again = partial(ask_service, case, n, page)
    await page.do("POST", f"/matters/{case}/copies/{n}/service", body, again=again)
    return page.go(f"/matters/{case}/copies", N_("已登记第 %(n)s 份的送达结果。"), n=n)


def _delivery(page: OwnVisit) -> dict[str, Any]:
    result = page.need("result", N_("请选择送达结果。"))
    page.need("by", N_("请填写送达人。"))
    page.need("to", N_("请填写收件人。"))
    if result == "refused":
        page.need("witness", N_("拒收须有见证人，请填写见证人姓名。"))
    if result == "returned":
        page.need("reason", N_("退回须写明原因。"))
    told = {name: page.typed[name] or None for name in ("how", "by", "to", "witness", "reason")}
    return {"result": result, "at": _moment(page), **told}


def _moment(page: OwnVisit) -> str:
    """The day and time that were typed, in Beijing."""
    try:
        at = datetime.fromisoformat(f"{page.typed['at']}T{page.typed['time']}")
    except ValueError:
        page.fault(N_("请填写送达的日期和时间，例如 2010-12-14 和 09:30。"), "at")
        return ""
    return at.replace(tzinfo=BEIJING).isoformat()
