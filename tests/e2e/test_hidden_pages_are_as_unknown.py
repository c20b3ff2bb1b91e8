"""A page about what is hidden from somebody is answered as one about what is not there, whether opened or sent to."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from services.gateway.pages.console import open_console
from tests.e2e.days_of_insiders import Pair
from tests.e2e.leafing import Leafing, Seen
from tests.e2e.test_hidden_is_as_unknown import HIDDEN, UNKNOWN, hidden_in

KINDS = ("case", "filing", "stay", "visit", "pairing", "screening")
OTHERS = {
    "n": ("1",),
    "limit": ("planned",),
    "number": ("1",),
    "name": ("deeds",),
    "step": ("draft", "return", "start", "interruption"),
}
"""What else stands in paths; of a step, a page has what its thing has."""
TYPED = {
    "reason": "不属本局职责",
    "purpose": "核查线索",
    "evidence": "四份回证齐全",
    "version": '"1"',
    "outcome": "explained",
    "facts": "已公示",
    "opinion": "予以说明",
    "to": "",
    "handler": UNKNOWN,
    "result": "served",
    "how": "by-hand",
    "by": "专干",
    "at": "2010-12-14",
    "date": "2010-12-14",
    "time": "09:30",
    "diary": "走访一户",
    "need": "缺煤",
    "rank": "1",
    "kind": "relief",
    "what": "送煤",
    "text": "党员带头",
    "minutes": "议定修路",
    "what-0": "河堤有裂缝",
    "level-0": "low",
    "group": UNKNOWN,
}
"""All that any form asks for."""
CASES = [
    (who, kind) for who, kinds in HIDDEN.items() for kind in kinds if kind in KINDS and not who.startswith("key of ")
]
_PARAMETER = re.compile(r"{(\w+)}")


def pages_about(kind: str) -> list[tuple[str, str]]:
    """Every page of the console whose path names such a thing, with how it is asked."""
    console = FastAPI()
    open_console(console)
    found = [(method, route.path) for route in _routes(console.router) for method in sorted(route.methods or ())]
    return [(method, path) for method, path in found if "{" + kind + "}" in path]


def _routes(router: APIRouter) -> Iterator[APIRoute]:
    for one in router.routes:
        if isinstance(one, APIRoute):
            yield one
        elif isinstance(inside := getattr(one, "original_router", None), APIRouter):
            yield from _routes(inside)


def filled(path: str, kind: str, id: str) -> Iterator[str]:
    """The path with this id, and every choice of the rest."""
    names = _PARAMETER.findall(path)
    for chosen in product(*((id,) if name == kind else OTHERS[name] for name in names)):
        asked = path
        for name, value in zip(names, chosen, strict=True):
            asked = asked.replace("{" + name + "}", value)
        yield asked


def answered(reader: Leafing, method: str, path: str) -> Seen:
    """The page that is opened, or what the form is answered."""
    return reader.open(path) if method == "GET" else reader.send(path, TYPED)


def as_told(page: Seen, id: str) -> tuple[int, dict[str, str], str]:
    """All of a page but its moment and what is sealed anew each time, with the unknown id in the place of this one."""
    headers = {name: value.replace(id, UNKNOWN) for name, value in page.headers.items()}
    text = re.sub(r"gAAAA[\w=-]+", "", page.text.replace(id, UNKNOWN))
    return page.status, {**headers, "date": "", "content-length": ""}, text


@pytest.fixture(scope="module")
def readers(pair: Pair) -> Iterator[dict[str, Leafing]]:
    """Those from whom something is hidden, before the console."""
    told = pair.told
    found = {who: Leafing(told.door.url, told.tenant, who, told.password_of(who)) for who in dict(CASES)}
    yield found
    for one in found.values():
        one.close()


@pytest.mark.parametrize(("who", "kind"), CASES)
def test_whatever_page_is_opened_or_sent_to(pair: Pair, readers: dict[str, Leafing], who: str, kind: str) -> None:
    hidden = [hidden_in(pair.told, kind, name) for name in HIDDEN[who][kind]]
    if who == next(first for first, of in CASES if of == kind):
        hidden.append(hidden_in(pair.untold, kind, "land" if kind == "case" else "MZ"))
    pages = [(method, asked) for method, path in pages_about(kind) for asked in filled(path, kind, UNKNOWN)]

    for method, asked in pages:
        unknown = as_told(answered(readers[who], method, asked), UNKNOWN)
        assert unknown[0] == 404 or (method, unknown[0]) == ("GET", 303), f"{method} {asked}"
        for id in hidden:
            there = as_told(answered(readers[who], method, asked.replace(UNKNOWN, id)), id)
            assert there == unknown, f"{method} {asked}"
    assert {method for method, _ in pages} == {"GET", "POST"}


def test_what_is_theirs_opens(pair: Pair, readers: dict[str, Leafing]) -> None:
    """So these do reach what they name."""
    for who, path in (
        ("mz-4", f"/matters/{pair.told.things['matter land']}"),
        ("mz-1", f"/visits/{pair.told.things['visit MZ']}"),
        ("mz-2", f"/filings/{pair.told.things['filing MZ']}"),
    ):
        assert readers[who].open(path).status == 200, path
