"""The services' documents become one, without what is internal."""

from typing import Any  # a document of OpenAPI is JSON

from services.gateway.api.document import merged
from services.gateway.main import create_app
from shared.roles import Role

MATTER = {"properties": {"kind": {"$ref": "#/components/schemas/Kind"}}}


def _service(path: str, matter: dict[str, Any]) -> dict[str, Any]:
    answer = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Matter"}}}}
    shown = {"operationId": "show", "x-action": "matter.read", "responses": {"200": answer, "422": {}}}
    hidden = {"operationId": "hide", "responses": {"200": {"$ref": "#/components/schemas/Hidden"}}}
    schemas = {"Matter": matter, "Kind": {"type": "string"}, "Hidden": {}}
    return {"paths": {path: {"get": shown}, "/internal/x": {"post": hidden}}, "components": {"schemas": schemas}}


DOCUMENT = merged(
    create_app().openapi(),
    {"ledger": _service("/api/v1/heard", MATTER), "casework": _service("/api/v1/matters", {"type": "object"})},
)


def test_public_paths_of_all_are_there_and_internal_ones_are_not() -> None:
    assert {"/api/v1/heard", "/api/v1/matters", "/api/v1/sessions"} <= DOCUMENT["paths"].keys()
    assert all(path.startswith("/api/v1/") for path in DOCUMENT["paths"])


def test_two_services_may_use_one_name_for_different_things() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert schemas["casework.Matter"] == {"type": "object"}
    assert schemas["ledger.Matter"]["properties"]["kind"] == {"$ref": "#/components/schemas/ledger.Kind"}


def test_what_only_internal_routes_use_stays_inside() -> None:
    assert not [name for name in DOCUMENT["components"]["schemas"] if name.endswith("Hidden")]


def test_an_operation_says_who_may_and_how_a_no_looks() -> None:
    shown = DOCUMENT["paths"]["/api/v1/matters"]["get"]
    assert (shown["tags"], shown["operationId"]) == (["casework"], "casework.show")
    assert Role.HANDLER in shown["x-roles"]
    assert Role.ADMINISTRATOR not in shown["x-roles"]
    assert set(shown["responses"]) == {"200", "4XX", "5XX"}


def test_every_reference_leads_somewhere() -> None:
    import json

    schemas = DOCUMENT["components"]["schemas"]
    pieces = json.dumps(DOCUMENT).split('"#/components/schemas/')[1:]
    assert {piece.split('"')[0] for piece in pieces} <= schemas.keys()
