"""An accusation on its way, also by the clock: whose inbox and register it reaches, and that of nobody else."""

from typing import Any  # answers are JSON

import pytest

from tests.e2e import cast_of_insiders as cast
from tests.e2e.comparing import answers_of
from tests.e2e.days_of_insiders import Pair
from tests.e2e.walking import Route, reading_routes

EVERYBODY = [*cast.GRANTS, "admin"]


def told_of(pair: Pair, who: str, matter: str) -> list[tuple[str, int | None]]:
    """The messages about a matter in somebody's inbox, oldest first, each with its rung."""
    about = pair.told.things[f"matter {matter}"]
    items = pair.told.person(who).items("/inbox")
    return [(one["kind"], one["details"].get("level")) for one in reversed(items) if one["thing"] == about]


def test_its_ladder_ends_at_the_petition_office(pair: Pair) -> None:
    found = {who: told for who in EVERYBODY if (told := told_of(pair, who, "village"))}

    assert found == {
        "jw-4": [("limit-reminded", None)],
        "jw-2": [("case-escalated", 1)],
        "jw-1": [("case-escalated", 2)],
        "xf-1": [("case-escalated", 3)],
        "rs-9": [("case-escalated", 3)],
    }


def test_a_disputes_ladder_ends_at_the_district_office(pair: Pair) -> None:
    found = {who: told for who in EVERYBODY if (told := told_of(pair, who, "land"))}

    assert found == {
        "gt-4": [("limit-reminded", None)],
        "gt-2": [("case-escalated", 1)],
        "gt-1": [("case-escalated", 2)],
        "qhd-1": [("case-escalated", 3)],
    }


def test_of_one_that_came_back_the_petition_office_is_told_but_nobody_of_the_accused_house(pair: Pair) -> None:
    found = {who: told for who in EVERYBODY if (told := told_of(pair, who, "unit"))}

    assert found == {"xf-1": [("case-returned", None)]}  # not who was lent to it by the accused department


@pytest.mark.parametrize("name", cast.AGAINST)
def test_who_sees_it_in_the_register(pair: Pair, name: str) -> None:
    handed = {"person", "house", "village"}  # "unit" came back
    expected = {
        *({"xf-1"} if name != "petition" else set()),
        *({"rs-9"} if name not in ("petition", "unit") else set()),
        *({"mz-1"} if name != "house" else set()),
        *({"jw-1", "jw-2", "jw-3", "key of jw"} if name in handed else set()),
        *({"jw-4"} if name in ("person", "village") else set()),
    }

    seeing = {who for who in (*EVERYBODY, "key of gt", "key of rs", "key of jw") if _sees(pair, who, name)}

    assert seeing == expected


def _sees(pair: Pair, who: str, name: str) -> bool:
    return pair.told.person(who).get(pair.told.matter(name)).status_code == 200


def copies_of(pair: Pair, who: str, name: str) -> list[dict[str, Any]]:
    """The copies of a reply as somebody sees them."""
    copies: list[dict[str, Any]] = pair.told.person(who).does("GET", pair.told.matter(name, "copies"))["items"]
    return copies


def test_the_village_gets_no_copy_and_is_told_why_by_nobody(pair: Pair) -> None:
    village = next(copy for copy in copies_of(pair, "jw-3", "person") if copy["reader"] == "village")

    assert village["withheld"] == "accusation"
    for who in ("cw1-1", "cw2-1"):
        assert pair.told.person(who).get(pair.told.matter("person", "copies")).status_code == 404
    assert [copy["reader"] for copy in copies_of(pair, "cw1-1", "work")] == ["village"]


def test_the_contact_units_copy_says_neither_what_was_found_nor_of_whom(pair: Pair) -> None:
    copy = pair.told.person("jw-3").does("GET", pair.told.matter("person", "copies/2"))

    assert copy["reader"] == "contact-unit"
    assert {copy[name] for name in ("facts", "opinion", "subject", "handler", "party")} == {None}
    for who in ("mz-2", "mz-3", "mz-5"):
        assert pair.told.person(who).get(pair.told.matter("person", "copies/2")).status_code == 404


@pytest.fixture(scope="module")
def routes(pair: Pair) -> list[Route]:
    return [route for route in reading_routes(pair.told.door) if not route.streams]


KEPT_FROM = {"mz-1": ("house",), "rs-9": ("unit", "petition"), "xf-1": ("petition",), "jw-3": ("auditor", "petition")}
"""Who sees some, and which not."""


@pytest.mark.parametrize("who", KEPT_FROM)
def test_who_sees_others_finds_no_trace_of_those_they_must_not(pair: Pair, routes: list[Route], who: str) -> None:
    told = pair.told
    traces = {told.things[f"matter {name}"] for name in KEPT_FROM[who]}
    traces |= {told.references[name] for name in KEPT_FROM[who]}
    traces |= {cast.AGAINST[name][2] for name in KEPT_FROM[who]}
    others = [name for name in (*cast.AGAINST, "land", "work", "farm") if name not in KEPT_FROM[who]]

    found = [
        asked
        for asked, answer in answers_of(told, who, routes, others)
        if any(trace in answer.text or trace in str(answer.headers) for trace in traces)
    ]

    assert found == []
