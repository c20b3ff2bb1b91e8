"""Every GET of the public API, by its OpenAPI document, with ids in the places of its parameters."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any  # documents are JSON

import httpx

from tests.e2e.door import Door, Person

_PARAMETER = re.compile(r"{(\w+)}")
PARAMETERS = frozenset(
    {
        "account",
        "campaign",
        "case",
        "deed",
        "filing",
        "household",
        "limit",
        "meeting",
        "n",
        "note",
        "pairing",
        "person",
        "place",
        "screening",
        "stay",
        "subscription",
        "version",
        "visit",
    }
)
"""What stands in paths, each known to the tests that walk them; a new one makes them fail until it is."""
_LISTED = {
    "stay": "stays",
    "visit": "visits",
    "pairing": "pairings",
    "screening": "screenings",
    "deed": "deeds",
    "meeting": "meetings",
    "note": "notes",
    "filing": "filings",
}
_MOST_OF_A_KIND = 12


@dataclass(frozen=True)
class Route:
    """A path with its parameters' names, and the words that a question there may be narrowed by."""

    path: str
    parameters: tuple[str, ...]
    streams: bool
    narrowed_by: frozenset[str] = frozenset()

    def filled(self, ids: Mapping[str, Sequence[str]]) -> Iterator[str]:
        """The path with every choice of these ids."""
        for chosen in product(*(ids[name] for name in self.parameters)):
            path = self.path
            for name, value in zip(self.parameters, chosen, strict=True):
                path = path.replace("{" + name + "}", value)
            yield path


def reading_routes(door: Door) -> list[Route]:
    """All GET routes of the merged document. Fails for a parameter that nobody has thought about."""
    document = door.ask("GET", "/openapi.json", None, {}).json()
    routes = [_route(path, item["get"]) for path, item in document["paths"].items() if "get" in item]
    unknown = {(route.path, name) for route in routes for name in set(route.parameters) - PARAMETERS}
    assert not unknown, f"say in PARAMETERS, and where ids are chosen, what these are: {sorted(unknown)}"
    return routes


def _route(path: str, operation: Mapping[str, Any]) -> Route:
    content = operation.get("responses", {}).get("200", {}).get("content", {})
    words = frozenset(one["name"] for one in operation.get("parameters", ()) if one["in"] == "query")
    parameters = tuple(_PARAMETER.findall(path))
    return Route(path.removeprefix("/api/v1"), parameters, "text/event-stream" in content, words)


def acting_routes(door: Door) -> list[tuple[str, Route]]:
    """All commands of the merged document that name a thing in their path, each with its method."""
    document = door.ask("GET", "/openapi.json", None, {}).json()
    found = [
        (method.upper(), _route(path, operation))
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method != "get"
    ]
    return [(method, route) for method, route in found if route.parameters]


def answers(person: Person, routes: Sequence[Route], ids: Mapping[str, Sequence[str]]) -> Iterator[httpx.Response]:
    """What somebody is answered at each route with each choice of ids; what streams is asked by who may not alone."""
    for route in routes:
        for path in route.filled(ids):
            yield person.get(path)


def things_of_the_field(reader: Person, campaign: str) -> dict[str, list[str]]:
    """Some of each kind of thing of a campaign, by the name of its parameter."""
    lists = {name: reader.does("GET", f"/{path}?campaign={campaign}")["items"] for name, path in _LISTED.items()}
    return {name: [str(one["id"]) for one in items[:_MOST_OF_A_KIND]] for name, items in lists.items()}
