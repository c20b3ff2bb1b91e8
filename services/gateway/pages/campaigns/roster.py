"""安排表: who goes where in which batch. It is read from a file or changed line by line, and holds once published."""

import asyncio
import csv
import io
from functools import partial
from typing import Any, Literal  # what the API answers is JSON
from uuid import UUID

from fastapi import Response

from services.gateway.pages.campaigns.lines import (
    Ground,
    Lines,
    Shown,
    entries_of,
    lines_of,
    mark_of,
    sheet_of,
    taking_part,
)
from services.gateway.pages.campaigns.reading import (
    ALL,
    Told,
    cadres_of,
    exempt_of,
    for_offices,
    places_of,
    read,
    read_own,
)
from services.gateway.pages.headers import secured
from services.gateway.pages.language import N_
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.route import pages
from services.gateway.pages.uploaded import uploaded

router = pages()

Step = Literal["file", "line", "rest", "publication"]
_READ = N_("已读入草稿：%(rows)s 人，新增 %(new)s 相同 %(same)s 更改 %(changed)s。请核对后发布。")
_OTHERS = N_("草稿刚刚有人改过。请核对后再发布。")


@router.get("/campaigns/{campaign}/roster")
async def show(campaign: UUID, page: Page) -> Response:
    """The roster in work."""
    return await _drawn(page, await read(page, campaign))


async def _drawn(page: OwnVisit, told: Told, report: Any = None) -> Response:
    ground = await _ground(page, told)
    found = lines_of(told, ground)
    return page.show(
        "campaign-roster.html",
        told=told,
        found=found,
        shown=Shown.of(told, found, page.request.query_params),
        cadres=[(one["id"], f"{one['name']} {one['unit']['name'] or ''}") for one in taking_part(ground)],
        batches=[(one["number"], _batch(page, one)) for one in told.campaign["batches"]],
        places=[(id, one["name"]) for id, one in ground.places.items()],
        mark=mark_of(told),
        report=report,
    )


def _batch(page: OwnVisit, batch: Any) -> str:
    return f"{page.say(N_('第 %(n)s 批'), n=batch['number'])} {batch['begins']} – {batch['ends']}"


async def _ground(page: OwnVisit, told: Told) -> Ground:
    cadres, exempt, places = await asyncio.gather(cadres_of(page, told), exempt_of(page, told), places_of(page, told))
    people = {one["person"]["id"] for one in exempt}
    listed = people & {one["person"] for one in told.lines}
    return Ground(cadres, people, await _gone_out(page, told) if listed else set(), places)


async def _gone_out(page: OwnVisit, told: Told) -> set[str]:
    """Whose stay has begun: it stands, whatever was said of them since."""
    stays = await page.behind.every("/stays", campaign=told.id, limit=ALL)
    return {one["person"]["id"] for one in stays if one["state"] != "planned"}


@router.get("/campaigns/{campaign}/roster.csv")
async def download(campaign: UUID, page: Page) -> Response:
    """The same as a sheet to fill in, which is read again as it is: each cadre who takes part, once."""
    told = await read_own(page, campaign)
    ground = await _ground(page, told)
    text = io.StringIO()
    csv.writer(text).writerows(sheet_of(told, ground))
    headers = {"Content-Disposition": 'attachment; filename="roster.csv"'}
    return secured(page.request, Response(text.getvalue().encode("utf-8-sig"), 200, headers, "text/csv; charset=utf-8"))


@router.post("/campaigns/{campaign}/roster/file")
async def read_file(campaign: UUID, page: Page) -> Response:
    """Write the draft from a file; with an error the report says which, and the draft stays as it was."""
    for_offices(page)
    carried = await uploaded(page, "roster")  # first, so that it goes along wherever the form has to wait
    told = await read_own(page, campaign)
    again = partial(_drawn, page, told)
    if carried is None:
        return await again()
    path = f"{told.path}/roster/import"
    report = await page.do("POST", f"{path}?dry_run=true", carried.file, again=again)
    if report["errors"]:
        page.status = 422
        return await _drawn(page, told, report)
    await page.do("POST", path, carried.file, again=again)
    return page.go(f"{told.path}/roster", _READ, **report)


@router.post("/campaigns/{campaign}/roster/line")
async def place(campaign: UUID, page: Page) -> Response:
    """Place one cadre, as nobody yet or otherwise than before; all other lines stay."""
    told = await read_own(page, campaign)
    person, batch = page.need("person", N_("请选择干部。")), page.need("batch", N_("请选择批次。"))
    one = {"person": person, "batch": batch, "place": page.need("place", N_("请选择地点。"))}
    entries = [*entries_of(told, but={person, *await _at_home(page, told)}), one]
    await page.do("PUT", f"{told.path}/roster", {"entries": entries}, again=partial(show, campaign, page))
    return page.go(f"{told.path}/roster", N_("已改草稿。请核对后发布。"))


@router.post("/campaigns/{campaign}/roster/rest")
async def take_off(campaign: UUID, page: Page) -> Response:
    """Draft the roster without those who are exempt by now."""
    told = await read_own(page, campaign)
    entries = list(entries_of(told, but=await _at_home(page, told)))
    await page.do("PUT", f"{told.path}/roster", {"entries": entries}, again=partial(show, campaign, page))
    return page.go(f"{told.path}/roster", N_("已改草稿。请核对后发布。"))


async def _at_home(page: OwnVisit, told: Told) -> set[str]:
    found: Lines = lines_of(told, await _ground(page, told))
    return {one["person"] for one in found.at_home}


@router.post("/campaigns/{campaign}/roster/publication")
async def publish(campaign: UUID, page: Page) -> Response:
    """Let the draft hold that was read."""
    told = await read_own(page, campaign)
    if not page.held and page.typed["version"] != mark_of(told):
        page.fault(_OTHERS)
    again = partial(show, campaign, page)
    made = await page.do("POST", f"{told.path}/roster/publication", None, again=again)
    return page.go(f"{told.path}/roster", N_("已发布第 %(n)s 版。"), n=made["version"])


@router.get("/campaigns/{campaign}/roster/{step}")
async def back(campaign: UUID, step: Step, page: Page) -> Response:
    """Where a form came back: to the roster."""
    await read_own(page, campaign)
    return page.go(f"/campaigns/{campaign}/roster")
