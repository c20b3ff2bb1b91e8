"""What is hidden from somebody is answered as what is not there, on every route, however it is asked or commanded."""

from collections.abc import Iterator, Mapping

import httpx
import pytest

from tests.e2e.acting import Command, commands, sent_in_every_way
from tests.e2e.days_of_insiders import Pair
from tests.e2e.insiders import Insiders
from tests.e2e.walking import Route, reading_routes

UNKNOWN = "3b1f0a52-6f0d-5c1e-9a55-2d5f7a3c9e10"
HIDDEN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "gt-2": {"case": ("person",)},
    "gt-3": {"case": ("person", "work"), "subscription": ("rs-3", "xf-1"), "key": ("rs",)},
    "gt-4": {"case": ("person",)},
    "key of gt": {"case": ("person", "work"), "subscription": ("rs-3",)},
    "rs-3": {"case": ("unit",)},
    "mz-1": {
        "case": ("house", "farm"),
        **dict.fromkeys(("visit", "stay", "pairing", "screening", "deed", "meeting", "note"), ("NY",)),
    },
    "mz-2": {"case": ("house",), "filing": ("NY",), "stay": ("NY",), "visit": ("NY",)},
    "mz-3": {"case": ("house",), "filing": ("NY",)},
    "mz-4": {"case": ("person", "farm"), "filing": ("NY",), "stay": ("NY",), "visit": ("NY",)},
    "mz-5": {"case": ("person",)},
    "ny-4": {"case": ("land",), "filing": ("MZ",), "visit": ("MZ",), "subscription": ("mz-4",)},
    "cw1-1": {"case": ("village", "person", "land")},
    "qhd-1": {"case": ("village",), "subscription": ("xf-1",)},
    "rs-9": {"case": ("unit", "land")},
    "xf-1": {"case": ("petition", "land")},
    "jw-3": {"case": ("auditor", "petition"), "subscription": ("xf-1",)},
}
"""By who asks: things of their district that do not exist for them."""
CASES = [(who, kind, name) for who, kinds in HIDDEN.items() for kind, names in kinds.items() for name in names]
_OTHERS = {"n": "1", "limit": "planned", "number": "1", "version": "1"}
_KIND_OF = {"case": "matter"}


@pytest.fixture(scope="module")
def reading(pair: Pair) -> list[Route]:
    return reading_routes(pair.told.door)


@pytest.fixture(scope="module")
def acting(pair: Pair) -> list[Command]:
    return commands(pair.told.door)


def hidden_in(insiders: Insiders, kind: str, name: str) -> str:
    """The id of something that is there."""
    return insiders.things[f"{_KIND_OF.get(kind, kind)} {name}"]


def as_told(answer: httpx.Response, id: str) -> tuple[int, dict[str, str], str]:
    """All of an answer but its moment, with the unknown id in the place of the one that was asked for."""
    headers = {name: value for name, value in answer.headers.items() if name != "date"}
    return answer.status_code, headers, answer.text.replace(id, UNKNOWN)


@pytest.mark.parametrize(("who", "kind", "name"), CASES)
def test_whatever_is_asked(pair: Pair, reading: list[Route], who: str, kind: str, name: str) -> None:
    person, hidden = pair.told.person(who), hidden_in(pair.told, kind, name)
    routes = [route for route in reading if kind in route.parameters]

    for route in routes:
        asked, unknown = (next(route.filled({n: [v] for n, v in ids.items()})) for ids in _with(kind, hidden))
        answers = as_told(person.get(asked), hidden), as_told(person.get(unknown), UNKNOWN)
        assert answers[0] == answers[1], asked
        assert answers[0][0] in (403, 404), asked
    assert routes or kind == "key"


def _with(kind: str, hidden: str) -> Iterator[dict[str, str]]:
    for id in (hidden, UNKNOWN):
        yield {**_OTHERS, kind: id}


@pytest.mark.parametrize(("who", "kind", "name"), CASES)
def test_whatever_is_commanded(pair: Pair, acting: list[Command], who: str, kind: str, name: str) -> None:
    person, hidden = pair.told.person(who), hidden_in(pair.told, kind, name)
    for command in (one for one in acting if kind in one.route.parameters):
        paths = [command.filled(ids) for ids in _with(kind, hidden)]
        ways = (sent_in_every_way(person, command, path) for path in paths)
        for (way, asked), (_, unknown) in zip(*ways, strict=True):
            assert as_told(asked, hidden) == as_told(unknown, UNKNOWN), f"{command.method} {paths[0]} {way}"
            assert 400 <= asked.status_code < 500, f"{command.method} {paths[0]} {way}"
            if asked.status_code == 403:
                break


@pytest.mark.parametrize(("who", "what"), [("gt-3", "acceptance"), ("mz-4", "hand-over"), ("gt-4", "striking")])
def test_what_is_theirs_is_answered_otherwise(pair: Pair, acting: list[Command], who: str, what: str) -> None:
    """By the same commands: so these do reach what they name."""
    own = pair.told.things["matter land"]
    (command,) = (one for one in acting if one.route.path == f"/matters/{{case}}/{what}")
    expected = {"striking": {403}}.get(what, {400, 409, 412, 422})

    answers = [answer for _, answer in sent_in_every_way(pair.told.person(who), command, command.filled({"case": own}))]

    assert {answer.status_code for answer in answers} == expected


@pytest.mark.parametrize(
    ("who", "narrowed"),
    [
        ("gt-3", "/matters?external_ref={}"),
        ("mz-4", "/matters?external_ref={}"),
        ("gt-3", "/matters?reference={}"),
        ("mz-4", "/matters?reference={}"),
        ("qhd-1", "/matters?reference={}"),
        ("cw1-1", "/matters?reference={}"),
    ],
)
def test_whatever_is_looked_for(pair: Pair, who: str, narrowed: str) -> None:
    person, told = pair.told.person(who), pair.told
    there = {"external_ref": ("JW-village", "JW-person"), "reference": (told.references["village"],)}
    word = narrowed.partition("?")[2].partition("=")[0]

    for value in there[word]:
        found = person.get(narrowed.format(value))
        assert (found.status_code, found.json()) == (200, person.get(narrowed.format("AAAAA-AAAAA")).json())
        assert found.json()["items"] == []
