"""Every public route of every service says for which action of the table of roles it is there."""

from collections import Counter
from importlib import import_module
from typing import Any  # documents are JSON

import pytest

from services.gateway.clients.routes import METHODS, PUBLIC
from services.gateway.main import create_app
from shared.roles import MAY
from shared.service import create_api

SERVICES = ("scheduling", "ledger", "casework", "notify")
FOR_WHOEVER_IS_LOGGED_IN = {
    ("/api/v1/sessions", "post"),
    ("/api/v1/sessions/current", "delete"),
    ("/api/v1/me", "get"),
    ("/api/v1/me/password", "put"),
}
FOR_WHOEVER_HOLDS_A_LINK = {("/api/v1/links/current", "get"), ("/api/v1/links/current/password", "put")}


def _document(service: str) -> dict[str, Any]:
    document: dict[str, Any] = create_api(import_module(f"services.{service}.main").SERVICE).openapi()
    return document


def _operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, item[method]) for path, item in document["paths"].items() for method in METHODS & item.keys()
    ]


@pytest.mark.parametrize("service", SERVICES)
def test_no_public_route_of_a_service_is_without_a_known_action(service: str) -> None:
    operations = _operations(_document(service))
    nobodys = [
        (path, method)
        for path, method, operation in operations
        if path.startswith(PUBLIC) and operation.get("x-action") not in MAY
    ]
    assert operations
    assert nobodys == []


def test_the_gateways_own_routes_have_one_but_for_what_is_everybodys() -> None:
    operations = _operations(create_app().openapi())
    without = {(path, method) for path, method, operation in operations if operation.get("x-action") not in MAY}
    assert without == FOR_WHOEVER_IS_LOGGED_IN | FOR_WHOEVER_HOLDS_A_LINK


def test_no_two_services_offer_the_same_route() -> None:
    documents = [create_app().openapi(), *(_document(service) for service in SERVICES)]
    offered = Counter(
        (_shape(path), method) for document in documents for path, method, _ in _operations(document) if PUBLIC in path
    )
    assert [route for route, times in offered.items() if times > 1] == []


def _shape(path: str) -> str:
    return "/".join("{}" if segment.startswith("{") else segment for segment in path.split("/"))


def test_every_action_of_a_route_is_somebodys() -> None:
    used = {operation["x-action"] for service in SERVICES for _, _, operation in _operations(_document(service))}
    assert all(MAY[action] for action in used)
