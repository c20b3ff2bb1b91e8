"""Which service answers a path is read from the services' documents."""

from typing import Any  # a document of OpenAPI is JSON

import pytest

from services.gateway.clients.routes import MethodNotAllowed, Route, Routes
from shared.errors import NotFound


def _operation(action: str | None, streams: bool = False) -> dict[str, Any]:
    content: dict[str, Any] = {"text/event-stream": {}} if streams else {"application/json": {}}
    return {"responses": {"200": {"content": content}}} | ({"x-action": action} if action else {})


ROUTES = Routes(
    {
        "ledger": {
            "paths": {
                "/api/v1/visits": {"get": _operation("visit.read"), "post": _operation("field.log")},
                "/api/v1/visits/{id}": {"get": _operation("visit.read")},
                "/api/v1/campaigns/{id}/coverage": {"get": _operation("book.read")},
                "/api/v1/nobodys": {"get": _operation(None)},
                "/api/v1/unknown": {"get": _operation("visit.steal")},
                "/internal/openings": {"post": _operation("identity.open")},
            }
        },
        "notify": {
            "paths": {
                "/api/v1/campaigns/{campaign}/message-figures": {"get": _operation("inbox.read")},
                "/api/v1/subscriptions/{id}/stream": {"get": _operation("subscription.pull", streams=True)},
                "/api/v1/visits/latest": {"get": _operation("inbox.read")},
            }
        },
    }
)


def test_a_path_goes_to_the_service_that_offers_it_for_its_action() -> None:
    assert ROUTES.find("POST", "/api/v1/visits") == Route("ledger", "field.log", False)
    assert ROUTES.find("GET", "/api/v1/visits/7") == Route("ledger", "visit.read", False)


def test_services_may_share_the_beginning_of_a_path() -> None:
    assert ROUTES.find("GET", "/api/v1/campaigns/7/coverage").service == "ledger"
    assert ROUTES.find("GET", "/api/v1/campaigns/7/message-figures").service == "notify"


def test_a_word_of_the_path_goes_before_a_parameter() -> None:
    assert ROUTES.find("GET", "/api/v1/visits/latest").service == "notify"


def test_a_stream_is_known_as_one() -> None:
    assert ROUTES.find("GET", "/api/v1/subscriptions/7/stream").streams


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/nobodys",
        "/api/v1/unknown",
        "/internal/openings",
        "/api/v1/visits/",
        "/api/v1/visits/7/8",
        "/api/v1/visits/..",
        "/api/v1/visits/.",
        "/api/v1//visits",
        "/api/v1",
        "/",
    ],
)
def test_what_is_no_public_route_with_an_action_is_not_found(path: str) -> None:
    with pytest.raises(NotFound):
        ROUTES.find("POST" if path.startswith("/internal") else "GET", path)


def test_another_method_is_not_allowed_and_those_there_are_are_named() -> None:
    with pytest.raises(MethodNotAllowed) as no:
        ROUTES.find("DELETE", "/api/v1/visits")
    assert no.value.headers == {"Allow": "GET, POST"}
