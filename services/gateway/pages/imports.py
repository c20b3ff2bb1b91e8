"""导入: is the list right? And the sheet of one-time links for the accounts that were imported."""

from functools import partial
from typing import Any  # what the API answers is JSON

from fastapi import Response

from services.gateway.pages.carried import Carried, Carrier
from services.gateway.pages.headers import secured
from services.gateway.pages.language import N_
from services.gateway.pages.names import NAMES
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.rendering import name
from services.gateway.pages.route import pages
from services.gateway.pages.uploaded import uploaded
from shared.web.problems import Forbidden

router = pages()

_SAID = N_("已导入 %(rows)s 行：新增 %(new)s 已有 %(same)s 更改 %(changed)s。")
_SAME = N_("%(rows)s 行已有，没有变化。")
_WAITING = N_("%(done)s 有 %(waiting)s 个账号还没有密码，请生成一次性链接。")


@router.get("/imports")
async def show(page: Page) -> Response:
    """Choose a file."""
    _for_administrators(page)
    return _drawn(page)


def _for_administrators(page: OwnVisit) -> None:
    if not page.may("import"):
        raise Forbidden("forbidden")


def _drawn(page: OwnVisit, report: Any = None, carried: str = "", file: str = "") -> Response:
    kinds = [(kind, name(page.language, "import", kind)) for kind in NAMES["import"]]
    told = {"report": report, "carried": carried, "file": file}
    return page.show("imports.html", kinds=kinds, may_make_links=page.may("account.keep"), **told)


async def _form(page: OwnVisit) -> Response:
    return _drawn(page)


@router.post("/imports")
async def foresee(page: Page) -> Response:
    """See what a file would do; nothing is written."""
    _for_administrators(page)
    return await _foreseen(page, await _chosen(page))


async def _foreseen(page: OwnVisit, carried: Carried | None) -> Response:
    if carried is None:
        return await _form(page)
    path = f"/imports/{carried.kind}?dry_run=true"
    report = await page.do("POST", path, carried.file, again=partial(_form, page))
    return _drawn(page, report, Carrier(page.gate.master).close(carried), carried.name)


async def _chosen(page: OwnVisit) -> Carried | None:
    """The file that the form brings, of the kind that was chosen; what is missing is noted."""
    kind = page.typed["kind"]
    if kind not in NAMES["import"] and "carried" not in page.typed:
        page.fault(N_("请选择文件里是什么。"), "kind")
    return await uploaded(page, kind)


@router.post("/imports/written")
async def write(page: Page) -> Response:
    """Import the very file that was tried; with errors by now, the report says so again."""
    _for_administrators(page)
    carried = await _chosen(page)
    if carried is None:
        return await _form(page)
    report = await page.do("POST", f"/imports/{carried.kind}", carried.file, again=partial(_tried_again, page, carried))
    said, waiting = _SAID if report["new"] or report["changed"] else _SAME, report["waiting_for_links"]
    if waiting:
        return page.go("/imports", _WAITING, done=page.say(said, **report), waiting=waiting)
    return page.go("/imports", said, **report)


async def _tried_again(page: OwnVisit, carried: Carried) -> Response:
    report = (await page.behind.ask("POST", f"/imports/{carried.kind}?dry_run=true", carried.file)).json()
    return _drawn(page, report, Carrier(page.gate.master).close(carried), carried.name)


@router.get("/imports/written")
@router.get("/imports/links")
async def back(page: Page) -> Response:
    """What was shown once is not shown again."""
    return page.go("/imports")


@router.post("/imports/links")
async def make_links(page: Page) -> Response:
    """A sheet of one-time links for all accounts without a password: to print, or as CSV; shown once."""
    _for_administrators(page)
    again = partial(_form, page)
    if "csv" in page.typed and not page.held:
        answer = await page.behind.ask("POST", "/accounts/links", None, page.ticket.key, accept="text/csv")
        headers = {"Content-Disposition": answer.headers["content-disposition"]}
        return secured(page.request, Response(answer.content, 200, headers, answer.headers["content-type"]))
    links = (await page.do("POST", "/accounts/links", None, again=again))["items"]
    return page.show("imports-links.html", links=links)
