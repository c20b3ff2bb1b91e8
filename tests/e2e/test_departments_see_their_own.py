"""G13: each department's key, clerk, handler and leaders are shown nothing of another department's matters."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any  # lines of the register are JSON

import httpx
import pytest

from deploy.demo.officials import DEPARTMENTS
from deploy.demo.setting import TENANT, place_id, unit_id
from deploy.demo.story import DISTRICT_OFFICE, OFFICE, clerk, handler
from tests.e2e.acting import Command, commands, sent
from tests.e2e.door import Door, Person
from tests.e2e.played import Played
from tests.e2e.walking import Route, answers, reading_routes, things_of_the_field

CODES = [code for code, _ in DEPARTMENTS]
_OF_EACH_OTHER = 3  # matters of each other department that are tried by every path


@dataclass(frozen=True)
class Departments:
    """The register as the activity office sees it, all of it, and everything that a path may name."""

    door: Door
    campaign: str
    lines: Sequence[dict[str, Any]]
    things: dict[str, Sequence[str]]
    subscriptions: dict[str, str]
    keys: dict[str, Person] = field(default_factory=dict)

    def person(self, login: str) -> Person:
        """An official."""
        return self.door.person(TENANT, login, f"demo-{login}")

    def key(self, code: str) -> Person:
        """A key that the department's clerk has made, once: it is not shown again."""
        if code not in self.keys:
            wish = {"name": f"key of {code}", "unit": str(unit_id(code))}
            self.keys[code] = Person(self.door, self.person(clerk(code)).does("POST", "/keys", wish)["key"])
        return self.keys[code]

    def keys_of(self, code: str) -> list[dict[str, Any]]:
        """The keys of a department, as its clerk keeps them."""
        return self.person(clerk(code)).items("/keys")

    def everyone(self, code: str) -> Iterator[tuple[str, Person]]:
        """The department's key and its people."""
        yield "key", self.key(code)
        for login in (f"{code.lower()}-1", f"{code.lower()}-2", clerk(code), handler(code)):
            yield login, self.person(login)

    def own(self, code: str) -> set[str]:
        """The department's matters."""
        return {line["id"] for line in self.lines if line["unit"] and line["unit"]["id"] == str(unit_id(code))}

    def others(self, code: str) -> list[dict[str, Any]]:
        """Some of each other department's matters."""
        several = (self.own(other) for other in CODES if other != code)
        chosen = {matter for theirs in several for matter in sorted(theirs)[:_OF_EACH_OTHER]}
        return [line for line in self.lines if line["id"] in chosen]


@pytest.fixture(scope="module")
def departments(campaign: Played, door: Door) -> Departments:
    world = campaign.performance.world
    reader = door.person(TENANT, OFFICE, f"demo-{OFFICE}")
    things: dict[str, Sequence[str]] = {
        **things_of_the_field(reader, world.campaign),
        "campaign": [world.campaign],
        "place": [str(place_id("C01"))],
        "household": [one["id"] for one in reader.does("GET", f"/households?place={place_id('C01')}")["items"][:3]],
        "account": [one["id"] for one in door.person(TENANT, "admin", "demo-admin").does("GET", "/accounts")["items"]],
        "person": [one["id"] for one in reader.does("GET", "/people?limit=3")["items"]],
        "version": ["1"],
        "n": ["1", "2", "3", "4"],
        "limit": ["planned", "conclude"],
    }
    things = {name: list(ids)[:3] if name != "n" else ids for name, ids in things.items()}
    subscriptions = {code: _subscription(door, code) for code in CODES}
    lines = reader.items(f"/matters?campaign={world.campaign}&limit=200")
    return Departments(door, world.campaign, lines, things, subscriptions)


def _subscription(door: Door, code: str) -> str:
    person = door.person(TENANT, clerk(code), f"demo-{clerk(code)}")
    return str(person.items("/subscriptions")[0]["id"])


@pytest.fixture(scope="module")
def routes(departments: Departments) -> list[Route]:
    return reading_routes(departments.door)


def test_each_department_has_matters_that_the_others_may_try(departments: Departments) -> None:
    assert [code for code in CODES if not departments.own(code)] == []
    assert [code for code in CODES if len(departments.others(code)) < len(CODES) - 1] == []


@pytest.mark.parametrize("code", CODES)
def test_no_path_shows_a_key_another_departments_matter(
    departments: Departments, routes: list[Route], code: str
) -> None:
    others = departments.others(code)
    ids = departments.things | {
        "case": [line["id"] for line in others],
        "subscription": [one for other, one in departments.subscriptions.items() if other != code],
    }
    traces = [trace for line in others for trace in (line["id"], line["reference"], line["number"]) if trace]

    for answer in answers(departments.key(code), routes, ids):
        # a problem names the path that was asked for, so the rest of it is looked at
        text = answer.text.replace(json.dumps(answer.request.url.path), "")
        assert [trace for trace in traces if trace in text] == [], answer.url
        if {"matters", "subscriptions"} & set(answer.request.url.path.split("/")[:-1]):
            assert answer.status_code in (403, 404), answer.url


@pytest.mark.parametrize("code", CODES)
def test_the_own_matters_are_shown_by_the_same_paths(departments: Departments, routes: list[Route], code: str) -> None:
    matter = min(departments.own(code))
    of_matters = [route for route in routes if route.parameters == ("case",)]

    shown = list(answers(departments.key(code), of_matters, {"case": [matter]}))

    assert {answer.status_code for answer in shown if answer.url.path.endswith(matter)} == {200}
    assert matter in shown[0].text


@pytest.mark.parametrize("code", CODES)
def test_every_list_holds_the_own_alone(departments: Departments, code: str) -> None:
    own = departments.own(code)

    for who, person in departments.everyone(code):
        listed = {item["id"] for item in person.items("/matters?limit=200")}
        assert listed == own, who


@pytest.mark.parametrize("code", CODES)
def test_no_filter_finds_anothers(departments: Departments, code: str) -> None:
    key, other = departments.key(code), departments.others(code)[0]
    filters = [f"unit={other['unit']['id']}", f"reference={other['reference']}", f"place={other['place']['id']}"]
    filters += [f"field={line['field']}" for line in departments.others(code)] + [f"state={other['state']}"]

    for asked in filters:
        assert {item["id"] for item in key.items(f"/matters?{asked}")} <= departments.own(code), asked


@pytest.mark.parametrize("code", CODES)
def test_figures_count_the_own_alone(departments: Departments, code: str) -> None:
    own = departments.own(code)

    for who, person in departments.everyone(code):
        figures = person.does("GET", f"/campaigns/{departments.campaign}/case-figures")
        unsettled = person.does("GET", "/unsettled")
        assert (figures["raised"], figures["cases"]) == (len(own), len(own)), who
        assert {share["unit"]["id"] for share in figures["by_department"]} <= {str(unit_id(code))}, who
        assert unsettled["scope"] == "yours"
        assert {item["id"] for item in unsettled["items"]} <= own, who


@pytest.fixture(scope="module")
def acting(departments: Departments) -> list[Command]:
    return commands(departments.door)


@pytest.mark.parametrize("code", CODES)
def test_nobody_of_a_department_acts_on_anothers(departments: Departments, acting: list[Command], code: str) -> None:
    elsewhere = {line["unit"]["id"]: line["id"] for line in departments.others(code)}
    named: dict[str, list[str]] = {
        "case": list(elsewhere.values()),
        "subscription": [one for other, one in departments.subscriptions.items() if other != code],
        "key": [one["id"] for other in CODES if other != code for one in departments.keys_of(other)[:1]],
    }

    answered = [
        (f"{who}: {command.method} {answer.url}", answer.status_code)
        for who, person in departments.everyone(code)
        for command, ids in _tried(acting, named)
        for answer in _answers_until_forbidden(person, command, ids)
    ]

    assert [one for one in answered if one[1] not in (403, 404)] == []
    assert {404, 403} == {status for _, status in answered}


def _tried(acting: Sequence[Command], named: dict[str, list[str]]) -> Iterator[tuple[Command, list[dict[str, str]]]]:
    for command in acting:
        for kind in named.keys() & set(command.route.parameters):
            yield command, [{"n": "1", kind: id} for id in named[kind]]


def _answers_until_forbidden(person: Person, command: Command, ids: list[dict[str, str]]) -> Iterator[httpx.Response]:
    """Who may not at all is told so of the first as of all others."""
    for one in ids:
        yield (answer := sent(person, command, command.filled(one)))
        if answer.status_code == 403:
            return


@pytest.mark.parametrize("code", CODES)
def test_a_subscription_was_told_of_what_was_handed_to_its_department(departments: Departments, code: str) -> None:
    told = departments.key(code).does("GET", f"/subscriptions/{departments.subscriptions[code]}/events?limit=500")
    events = told["items"]

    assert events
    for event in events:
        matter = str(event["subject"]).removeprefix("case/")
        # a hand-over that was returned was the department's own affair while it lasted
        assert matter in departments.own(code) or event["data"].get("handed_to") == str(unit_id(code)), event


@pytest.mark.parametrize("code", CODES)
def test_another_departments_key_and_subscription_are_not_kept(departments: Departments, code: str) -> None:
    person = departments.person(clerk(code))

    assert {item["unit"] for item in person.items("/keys")} == {str(unit_id(code))}
    assert {item["unit"]["id"] for item in person.items("/subscriptions")} == {str(unit_id(code))}
    for other in set(CODES) - {code}:
        wish = {"name": "another's", "unit": str(unit_id(other))}
        refused = person.ask("POST", "/keys", wish, f"key of {other}")
        assert (refused.status_code, refused.json()["code"]) == (409, "key-of-another-unit")


def test_the_register_holds_more_than_any_department_sees(departments: Departments) -> None:
    everything = departments.person(DISTRICT_OFFICE).items("/matters?limit=200")

    assert len(everything) >= sum(len(departments.own(code)) for code in CODES) > 0
