"""好事实事, 座谈会和评议会, 党组织情况: what is done once on a stay and written down."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal  # bodies of the API are JSON
from uuid import UUID

from fastapi import Response

from services.gateway.pages.field.entries import count_of, moment_of, now_of, text_of
from services.gateway.pages.field.own import is_own, of_stay, own_stay
from services.gateway.pages.language import N_
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.route import pages

router = pages()

Name = Literal["deeds", "meetings", "notes"]

DEEDS = {
    "water-works": N_("冬修水利"),
    "clean-community": N_("清洁社区"),
    "information": N_("送信息上门"),
    "technology": N_("送技术上门"),
}
MEETINGS = {"forum": N_("党员座谈会"), "evaluation": N_("党组织建设评议会")}


@dataclass(frozen=True)
class Kind:
    """A kind of record: what its page is called and says, the words to choose from, how its body is made."""

    title: str
    empty: str
    kinds: dict[str, str]
    body: Callable[[OwnVisit], dict[str, Any]]


def _deed(page: OwnVisit) -> dict[str, Any]:
    kind, what = page.need("kind", N_("请选择是哪一种。")), text_of(page, "what", N_("请填写做了什么。"))
    given = {"money": count_of(page, "money"), "days": count_of(page, "days")}
    return {"kind": kind, "what": what, "contribution": given}


def _meeting(page: OwnVisit) -> dict[str, Any]:
    kind, minutes = page.need("kind", N_("请选择是哪一种。")), text_of(page, "minutes", N_("请填写会议记录。"))
    came = {"party": count_of(page, "party") or 0, "people": count_of(page, "people") or 0}
    return {"kind": kind, "attendance": came, "minutes": minutes, "opinions": page.typed["opinions"] or None}


def _note(page: OwnVisit) -> dict[str, Any]:
    return {"about": "branch-and-members", "text": text_of(page, "text", N_("请填写党组织和党员的情况。"))}


KINDS: dict[Name, Kind] = {
    "deeds": Kind(N_("好事实事"), N_("还没有记下好事实事。"), DEEDS, _deed),
    "meetings": Kind(N_("座谈会、评议会"), N_("还没有记下会议。"), MEETINGS, _meeting),
    "notes": Kind(N_("党组织和党员情况"), N_("还没有记下党组织和党员的情况。"), {}, _note),
}


@router.get("/stays/{stay}/records/{name}")
async def show(stay: UUID, name: Name, page: Page) -> Response:
    """What was written down, and the form for more."""
    told = await page.get(f"/stays/{stay}")
    of, kind = of_stay(page, told), KINDS[name]
    found = await page.get(f"/{name}", stay=stay, limit=100)
    opens = is_own(page, told) and of.open
    about = {"kind": kind, "kind_name": name, "found": found["items"], "now": now_of(page, of)}
    return page.show("records.html", stay=told, own=of, opens=opens, **about)


@router.post("/stays/{stay}/records/{name}")
async def write(stay: UUID, name: Name, page: Page) -> Response:
    """Write one down."""
    await own_stay(page, stay)
    body = {"stay": str(stay), "at": moment_of(page), **KINDS[name].body(page)}
    await page.do("POST", f"/{name}", body, again=partial(show, stay, name, page))
    return page.go(f"/stays/{stay}/records/{name}", N_("已保存。"))
