"""The campaigns of the district, and the form by which an activity office plans another one."""

import asyncio
from functools import partial
from typing import Any  # what the API answers is JSON

from fastapi import Response

from services.gateway.pages.campaigns import form
from services.gateway.pages.campaigns.reading import ALL, for_offices
from services.gateway.pages.language import N_
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.route import pages
from shared.roles import Role

router = pages()

_A_PAGE = 50
_PLANNED = N_("活动已排定。接下来登记不参加的干部，再编排安排表。")


@router.get("/campaigns")
async def show(page: Page) -> Response:
    """All campaigns, the newest first."""
    for_offices(page)
    found = await page.get("/campaigns", limit=_A_PAGE, after=page.request.query_params.get("after"))
    more = f"/campaigns?after={found['next']}" if found["next"] else ""
    return page.show("campaigns.html", campaigns=found["items"], more=more)


@router.get("/campaigns/new")
async def show_form(page: Page) -> Response:
    """The form of a campaign."""
    for_offices(page)
    return await _form(page)


@router.post("/campaigns/new")
async def plan(page: Page) -> Response:
    """Plan it, or make room for another batch or month."""
    for_offices(page)
    if "more" in page.typed:
        return await _form(page)
    if "months" in page.typed:
        form.list_months(page)
        return await _form(page)
    body = form.body_of(page, await _places(page))
    made = await page.do("POST", "/campaigns", body, again=partial(_form, page))
    return page.go(f"/campaigns/{made['id']}", _PLANNED)


async def _form(page: OwnVisit) -> Response:
    units, places = await asyncio.gather(page.behind.every("/units", limit=ALL), _places(page))
    rows = {thing: form.rows(page, thing) + (page.typed["more"] == thing) for thing in ("batches", "filings")}
    chosen = {name: page.typed.all(name) for name in ("places", "towns")}
    return page.show("campaign-plan.html", **_offices(page, units), towns=_towns(places), rows=rows, chosen=chosen)


async def _places(page: OwnVisit) -> list[Any]:
    return await page.behind.every("/places", limit=ALL)


def _offices(page: OwnVisit, units: list[Any]) -> dict[str, Any]:
    """The offices that a campaign may have here, each with its name, and the units whose cadres may go out."""
    own = {str(unit) for unit in page.asker.units(Role.ACTIVITY_OFFICE)}
    offices = [one for one in _of_kind(units, "activity-office") if own & set(one["path"])]
    above = {unit for one in offices for unit in one["path"][:-1]}
    return {
        "offices": _named(offices),
        "units": _named([one for one in units if one["id"] in above]),
        "unit": offices[0]["path"][-2] if offices and len(offices[0]["path"]) > 1 else "",
        "groups": _named([one for one in _of_kind(units, "leading-group") if above & set(one["path"])]),
        "district_offices": _named(_of_kind(units, "district-office")),
    }


def _of_kind(units: list[Any], kind: str) -> list[Any]:
    return [one for one in units if one["kind"] == kind]


def _named(things: list[Any]) -> list[tuple[str, str]]:
    return [(one["id"], one["name"]) for one in things]


def _towns(places: list[Any]) -> list[tuple[Any, list[Any]]]:
    """Each town with the villages and communities that lie in it."""
    inside = [
        (town, [one for one in places if form.lies_in(one, town["id"])]) for town in places if town["level"] == "town"
    ]
    return [(town, villages) for town, villages in inside if villages]
