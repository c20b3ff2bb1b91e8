"""Which service answers a method and path, and for which action: read from the services' OpenAPI documents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any  # documents are JSON

import structlog

from shared.errors import NotFound
from shared.roles import MAY
from shared.web.problems import WebError

PUBLIC = "/api/v1/"
METHODS = frozenset({"get", "put", "post", "delete", "patch"})
_PARAMETER = "{}"
_NOWHERE = frozenset({"", ".", ".."})  # segments that a client library may rewrite on the way

log = structlog.get_logger(__name__)


class MethodNotAllowed(WebError):
    """The path is there, but not for this method."""

    status, code = 405, "method-not-allowed"


@dataclass(frozen=True)
class Route:
    """Where a request goes and what it is; `streams` is whether its answer may go on for ever.

    `template` is the path that its service offers, whatever its parameters are called.
    """

    service: str
    action: str
    streams: bool
    template: str = field(default="", compare=False)


@dataclass
class _Node:
    below: dict[str, "_Node"] = field(default_factory=dict)
    routes: dict[str, Route] = field(default_factory=dict)


class Routes:
    """The public routes of all services whose documents are known; a literal segment goes before a parameter."""

    def __init__(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        self._root = _Node()
        for service, document in documents.items():
            for path, method, operation in operations(document):
                self._add(path, method, Route(service, operation["x-action"], _streams(operation), path))

    def find(self, method: str, path: str) -> Route:
        """The route of a request. Raises NotFound, or MethodNotAllowed for a path that has other methods."""
        segments = path.split("/")[1:]
        if not _NOWHERE.isdisjoint(segments):
            raise NotFound("not-found")
        found = list(_at(self._root, segments, 0))
        for node in found:
            if method in node.routes:
                return node.routes[method]
        if found:
            raise MethodNotAllowed(headers={"Allow": ", ".join(sorted({m for node in found for m in node.routes}))})
        raise NotFound("not-found")

    def _add(self, path: str, method: str, route: Route) -> None:
        node = self._root
        for segment in path.split("/")[1:]:
            node = node.below.setdefault(_PARAMETER if segment.startswith("{") else segment, _Node())
        taken = node.routes.setdefault(method.upper(), route)
        if taken != route:
            log.error("two services offer one route", method=method, path=path, kept=taken.service, left=route.service)


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The public operations of a document: path, method, operation. One without a known action is nobody's."""
    for path, item in document.get("paths", {}).items():
        if path.startswith(PUBLIC):
            yield from ((path, method, item[method]) for method in _offered(path, item))


def _offered(path: str, item: Mapping[str, Any]) -> Iterator[str]:
    for method in sorted(METHODS & item.keys()):
        if item[method].get("x-action") in MAY:
            yield method
        else:
            log.error("a route without an action is nobody's", method=method, path=path)


def _streams(operation: Mapping[str, Any]) -> bool:
    return "text/event-stream" in operation.get("responses", {}).get("200", {}).get("content", {})


def _at(node: _Node, segments: list[str], index: int) -> Iterator[_Node]:
    if index == len(segments):
        if node.routes:
            yield node
        return
    for key in (segments[index], _PARAMETER):
        if below := node.below.get(key):
            yield from _at(below, segments, index + 1)
