"""The one OpenAPI document of the public API: the gateway's routes and all services', under `/api/v1`."""

import json
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any  # documents are JSON

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from services.gateway.api import headers
from services.gateway.clients.routes import METHODS, PUBLIC, operations
from services.gateway.clients.services import Behind
from shared.roles import MAY, Role

router = APIRouter(include_in_schema=False)

OWN = "gateway"
_REFERENCE = '"#/components/schemas/'
_PROBLEM = {
    "type": "object",
    "description": "RFC 9457: what went wrong, in a sentence a person can act on",
    "required": ["type", "title", "status", "detail", "instance", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "code": {"type": "string", "description": "stable; see the catalogue"},
        "rule": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
        "details": {"type": "object"},
    },
}
_SECURITY = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "a session's token, an API key, or a link's"},
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-minqing",
        "description": "a session's; by plain http to the gateway's own machine, or where that is allowed, `minqing`",
    },
}
_OPEN = frozenset({("/api/v1/sessions", "post")})
_OF_A_LINK = "/api/v1/links/"


@router.get("/openapi.json")
async def openapi(request: Request, behind: Behind) -> Response:
    """The document, with the services that are known by now; made anew when one of theirs is."""
    documents, made = getattr(request.app.state, "document", (None, b""))
    if documents is not behind.documents:
        made = json.dumps(merged(request.app.openapi(), behind.documents), ensure_ascii=False).encode()
        request.app.state.document = behind.documents, made
    return Response(made, media_type="application/json")


@router.get("/docs")
async def docs() -> HTMLResponse:
    """The document as a page."""
    return HTMLResponse((files("services.gateway") / "static" / "api.html").read_text("utf-8"))


@router.get("/docs/api.js")
async def script() -> Response:
    """The page's script."""
    text = (files("services.gateway") / "static" / "api.js").read_text("utf-8")
    return Response(text, media_type="text/javascript")


def merged(own: Mapping[str, Any], documents: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """One document of the gateway's and the services' public operations; each one's schemas bear its name."""
    paths: dict[str, dict[str, Any]] = {}
    schemas: dict[str, Any] = {"Problem": _PROBLEM}
    for service, document in {OWN: own, **documents}.items():
        named = _named(service, document)
        for path, method, operation in _public(service, named):
            paths.setdefault(path, {})[method] = _shown(service, path, method, operation)
        schemas |= named.get("components", {}).get("schemas", {})
    return {
        "openapi": own["openapi"],
        "info": {"title": "Minqing", "version": own["info"]["version"]},
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": _used(paths, schemas), "securitySchemes": _SECURITY},
    }


def _public(service: str, document: Mapping[str, Any]) -> Iterable[tuple[str, str, Mapping[str, Any]]]:
    if service != OWN:
        return operations(document)
    items = ((path, item) for path, item in document["paths"].items() if path.startswith(PUBLIC))
    return ((path, method, item[method]) for path, item in items for method in sorted(METHODS & item.keys()))


def _named(service: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with its schemas under names of their own: two services may both have a `Matter`."""
    text = json.dumps(document).replace(_REFERENCE, f"{_REFERENCE}{service}.")
    named: dict[str, Any] = json.loads(text)
    schemas = named.get("components", {}).get("schemas", {})
    named["components"] = {"schemas": {f"{service}.{name}": schema for name, schema in schemas.items()}}
    return named


def _shown(service: str, path: str, method: str, operation: Mapping[str, Any]) -> dict[str, Any]:
    no = {"description": "a problem", "content": {"application/problem+json": {"schema": _reference("Problem")}}}
    said = {code: answer for code, answer in operation.get("responses", {}).items() if code != "422"}
    passed_on = service != OWN
    shown: dict[str, Any] = {
        **operation,
        "parameters": [*operation.get("parameters", ()), *headers.sent(path, method, passed_on)],
        "tags": [service],
        "operationId": f"{service}.{operation.get('operationId', method)}",
        "responses": {**headers.answered(method, passed_on, said), "4XX": no, "5XX": no},
        "security": _security(path, method),
    }
    if action := operation.get("x-action"):
        shown["x-roles"] = [role.value for role in Role if role in MAY[action]]
    return shown


def _security(path: str, method: str) -> list[dict[str, list[str]]]:
    if (path, method) in _OPEN:
        return []
    return [{"bearer": []}] if path.startswith(_OF_A_LINK) else [{"bearer": []}, {"cookie": []}]


def _reference(schema: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{schema}"}


def _used(paths: Mapping[str, Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    """The schemas that public operations reach: those of internal ones stay inside."""
    used: dict[str, Any] = {}
    found = _references(paths) & schemas.keys()
    while found:
        used |= {name: schemas[name] for name in found}
        found = (_references({name: schemas[name] for name in found}) & schemas.keys()) - used.keys()
    return dict(sorted(used.items()))


def _references(part: Any) -> set[str]:
    return {piece.split('"', 1)[0] for piece in json.dumps(part).split(_REFERENCE)[1:]}
