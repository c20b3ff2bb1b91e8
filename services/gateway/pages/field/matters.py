"""事项: something heard, on a page of its own within the visit's form; an accusation's words leave it sealed alone."""

import asyncio
import re
from uuid import UUID

from fastapi import Response

from services.gateway.pages.field.entries import text_of
from services.gateway.pages.field.sheet import Concern, Matter, Sheet, closed, fill, without
from services.gateway.pages.fields import fields_of
from services.gateway.pages.language import N_
from services.gateway.pages.names import NAMES
from services.gateway.pages.page import OwnVisit

ACCUSATION, DISPUTE = "accusation", "dispute"
_LONGEST_SUBJECT, _MOST_CONCERNED = 30, 20
_DIGIT = re.compile(r"[0-9０-９]")
_PLAIN = ("field", "subject", "words", "settled", "answer")


async def begin(page: OwnVisit, sheet: Sheet) -> Response:
    """The page of a matter as it was left, or a new one; of an accusation nothing is shown again."""
    known = sheet.matters[sheet.number] if sheet.number < len(sheet.matters) else Matter(caller=_only(sheet))
    again = known.kind == ACCUSATION
    shown = Matter(kind=known.kind, caller=known.caller) if again else known
    return await _shown(page, sheet.but(matter=shown), again)


async def draw(page: OwnVisit, sheet: Sheet, again: bool = False) -> Response:
    """The page as it was typed."""
    people: list[tuple[str, str]] = []
    units: list[tuple[str, str]] = []
    if sheet.matter.kind == ACCUSATION:
        units, people = await asyncio.gather(_units(page), _people(page, page.typed["unit"]))
    told = {
        "matter": sheet.matter,
        "callers": sheet.callers,
        "again": again,
        "kinds": NAMES["kind"],
        "fields": await fields_of(page) if sheet.matter.kind == DISPUTE else {},
    }
    return page.show("visit-matter.html", **told, units=units, people=people, kept=closed(page, sheet))


async def typed(page: OwnVisit, sheet: Sheet) -> Sheet | Response:
    """The sheet with this matter, or its page once more."""
    turn = page.typed["turn"]
    if turn == "back":
        return sheet.back()
    sheet = sheet.but(matter=_as_typed(page, sheet.matter))
    if turn == "kind" or not sheet.matter.kind:
        return await _kind(page, sheet, anew=turn == "kind")
    if sheet.matter.kind == ACCUSATION:
        return await _accusation(page, sheet, turn)
    _check(page, sheet)
    return await draw(page, sheet) if page.faults else sheet.with_matter(sheet.matter)


async def _shown(page: OwnVisit, sheet: Sheet, again: bool = False) -> Response:
    plain = {name: getattr(sheet.matter, name) for name in _PLAIN}
    caller = "" if sheet.matter.caller is None else str(sheet.matter.caller)
    fill(page, kind=sheet.matter.kind, caller=caller, **plain)
    return await draw(page, sheet, again)


async def _kind(page: OwnVisit, sheet: Sheet, anew: bool) -> Response:
    """Ask of which kind it is; then what that kind asks for."""
    if anew:
        return await _shown(page, sheet.but(matter=sheet.matter.model_copy(update={"kind": ""})))
    kind = page.need("kind", N_("请选择是哪一类。"))
    if kind not in NAMES["kind"]:
        return await draw(page, sheet)
    return await _shown(page, sheet.but(matter=sheet.matter.model_copy(update={"kind": kind})))


async def _accusation(page: OwnVisit, sheet: Sheet, turn: str) -> Sheet | Response:
    action, _, number = turn.partition("/")
    matter = sheet.matter
    if action == "unname":
        return await draw(page, sheet.but(matter=_concerning(matter, without(matter.concerns, int(number or 0)))))
    if action == "people":
        return await draw(page, sheet)
    sheet = sheet.but(matter=await _named(page, matter))
    if action == "more":
        fill(page, words=page.typed["words"], caller=page.typed["caller"])
        return await draw(page, sheet)
    _check(page, sheet)
    return await draw(page, sheet) if page.faults else sheet.with_matter(sheet.matter)


async def _named(page: OwnVisit, matter: Matter) -> Matter:
    """The matter with the unit, or the person of it, that is chosen at the moment."""
    unit, person = page.typed["unit"], page.typed["person"]
    names, people = dict(await _units(page)), dict(await _people(page, unit))
    concerns = list(matter.concerns)
    if person in people:
        concerns.append(Concern(type="person", id=UUID(person), name=f"{people[person]}（{names[unit]}）"))
    elif unit in names:
        concerns.append(Concern(type="unit", id=UUID(unit), name=names[unit]))
    return _concerning(matter, tuple(dict.fromkeys(concerns))[:_MOST_CONCERNED])


def _concerning(matter: Matter, concerns: tuple[Concern, ...]) -> Matter:
    return matter.model_copy(update={"concerns": concerns})


async def _units(page: OwnVisit) -> list[tuple[str, str]]:
    units = await page.behind.every("/units")
    names = {one["id"]: one["name"] for one in units}
    return [(one["id"], " · ".join(names[part] for part in one["path"] if part in names)) for one in units]


async def _people(page: OwnVisit, unit: str) -> list[tuple[str, str]]:
    found = await page.behind.every("/people", below=unit) if _is_id(unit) else []
    return [(one["id"], one["name"]) for one in found]


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _only(sheet: Sheet) -> int | None:
    return 0 if len(sheet.callers) <= 1 else None


def _as_typed(page: OwnVisit, matter: Matter) -> Matter:
    fields: dict[str, object] = {name: page.typed[name] for name in _PLAIN if name in page.typed}
    caller = page.typed["caller"]
    if "caller" in page.typed:
        fields["caller"] = int(caller) if caller.isdecimal() else None
    return matter.model_copy(update=fields)


def _check(page: OwnVisit, sheet: Sheet) -> None:
    if len(sheet.callers) > 1 and sheet.matter.caller not in range(len(sheet.callers)):
        page.fault(N_("请选择是谁说的。"), "caller")
    if sheet.matter.kind == ACCUSATION:
        _check_accusation(page, sheet.matter)
    else:
        _check_ordinary(page, sheet.matter)
    text_of(page, "words", N_("请填写内容。"))


def _check_accusation(page: OwnVisit, matter: Matter) -> None:
    if not matter.concerns:
        page.fault(N_("请选择反映的是谁（人或单位），以便回避。"), "unit")


def _check_ordinary(page: OwnVisit, matter: Matter) -> None:
    if matter.kind == DISPUTE:
        page.need("field", N_("请选择矛盾纠纷的领域。"))
    subject = text_of(page, "subject", N_("请填写标题。"), _LONGEST_SUBJECT)
    if _DIGIT.search(subject):
        page.fault(N_("标题不写数字，也不写姓名、号码；请写进内容。"), "subject")
    if page.need("settled", N_("请选择当场解决了没有。")) == "yes":
        text_of(page, "answer", N_("当场解决的，请填写怎样答复的。"))
