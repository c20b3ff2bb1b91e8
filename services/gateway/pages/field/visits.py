"""走访登记: what did you hear? One form over several pages: the visit, each caller, each matter; saved once."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any  # bodies of the API are JSON
from uuid import UUID

from fastapi import Response

from services.gateway.pages.field import callers, matters
from services.gateway.pages.field.entries import moment_of, now_of, text_of
from services.gateway.pages.field.own import OwnStay, own_stay
from services.gateway.pages.field.sheet import Sheet, closed, fill, opened
from services.gateway.pages.language import N_
from services.gateway.pages.names import NAMES
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.route import pages
from shared.calendar import day_of
from shared.errors import NotFound

router = pages()

_PLAIN = ("date", "time", "mode", "diary")
_MOST = {"caller": 50, "matter": 20}

Turn = Callable[[OwnVisit, OwnStay, Sheet, int], Awaitable[Response]]
"""What a button of the form's first page does."""


@router.get("/stays/{stay}/visits")
async def show(stay: UUID, page: Page) -> Response:
    """An empty form, and the visits of today."""
    of = await own_stay(page, stay)
    day, hour = now_of(page, of)
    return await draw(page, of, Sheet(date=day, time=hour))


@router.post("/stays/{stay}/visits")
async def typed(stay: UUID, page: Page) -> Response:
    """A button of one of the form's pages was pressed; what was typed too long ago is gone: the form is empty."""
    if not page.typed.sent:
        return await show(stay, page)
    of = await own_stay(page, stay)
    sheet = opened(page)
    if sheet.part == "visit":
        return await _turned(page, of, sheet.but(**{name: page.typed[name] for name in _PLAIN}))
    left = await (callers.typed(page, of, sheet) if sheet.part == "caller" else matters.typed(page, sheet))
    return await draw(page, of, left, f"{sheet.part}-{sheet.number}") if isinstance(left, Sheet) else left


async def draw(page: OwnVisit, of: OwnStay, sheet: Sheet, come_from: str = "") -> Response:
    """The form's first page; `come_from` is the line that takes the focus."""
    fill(page, **{name: getattr(sheet, name) for name in _PLAIN})
    seen = await page.get("/visits", stay=of.told["id"], limit=100)
    today = [one for one in seen["items"] if day_of(datetime.fromisoformat(one["at"])) == page.today]
    told = {"stay": of.told, "own": of, "sheet": sheet, "modes": NAMES["mode"].items(), "today": today}
    return page.show("visit-form.html", **told, come_from=come_from, kept=closed(page, sheet))


async def _turned(page: OwnVisit, of: OwnStay, sheet: Sheet) -> Response:
    action, _, number = page.typed["turn"].partition("/")
    if action not in _TURNS:
        return await _save(page, of, sheet)
    return await _TURNS[action](page, of, sheet, int(number) if number.isdecimal() else 0)


async def _open_caller(page: OwnVisit, of: OwnStay, sheet: Sheet, number: int) -> Response:
    if number > 0 and sheet.mode != "reception":
        page.fault(N_("只有挂牌接访可以有几位来访人；其他方式请逐户登记。"), "mode")
        return await draw(page, of, sheet)
    if number > len(sheet.callers) or number >= _MOST["caller"]:
        raise NotFound("not-found")
    return await callers.begin(page, of, sheet.but(part="caller", number=number))


async def _open_matter(page: OwnVisit, _: OwnStay, sheet: Sheet, number: int) -> Response:
    if number > len(sheet.matters) or number >= _MOST["matter"]:
        raise NotFound("not-found")
    return await matters.begin(page, sheet.but(part="matter", number=number))


async def _drop_caller(page: OwnVisit, of: OwnStay, sheet: Sheet, number: int) -> Response:
    return await draw(page, of, sheet.without_caller(number))


async def _drop_matter(page: OwnVisit, of: OwnStay, sheet: Sheet, number: int) -> Response:
    return await draw(page, of, sheet.without_matter(number))


_TURNS: dict[str, Turn] = {
    "caller": _open_caller,
    "matter": _open_matter,
    "drop-caller": _drop_caller,
    "drop-matter": _drop_matter,
}


async def _save(page: OwnVisit, of: OwnStay, sheet: Sheet) -> Response:
    page.saved_already = N_("这张表已经保存过。要修改，请到走访页更正。")
    at = moment_of(page)
    _check(page, sheet)
    body: dict[str, Any] = {"stay": of.told["id"], "mode": sheet.mode, "at": at, "diary": sheet.diary}
    body["callers"] = [caller.body for caller in sheet.callers]
    body["matters"] = [matter.body for matter in sheet.matters]
    await page.do("POST", "/visits", body, again=partial(draw, page, of, sheet))
    said = N_("已保存：走访 1 次，事项 %(matters)s 件。")
    return page.go(f"/stays/{of.told['id']}/visits", said, matters=len(sheet.matters))


def _check(page: OwnVisit, sheet: Sheet) -> None:
    page.need("mode", N_("请选择走访方式。"))
    if not sheet.callers:
        page.fault(N_("请填写走访了谁：加一位来访人。"), "callers")
    elif len(sheet.callers) > 1 and sheet.mode != "reception":
        page.fault(N_("只有挂牌接访可以有几位来访人；其他方式请逐户登记。"), "mode")
    text_of(page, "diary", N_("请填写民情日记。"))
    for number, matter in enumerate(sheet.matters):
        if matter.caller not in range(len(sheet.callers)) and sheet.callers:
            page.fault(N_("请选择是谁说的。"), f"matter-{number}")
