"""事项全程: what happened to a matter, and who is next?"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any  # what the API answers is JSON
from uuid import UUID

from fastapi import Response

from services.gateway.pages.language import N_, translations
from services.gateway.pages.matters import filed
from services.gateway.pages.matters.next_acts import SERVING, all_served, still_to_come, waiting
from services.gateway.pages.matters.standing import Standing, part, standing
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.rendering import name
from services.gateway.pages.route import pages
from services.gateway.pages.words import WORDS

router = pages()

FIRST, LAST = 3, 4
_FOLDED_FROM = FIRST + LAST + 3
_ANSWERED = frozenset({"issued", "struck"})
HEARD, SETTLED = N_("走访听到"), N_("走访听到，现场办结")
NTH_COPY = N_("第 %(n)s 份")
BY_RULE = N_("系统按规则")
FILED = N_("报送备案")
_COPIES = 4

POSTS = {
    "cadre": N_("下基层干部"),
    "section-head": N_("科室负责人"),
    "clerk": N_("信访专干"),
    "handler": N_("经办人"),
    "leader": N_("分管（主要）领导"),
    "department-key": N_("部门系统"),
}
NEXT = {
    "hand-over": N_("等活动办公室或信访部门交办"),
    "acceptance": N_("等部门信访专干受理"),
    "result": N_("经办人记录办理结果"),
    "signature": N_("等领导审核签发"),
    "issue": N_("正在编号"),
    "service": N_("登记送达结果"),
    "striking": N_("等交办单位销号"),
}


@dataclass(frozen=True)
class Line:
    """A step as it is read: when, what, by whom; `service` is whose record it is, `words` what was said with it."""

    at: str
    what: str
    service: str
    who: str = ""
    post: str = ""
    note: str = ""
    words: Mapping[str, Any] | None = None
    diary: Mapping[str, Any] | None = None
    link: str = ""


@router.get("/matters/{case}")
async def show(case: UUID, page: Page) -> Response:
    """The matter as far as the reader may see it, with the reader's next act on top."""
    found = await standing(page, case)
    matter = found.matter
    visit, answer, entry = await asyncio.gather(_visit(page, matter), _answer(page, matter), filed.entry(page, matter))
    lines = [*_lines(page, matter, visit), *(_filed(page, matter, entry) if entry else [])]
    folded = len(lines) >= _FOLDED_FROM
    return page.show(
        "matter.html",
        case=matter,
        acts=found.acts(page),
        opens=matter["may_open_identity"] and page.may("identity.open"),
        state=state_of(found),
        next=page.say(NEXT[_next(found)]) if matter["next"] else "",
        answer=answer,
        copies=_served(found),
        first=lines[:FIRST] if folded else lines,
        middle=lines[FIRST:-LAST] if folded else [],
        last=lines[-LAST:] if folded else [],
        coming=[(page.say(station), _done_of(station, found)) for station in still_to_come(matter, found.copies)],
        inside=not {"department", "handler", "office"}.isdisjoint(matter["seen_as"]),
    )


def state_of(found: Standing) -> str | None:
    """The state's word; between the last receipt and the strike-off it has one of its own."""
    state: str | None = found.matter["state"]
    return "to-be-struck" if found.matter["served"] else state


def _next(found: Standing) -> str:
    if found.matter["next"] == "service" and all_served(found.copies):
        return "striking"
    return str(found.matter["next"])


def _served(found: Standing) -> dict[str, int]:
    """How many copies the reader sees, and of how many it is known what became of them."""
    return {"all": len(found.copies), "served": len(found.copies) - len(waiting(found.copies))}


def _done_of(station: str, found: Standing) -> str:
    """How many of the four copies have an outcome; "" for another station, and for who does not see all of them."""
    of = found.copies[0]["copies"] if found.copies else _COPIES
    if station != SERVING or (found.matter["issued_at"] and len(found.copies) < of):
        return ""
    served = _served(found)
    return f"{served['served']}/{served['all'] or _COPIES}"


async def _visit(page: OwnVisit, matter: Mapping[str, Any]) -> Any:
    """The visit where it was heard, for who may read the diary."""
    if not matter["visit"] or not page.may("visit.read"):
        return None
    return await part(page, f"/visits/{matter['visit']}")


async def _answer(page: OwnVisit, matter: Mapping[str, Any]) -> Any:
    """What was found: as issued, or as it awaits a signature; for who may read it."""
    if matter["state"] == "result-recorded":
        return await part(page, f"/matters/{matter['id']}/draft")
    return await part(page, f"/matters/{matter['id']}/reply") if matter["state"] in _ANSWERED else None


def _lines(page: OwnVisit, matter: Mapping[str, Any], visit: Any) -> Iterator[Line]:
    if not matter["thread"]:
        who = page.who.name if "hearer" in matter["seen_as"] else ""
        yield Line(matter["received_at"], page.say(HEARD), "ledger", who=who)
    for step in matter["thread"]:
        yield _line(page, step, visit)


def _line(page: OwnVisit, step: Mapping[str, Any], visit: Any) -> Line:
    heard = step["what"] in _HEARD
    return Line(
        at=step["at"],
        what=page.say(_HEARD[step["what"]]) if heard else _what(page, step),
        service="ledger" if heard else "casework",
        who=_who(page, step),
        post=_post(page, step),
        note=_note(page, step),
        words=step["words"],
        diary=visit["diary"] if visit and heard and visit["diary"]["state"] != "withheld" else None,
    )


_HEARD = {"case-opened": HEARD, "case-settled": SETTLED}


def _what(page: OwnVisit, step: Mapping[str, Any]) -> str:
    to = f"→{step['handed_to']['name']}" if step["what"] == "case-handed-over" and step["handed_to"] else ""
    return name(page.language, "step", step["what"]) + to


def _who(page: OwnVisit, step: Mapping[str, Any]) -> str:
    """Who acted; a step that nobody took in any role followed from a rule."""
    if step["by"]:
        return step["by"]["name"] or ""
    return "" if step["role"] else page.say(BY_RULE)


def _post(page: OwnVisit, step: Mapping[str, Any]) -> str:
    """Unit and post; an office's own name says both."""
    unit = step["unit"]["name"] if step["unit"] else ""
    post = page.say(POSTS[step["role"]]) if step["role"] in POSTS else ""
    return f"{unit} {post}".strip() if step["role"] else ""


def _note(page: OwnVisit, step: Mapping[str, Any]) -> str:
    result = step["result"]
    if step["what"] == "copy-served":
        became = translations(page.language).pgettext("copy", WORDS["copy"][result].label)
        return f"{page.say(NTH_COPY, n=step['copy_number'])} {became}"
    return name(page.language, "outcome", result) if result else ""


def _filed(page: OwnVisit, matter: Mapping[str, Any], entry: filed.Entry) -> Iterator[Line]:
    """The line that followed from the strike-off, and the filing that holds it."""
    book, by_rule = name(page.language, "book", entry.line.book), page.say(BY_RULE)
    note = book if entry.path else book + page.say(filed.NOT_YET)
    yield Line(matter["struck_at"], page.say(filed.ENTERED), "ledger", who=by_rule, note=note, link=entry.path)
    if entry.path:
        yield Line(entry.at, page.say(FILED), "ledger", who=entry.by, note=entry.period, link=entry.path)
