"""What somebody is shown in a district of insiders, in words that do not depend on the district's own ids."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any  # bodies are JSON

import httpx

from shared.ids import imported
from tests.e2e import cast_of_insiders as cast
from tests.e2e.door import Person
from tests.e2e.insiders import Insiders
from tests.e2e.walking import Route

VISIBLE = ("land", "work", "farm")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_REFERENCE = re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b")
_WALL = re.compile(r"20(?!10-)\d\d-\d\d-\d\dT[0-9:.]+(?:Z|[+-]\d\d:\d\d)")
_BY_CHANCE = {"milliseconds", "used_at", "digest"}  # the test's own haste; a digest over ciphertext
_SEAL = "seal"  # a receipt's: it tells two offices where the log ended, which has a test of its own
_OF_THE_ANSWER = {"date", "content-length"}
_MOST_PAGES = 80
_PAGE = " page "
_PUBLIC = {"/people", "/units", "/places", "/accounts", "/grants"}  # what is imported; ids decide its pages
_NARROWED = (
    "state=opened",
    "state=accepted",
    "state=issued",
    "state=struck",
    "kind=accusation",
    "overdue=true",
    "external_ref=JW-village",
)


def ids_of(insiders: Insiders, cases: Sequence[str] = VISIBLE) -> dict[str, list[str]]:
    """Everything that a path may name, in an order that both districts share."""
    found: dict[str, list[str]] = {
        "campaign": [],
        "filing": [],
        "key": [],
        "subscription": [],
        "case": [insiders.things[f"matter {name}"] for name in cases],
        "n": ["1", "2", "3", "4"],
        "limit": ["planned", "conclude"],
        "version": ["1"],
        "account": [str(imported(insiders.tenant, "account", "gt-3"))],
        "person": [insiders.id_of("person", code) for code in ("MZ-3", "GT-4")],
        "household": [insiders.id_of("household", code) for code in ("C01-H01", "C02-H01")],
        "place": [insiders.id_of("place", code) for code in ("C01", "C02")],
    }
    for name in sorted(insiders.things):
        kind = name.split()[0]
        if kind != "matter":
            found.setdefault(kind, []).append(insiders.things[name])
    return found


def answers_of(
    insiders: Insiders, who: str, routes: Sequence[Route], cases: Sequence[str] = VISIBLE
) -> Iterator[tuple[str, httpx.Response]]:
    """Everything that somebody is answered at each route: each thing, each list, page by page and narrowed."""
    person, ids = insiders.person(who), ids_of(insiders, cases)
    for route in routes:
        for path in route.filled(ids):
            answer = person.get(path)
            yield path, answer
            if answer.is_success and "limit" in route.narrowed_by and path not in _PUBLIC:
                yield from _pages(person, path)
    for narrowed in _NARROWED:
        yield f"/matters?{narrowed}", person.get(f"/matters?{narrowed}")


def _pages(person: Person, path: str) -> Iterator[tuple[str, httpx.Response]]:
    """A list as pages of one; where it goes on is in the answers."""
    answer = person.get(f"{path}?limit=1")
    for page in range(_MOST_PAGES):
        yield f"{path}{_PAGE}{page}", answer
        after = answer.json()["next"]
        if not after or not answer.json()["items"]:
            return
        answer = person.ask("GET", str(httpx.URL(path, params={"limit": 1, "after": after})))
    raise AssertionError(f"{path} has no end")


def names_in(insiders: Insiders) -> dict[str, str]:
    """What ids and references of the district stand for."""
    names = {id: name for name, id in insiders.things.items()}
    names |= {reference: f"reference of {name}" for name, reference in insiders.references.items()}
    files = {"unit": cast.UNITS, "person": cast.PEOPLE, "place": cast.PLACES, "household": cast.HOUSEHOLDS}
    for kind, text in files.items():
        for code in (line.split(",")[0] for line in text.splitlines()[1:]):
            names[insiders.id_of(kind, code)] = f"{kind} {code}"
    return names | {str(imported(insiders.tenant, "account", login)): f"account {login}" for login in cast.GRANTS}


def in_common_words(insiders: Insiders, text: str, names: Mapping[str, str]) -> str:
    """A text with names in the places of ids; of other ids, and of the wall's moments, only that there is one."""
    text = _UUID.sub(lambda found: f"<{names.get(found[0], 'an id')}>", text)
    text = _REFERENCE.sub(lambda found: f"<{names.get(found[0], 'a reference')}>", text)
    return _WALL.sub("<a moment>", text).replace(insiders.tenant, "<district>")


def shown(insiders: Insiders, asked: str, answer: httpx.Response, names: Mapping[str, str]) -> str:
    """An answer in common words: status, headers, body. Lists lose their order: of equals, ids decide it."""
    headers = {name: value for name, value in answer.headers.items() if name not in _OF_THE_ANSWER}
    said = {"status": answer.status_code, "headers": headers, "body": _body_of(insiders, asked, answer, names)}
    return json.dumps({"asked": in_common_words(insiders, asked, names), **said}, ensure_ascii=False, sort_keys=True)


def _body_of(insiders: Insiders, asked: str, answer: httpx.Response, names: Mapping[str, str]) -> Any:
    text = in_common_words(insiders, answer.text, names)
    if "json" not in answer.headers.get("content-type", ""):
        return text
    body = json.loads(text)
    if _PAGE in asked:
        return _page(body)
    return ordered(_numbers_apart(body) if asked.startswith("/subscriptions/") else body)


def _page(body: dict[str, Any]) -> dict[str, Any]:
    """How much is on a page, and where it goes on: what is on it, of equals, ids decide."""
    after = body["next"]
    return {"items": len(body["items"]), "next": after if str(after).isdecimal() else after is not None}


def _numbers_apart(body: dict[str, Any]) -> dict[str, Any]:
    """Which deliveries there are, and which numbers: which has which, of facts of several services, chance decides."""
    items = body.get("items", [])
    told = [{name: one for name, one in item.items() if name not in ("number", "sequence")} for item in items]
    return {**body, "items": told, "numbers": [item["sequence"] for item in items]}


def ordered(value: Any) -> Any:
    """JSON with its lists in an order of their own, without what chance decides."""
    if isinstance(value, dict):
        receipt = {"receipt": {**value["receipt"], _SEAL: None}} if isinstance(value.get("receipt"), dict) else {}
        return {name: ordered(one) for name, one in {**value, **receipt}.items() if name not in _BY_CHANCE}
    if isinstance(value, list):
        return sorted((ordered(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
    return value
