"""住村: who stays where, and for how many nights? And the matters left lying."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple, get_args  # what the API answers is JSON
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query, Response

from services.gateway.pages.page import Page
from services.gateway.pages.route import pages

router = pages()

State = Literal["planned", "started", "interrupted", "ended"]
_FORESEEN = "shortfall-foreseen"
_A_PAGE = 50


class Choice(NamedTuple):
    """A list one may look at: its word ("" for all), where it is, and whether it is the one shown."""

    word: str
    path: str
    shown: bool


@router.get("/stays")
async def show(
    page: Page,
    state: State | None = None,
    foreseen: bool | None = None,
    campaign: UUID | None = None,
    after: UUID | None = None,
) -> Response:
    """The stays that the reader sees, all or those of one state."""
    asked = {"campaign": campaign, "state": state, "foreseen": "true" if foreseen else None}
    found = await page.get("/stays", **asked, after=after, limit=_A_PAGE)
    stays = [stay | {"word": word_of(stay)} for stay in found["items"]]
    more = path_of(**asked, after=found["next"]) if found["next"] else ""
    return page.show("stays.html", stays=stays, more=more, choices=choices(campaign, state, foreseen))


@router.get("/unsettled")
async def unsettled(page: Page, after: Annotated[int, Query(ge=0)] = 0) -> Response:
    """The matters without an outcome or an answer, one by one; `after` so many of them."""
    found = await page.get("/unsettled")
    items, upto = found["items"], after + _A_PAGE
    more = f"/unsettled?after={upto}" if items and len(items) > upto else ""
    return page.show("unsettled.html", number=found["number"], items=items and items[after:upto], more=more)


def word_of(stay: Mapping[str, Any]) -> str:
    """The word for where a stay stands."""
    if stay["state"] == "ended":
        return "short" if stay["short"] else "ended"
    return _FORESEEN if stay["shortfall_foreseen_at"] else str(stay["state"])


def choices(campaign: UUID | None, state: str | None, foreseen: bool | None) -> list[Choice]:
    """All lists of stays."""
    chosen = _FORESEEN if foreseen else state or ""
    paths = {"": path_of(campaign=campaign)}
    paths |= {one: path_of(campaign=campaign, state=one) for one in get_args(State)}
    paths[_FORESEEN] = path_of(campaign=campaign, foreseen="true")
    return [Choice(word, path, word == chosen) for word, path in paths.items()]


def path_of(**asked: object) -> str:
    """Where a list is; what is None is not asked for."""
    query = urlencode({name: value for name, value in asked.items() if value is not None})
    return f"/stays?{query}" if query else "/stays"
