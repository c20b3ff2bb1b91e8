"""来访人: who was met, a household by group and number, or somebody from elsewhere; a page of the visit's form."""

import re
from typing import Any  # what the API answers is JSON
from uuid import UUID

from fastapi import Response

from services.gateway.pages.field.own import OwnStay
from services.gateway.pages.field.sheet import AT_HOME, Caller, Sheet, closed, fill
from services.gateway.pages.language import N_
from services.gateway.pages.page import OwnVisit

Household = tuple[UUID, str]
"""A household and the name of its group."""

HERE, ELSEWHERE = "here", "elsewhere"
_TELEPHONE = re.compile(r"[0-9+() -]{3,30}")


async def begin(page: OwnVisit, stay: OwnStay, sheet: Sheet) -> Response:
    """The page of a caller as it was left, or a new one."""
    known = sheet.callers[sheet.number] if sheet.number < len(sheet.callers) else Caller()
    elsewhere = sheet.number < len(sheet.callers) and known.household is None
    fields = {name: getattr(known, name) for name in ("group", "number", "name", "telephone")}
    fill(page, who=ELSEWHERE if elsewhere else HERE, **fields)
    return await draw(page, stay, sheet)


async def draw(page: OwnVisit, stay: OwnStay, sheet: Sheet) -> Response:
    """The page as it was typed."""
    groups = await groups_of(page, stay.told["place"])
    mine = sheet.mode not in AT_HOME
    return page.show("visit-caller.html", stay=stay.told, groups=groups, elsewhere=mine, kept=closed(page, sheet))


async def typed(page: OwnVisit, stay: OwnStay, sheet: Sheet) -> Sheet | Response:
    """The sheet with this caller, or the page once more."""
    if page.typed["turn"] == "back":
        return sheet.back()
    elsewhere = page.typed["who"] == ELSEWHERE and sheet.mode not in AT_HOME
    caller = _from_elsewhere(page) if elsewhere else await _household(page, stay)
    if page.faults or caller is None:
        return await draw(page, stay, sheet)
    return sheet.with_caller(caller)


async def groups_of(page: OwnVisit, place: dict[str, Any]) -> list[tuple[str, str]]:
    """The groups of a village with their names; the village itself where it has none."""
    groups = await page.behind.every("/places", below=place["id"], level="group")
    return [(one["id"], one["name"]) for one in groups] or [(place["id"], place["name"])]


async def find_household(page: OwnVisit, place: dict[str, Any]) -> Household | None:
    """The household that was typed by `group` and `number`; without it there is a fault."""
    group = page.need("group", N_("请选择是哪个组。"))
    number = page.need("number", N_("请填写户号。"))
    if page.faults:
        return None
    names = dict(await groups_of(page, place))
    found = await page.behind.every("/households", place=group, limit=500) if group in names else []
    for one in found:
        if str(one["number"]) == number.lstrip("0"):
            return UUID(one["id"]), names[group]
    page.fault(N_("这个组没有第 %(number)s 户，请核对户号。"), "number", number=number)
    return None


async def _household(page: OwnVisit, stay: OwnStay) -> Caller | None:
    found = await find_household(page, stay.told["place"])
    if found is None:
        return None
    household, group_name = found
    number = page.typed["number"].lstrip("0")
    return Caller(household=household, group=page.typed["group"], group_name=group_name, number=number)


def _from_elsewhere(page: OwnVisit) -> Caller:
    telephone = page.typed["telephone"]
    if telephone and not _TELEPHONE.fullmatch(telephone):
        page.fault(N_("电话只写数字、空格和 + ( ) -，3 到 30 位；不清楚可以不填。"), "telephone")
    return Caller(name=page.typed["name"][:200], telephone=telephone)
