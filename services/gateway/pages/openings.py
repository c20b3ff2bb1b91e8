"""身份查阅记录: who read whose identity, why and when? For the auditor."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any  # what the API answers is JSON
from urllib.parse import urlencode

from fastapi import Response

from services.gateway.pages.matters.standing import part
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.route import pages

router = pages()


@router.get("/openings")
async def show(page: Page, after: str | None = None) -> Response:
    """The newest first; nothing of what was seen."""
    found = await page.get("/openings", after=after, limit=50)
    who, units = await asyncio.gather(_names(page, found["items"]), page.behind.every("/units"))
    unit_names = {one["id"]: one["name"] for one in units}
    more = f"/openings?{urlencode({'after': found['next']})}" if found["next"] else ""
    return page.show("openings.html", openings=found["items"], who=who, units=unit_names, more=more)


async def _names(page: OwnVisit, openings: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Who holds the accounts that opened."""
    actors = sorted({one["by"] for one in openings})
    return dict(zip(actors, await asyncio.gather(*(_name(page, actor) for actor in actors)), strict=True))


async def _name(page: OwnVisit, actor: str) -> str:
    """An official's name; without one what they log in with, for a key its id."""
    kind, _, id = actor.partition(":")
    holder = await part(page, f"/accounts/{id}/holder") if kind == "account" else None
    if holder is None:
        return id
    person = await part(page, f"/people/{holder['person']}") if holder["person"] else None
    return str(person["name"] if person else holder["login"])
