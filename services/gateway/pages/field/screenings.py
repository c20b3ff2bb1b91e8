"""排查: what a screening found; "none found" is a result too, and the own findings may be worded anew."""

from functools import partial
from typing import Any  # bodies of the API are JSON
from uuid import UUID

from fastapi import Response

from services.gateway.pages.field.entries import moment_of, now_of, text_of
from services.gateway.pages.field.own import is_own, of_stay, own_stay
from services.gateway.pages.language import N_
from services.gateway.pages.names import NAMES
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.route import pages

router = pages()

LEVELS = {"low": N_("一般"), "medium": N_("较大"), "high": N_("重大")}
_MOST_FINDINGS = 50


@router.get("/stays/{stay}/screenings")
async def show(stay: UUID, page: Page) -> Response:
    """The screenings of a stay, and the form for another one."""
    told = await page.get(f"/stays/{stay}")
    of = of_stay(page, told)
    found = await page.get("/screenings", stay=stay, limit=100)
    opens = is_own(page, told) and of.open
    return page.show(
        "screenings.html", stay=told, own=of, opens=opens, found=found["items"], now=now_of(page, of), **_rows(page, 1)
    )


@router.post("/stays/{stay}/screenings")
async def screen(stay: UUID, page: Page) -> Response:
    """Record one, or make room for another finding."""
    if "more" in page.typed:
        return await show(stay, page)
    await own_stay(page, stay)
    at, findings = moment_of(page), _findings(page)
    body = {"stay": str(stay), "at": at, "findings": findings}
    await page.do("POST", "/screenings", body, again=partial(show, stay, page))
    return page.go(f"/stays/{stay}/screenings", N_("已保存排查。"))


@router.get("/screenings/{screening}")
async def show_one(screening: UUID, page: Page) -> Response:
    """A screening with the earlier wordings of its findings."""
    told = await page.get(f"/screenings/{screening}")
    mine = told["cadre"]["id"] == str(page.asker.person) and page.may("field.correct")
    rows = _rows(page, max(1, len(told["findings"])))
    return page.show("screening.html", screening=told, mine=mine, **rows)


@router.post("/screenings/{screening}/correction")
async def correct(screening: UUID, page: Page) -> Response:
    """Another wording of the findings, and why; or room for another finding."""
    if "more" in page.typed:
        return await show_one(screening, page)
    body = {"findings": _findings(page), "reason": text_of(page, "reason", N_("请写明更正的原因。"))}
    await page.do("POST", f"/screenings/{screening}/correction", body, again=partial(show_one, screening, page))
    return page.go(f"/screenings/{screening}", N_("已更正，原来的写法保留并划去。"))


def _rows(page: OwnVisit, least: int) -> dict[str, Any]:
    """How many findings the form has room for, and the words that they may choose."""
    sent = page.typed["rows"]
    rows = int(sent) if sent.isdecimal() else least
    return {
        "rows": min(rows + ("more" in page.typed), _MOST_FINDINGS),
        "fields": NAMES["field"],
        "levels": LEVELS,
    }


def _findings(page: OwnVisit) -> list[dict[str, str]]:
    """What was found; none, where that was said."""
    found = page.need("found", N_("请选择有没有发现问题。"))
    if found != "yes":
        return []
    typed = [_finding(page, number) for number in range(_rows(page, 1)["rows"])]
    findings = [one for one in typed if one]
    if not findings:
        page.fault(N_("请填写发现了什么；没有发现请选“未发现”。"), "findings.0.what")
    return findings


def _finding(page: OwnVisit, number: int) -> dict[str, str]:
    said = {name: page.typed[f"findings.{number}.{name}"] for name in ("what", "field", "level")}
    return {name: value for name, value in said.items() if value} if said["what"] else {}
