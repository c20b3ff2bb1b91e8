"""The stays that wait for a reader: the own one with its pairings, and those of others that grow too short."""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from services.gateway.pages.desk.duty import Duty, Told
from services.gateway.pages.field.own import DAYS_TO_NOTE, OwnStay, of_stay
from services.gateway.pages.field.pairings import next_form
from services.gateway.pages.language import N_
from services.gateway.pages.page import OwnVisit
from services.gateway.pages.rendering import word
from shared.roles import Role

_KEEPERS = (Role.SECTION_HEAD, Role.ACTIVITY_OFFICE)
_STEPS = {"planned": N_("登记进村"), "interrupted": N_("登记返回")}
_FORMS = {"need": N_("填写需求"), "measure": N_("填写措施"), "result": N_("填写结果")}


async def shortfalls(page: OwnVisit) -> Iterable[Duty]:
    """The running stays that are likely to be too short, for who may keep them."""
    if not any(page.asker.has(role) for role in _KEEPERS):
        return []
    foreseen = await page.behind.every("/stays", foreseen=True)
    running = [told for told in foreseen if told["state"] in ("started", "interrupted")]
    return [_shortfall(page, told) for told in running]


async def own_stays(page: OwnVisit) -> Iterable[Duty]:
    """What a cadre does today: the next step, visits, and what the pairings still lack."""
    if not (page.asker.person and page.asker.has(Role.CADRE)):
        return []
    stays = [of_stay(page, told) for told in await page.behind.every("/stays", person=page.asker.person)]
    paired = await asyncio.gather(*(_pairings(page, own.told) for own in stays if own.open))
    return [*_steps(page, stays), *(duty for part in paired for duty in part)]


def _steps(page: OwnVisit, stays: Iterable[OwnStay]) -> Iterator[Duty]:
    for own in stays:
        told, state = own.told, own.told["state"]
        if state in _STEPS and date.fromisoformat(told["batch_begins"]) <= page.today:
            yield _duty(page, told)._replace(act=_STEPS[state])
        elif own.open:
            act = N_("登记走访") if own.over is None else N_("补记走访")
            until = own.last + timedelta(DAYS_TO_NOTE) if own.last else _until(page, told)
            yield _duty(page, told)._replace(path=f"/stays/{told['id']}/visits", act=act, until=until)


async def _pairings(page: OwnVisit, stay: Told) -> Iterable[Duty]:
    found = await page.behind.every("/pairings", stay=stay["id"])
    if not found:
        place = stay["place"]["name"] or ""
        return [Duty(f"/stays/{stay['id']}/pairings", N_("结对一户"), "", page.say(N_("还没有结对")), place)]
    lacking = ((one, next_form(one).partition("-")[0]) for one in found)
    return [_pairing(page, one, form) for one, form in lacking if form]


def _pairing(page: OwnVisit, told: Told, form: str) -> Duty:
    """Households go by group and number: names are on their own pages."""
    household = told["household"]
    number = page.say(N_("%(number)s 户"), number=household["number"])
    place = f"{told['place']['name'] or ''} {household['group'] or ''} {number}"
    return Duty(f"/pairings/{told['id']}", _FORMS[form], "", page.say(N_("结对帮扶")), place)


def _shortfall(page: OwnVisit, told: Told) -> Duty:
    duty = _duty(page, told)
    what = f"{told['person']['name'] or ''} {duty.what}"
    return duty._replace(what=what, stands=word("stay", "shortfall-foreseen"))


def _duty(page: OwnVisit, told: Told) -> Duty:
    """A stay, to be looked at; it is limited by the end of its batch."""
    nights = {"nights": told["nights"], "least": told["minimum_nights"]}
    return Duty(
        path=f"/stays/{told['id']}",
        act=N_("查看"),
        reference="",
        what=page.say(N_("%(nights)s/%(least)s 夜"), **nights),
        place=told["place"]["name"] or "",
        until=_until(page, told),
        thing="stay",
        stands=word("stay", told["state"]),
    )


def _until(page: OwnVisit, told: Told) -> date | None:
    ends = date.fromisoformat(told["batch_ends"])
    return ends if ends >= page.today else None
