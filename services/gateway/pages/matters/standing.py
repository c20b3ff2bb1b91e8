"""A matter as an act's page reads it: with its version, so that nobody acts on what another has changed meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any  # a matter is JSON of the API
from uuid import UUID

from fastapi import Response

from services.gateway.pages.behind import No
from services.gateway.pages.language import N_
from services.gateway.pages.matters.next_acts import (
    ACCEPT,
    SIGN,
    Act,
    Copies,
    Reader,
    is_due,
    is_for,
    next_acts,
    settled_by,
)
from services.gateway.pages.page import Again, OwnVisit
from services.gateway.pages.rendering import day, hour, moment, name
from services.gateway.pages.typed import Fault
from shared.errors import NotFound

_CHANGED = 412
_REFUSED = frozenset({409, _CHANGED})
CHANGED_BY = N_("%(who)s刚刚修改了本页。您填的内容还在，请核对后再提交。")
CHANGED = N_("本页刚刚有了变化。您填的内容还在，请核对后再提交。")
DONE_BY = N_("已由%(who)s于 %(at)s %(what)s。")
SIGNED_BY = N_("已由%(who)s签发。")
NOT_DUE = N_("这一步现在不用办理。")
NONE_WAITS = {ACCEPT: N_("没有待受理的事项。"), SIGN: N_("没有待签发的文书。")}
"""What an act's page says of a matter that has not come to the act, where the act has a word for it."""


@dataclass(frozen=True)
class Standing:
    """A matter with its copies, and the version in which it was read."""

    matter: Mapping[str, Any]
    copies: Copies
    version: str

    def acts(self, page: OwnVisit) -> list[Act]:
        """What the reader may do next."""
        return next_acts(reader_of(page), self.matter, self.copies)


def reader_of(page: OwnVisit) -> Reader:
    """Who reads the page."""
    person = page.asker.person
    return Reader(frozenset(grant.role for grant in page.asker.grants), str(person) if person else None)


async def standing(page: OwnVisit, case: UUID) -> Standing:
    """A matter as it stands. Raises No."""
    answer, copies = await asyncio.gather(
        page.behind.ask("GET", f"/matters/{case}"), page.get(f"/matters/{case}/copies")
    )
    return Standing(answer.json(), copies["items"], answer.headers.get("etag", ""))


async def part(page: OwnVisit, path: str, **query: Any) -> Any:
    """What the API answers there, None where it is not for the reader. Raises No for any other "no"."""
    try:
        return await page.get(path, **query)
    except No as no:
        if no.status not in (403, 404):
            raise
        return None


Parts = Callable[[Standing], Awaitable[dict[str, Any]]]


async def nothing_more(_: Standing) -> dict[str, Any]:
    """An act's page that needs the matter alone."""
    return {}


async def show_act(page: OwnVisit, case: UUID, act: Act, template: str, parts: Parts = nothing_more) -> Response:
    """The form of an act, or who has done it meanwhile. Raises NotFound for whom it is not."""
    found = await standing(page, case)
    if not is_for(act, reader_of(page), found.matter):
        raise NotFound("not-found")
    if not is_due(act, found.matter, found.copies):
        return gone(page, found, act)
    if page.status == _CHANGED:
        page.faults = [Fault(_changed(page, found.matter))]
    return page.show(template, case=found.matter, version=_version(page, found), **await parts(found))


def gone(page: OwnVisit, found: Standing, act: Act) -> Response:
    """That it is done already, or not to be done now."""
    step = settled_by(act, found.matter)
    if page.status in _REFUSED:
        page.faults = []
    said = _done(page, step) if step and step["by"] else page.say(NONE_WAITS.get(act, NOT_DUE))
    acts = [one for one in found.acts(page) if one is not act]
    return page.show("act-gone.html", case=found.matter, act=act, said=said, acts=acts)


def _done(page: OwnVisit, step: Mapping[str, Any]) -> str:
    if step["what"] == "case-signed":
        return page.say(SIGNED_BY, who=step["by"]["name"])
    at = hour(step["at"]) if day(step["at"]) == day(page.today) else moment(step["at"])
    what = name(page.language, "step", step["what"])
    return page.say(DONE_BY, who=step["by"]["name"], at=at, what=what)


def _changed(page: OwnVisit, matter: Mapping[str, Any]) -> str:
    last = matter["thread"][-1] if matter["thread"] else None
    return page.say(CHANGED_BY, who=last["by"]["name"]) if last and last["by"] else page.say(CHANGED)


def _version(page: OwnVisit, found: Standing) -> str:
    """The version that the form was read with; once its reader was told of a newer one, that."""
    told = page.status == _CHANGED or not page.typed.sent
    return found.version if told else page.typed["version"]


async def act_on(page: OwnVisit, case: UUID, path: str, body: Any, again: Again) -> None:
    """Do it to the matter as it was when the form was read. Raises Answered, No."""
    version = page.typed["version"].strip('"')
    read = {"if-match": f'"{version}"'} if version.isdecimal() else {}
    await page.do("POST", f"/matters/{case}/{path}", body, again=again, **read)
