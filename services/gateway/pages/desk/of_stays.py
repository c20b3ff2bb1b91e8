"""The stays that wait for a reader: the own one with its pairings, and those of others that grow too short."""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import date

from services.gateway.pages.desk.duty import Duty, Told
from services.gateway.pages.field.own import OwnStay, every, of_stay
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
    foreseen = await every(page, "/stays", foreseen=True)
    running = [told for told in foreseen if told["state"] in ("started", "interrupted")]
    return [_duty(page, told, "", N_("查看"), "shortfall-foreseen") for told in running]


async def own_stays(page: OwnVisit) -> Iterable[Duty]:
    """What a cadre does today: the next step, visits, and what the pairings still lack."""
    if not (page.asker.person and page.asker.has(Role.CADRE)):
        return []
    stays = [of_stay(page, told) for told in await every(page, "/stays", person=page.asker.person)]
    paired = await asyncio.gather(*(_pairings(page, own.told) for own in stays if own.open))
    return [*_steps(page, stays), *(duty for part in paired for duty in part)]


def _steps(page: OwnVisit, stays: Iterable[OwnStay]) -> Iterator[Duty]:
    for own in stays:
        told, state = own.told, own.told["state"]
        if state in _STEPS and date.fromisoformat(told["batch_begins"]) <= page.today:
            yield _duty(page, told, "", _STEPS[state], state)
        elif own.open:
            yield _duty(page, told, "/visits", N_("登记走访") if own.over is None else N_("补记走访"), state)


async def _pairings(page: OwnVisit, stay: Told) -> Iterable[Duty]:
    found = await every(page, "/pairings", cursor="after", stay=stay["id"])
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


def _duty(page: OwnVisit, told: Told, below: str, act: str, state: str) -> Duty:
    """A stay is limited by the end of its batch."""
    ends = date.fromisoformat(told["batch_ends"])
    nights = {"nights": told["nights"], "least": told["minimum_nights"]}
    return Duty(
        path=f"/stays/{told['id']}{below}",
        act=act,
        reference=told["person"]["name"] or "",
        what=page.say(N_("%(nights)s/%(least)s 夜"), **nights),
        place=told["place"]["name"] or "",
        until=ends if told["state"] != "ended" and ends >= page.today else None,
        thing="stay",
        stands=word("stay", state),
    )
