"""登记簿: where is a matter?"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Any  # parameters of the API are whatever they are
from urllib.parse import urlencode

from fastapi import Response

from services.gateway.pages.fields import fields_of
from services.gateway.pages.language import N_, translations
from services.gateway.pages.names import NAMES
from services.gateway.pages.page import OwnVisit, Page
from services.gateway.pages.rendering import name
from services.gateway.pages.route import pages
from services.gateway.pages.words import WORDS

router = pages()

_FILTERS = ("reference", "kind", "field", "place", "state", "unit", "overdue", "external_ref", "campaign")
_HANDLING = ("department", "town", "discipline-office")
_LEVELS = ("town", "village", "community")
_STATES = (
    "opened",
    "settled",
    "handed-over",
    "returned",
    "accepted",
    "result-recorded",
    "issued",
    "to-be-struck",
    "struck",
)
_OF_THE_REPLY: dict[str, dict[str, Any]] = {
    "issued": {"state": "issued", "served": False},
    "to-be-struck": {"state": "issued", "served": True},
}
"""What pages tell apart by whether every copy has an outcome."""
_LATE = (("true", N_("超期")), ("false", N_("没有超期")))

Choices = dict[str, str]


@router.get("/matters")
async def show(page: Page) -> Response:
    """The lines that the reader may see, all or those that were asked for."""
    asked = {key: said.strip() for key in _FILTERS if (said := page.request.query_params.get(key, "")).strip()}
    if "reference" in asked:
        asked["reference"] = asked["reference"].upper()
    after = page.request.query_params.get("after") or None
    wanted = asked | _OF_THE_REPLY.get(asked.get("state", ""), {})
    found, fields, places, units = await asyncio.gather(
        page.get("/matters", limit=50, counted=True, after=after, **wanted),
        fields_of(page),
        _all(page, "/places", level=_LEVELS),
        _all(page, "/units", kind=_HANDLING),
    )
    choices = _choices(page) | {"field": fields, "place": places, "unit": units}
    more = _address(asked, after=found["next"]) if found["next"] else ""
    told = {"asked": asked, "choices": choices, "set_filters": list(_set(asked, choices)), "more": more}
    rests_on = f"/matters?{urlencode(wanted)}"
    return page.show("register.html", found=found, only=_only_state(asked), rests_on=rests_on, **told)


def _only_state(asked: Mapping[str, str]) -> str:
    """The state, where nothing else is asked for."""
    return asked.get("state", "") if asked.keys() <= {"state", "campaign"} else ""


async def _all(page: OwnVisit, path: str, **of: Sequence[str]) -> Choices:
    """Names by id, of several kinds or levels of the directory."""
    (key, kinds), *_ = of.items()
    found = await asyncio.gather(*(page.behind.every(path, **{key: kind}) for kind in kinds))
    return {one["id"]: one["name"] for part in found for one in part}


def _choices(page: OwnVisit) -> dict[str, Choices]:
    """What may be chosen of each filter, in the reader's language."""
    states = translations(page.language)
    return {
        "kind": {code: name(page.language, "kind", code) for code in NAMES["kind"]},
        "state": {code: states.pgettext("matter", WORDS["matter"][code].label) for code in _STATES},
        "overdue": {code: page.say(label) for code, label in _LATE},
    }


def _set(asked: Mapping[str, str], choices: Mapping[str, Choices]) -> Iterator[tuple[str, str]]:
    """Each filter that is set, and where it is not; the campaign is the reader's whole list, without a name here."""
    for key, value in asked.items():
        if key != "campaign":
            yield choices.get(key, {}).get(value, value), _address({**asked, key: ""})


def _address(asked: Mapping[str, str], **other: str) -> str:
    wanted = {key: value for key, value in {**asked, **other}.items() if value}
    return f"/matters?{urlencode(wanted)}" if wanted else "/matters"
