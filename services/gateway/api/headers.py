"""The headers of the public API, as its document shows them; bodies and paths are told by the routes themselves."""

from typing import Any  # parts of a document are JSON

_WITHOUT_A_KEY = frozenset({("/api/v1/sessions", "post"), ("/api/v1/sessions/current", "delete")})
_OPAQUE = {"type": "string"}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": "chosen by the sender; sent again with it, the request takes effect once and is answered the same, "
    "but for a secret that is shown once",
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": _OPAQUE,
    "description": "the ETag that was read; 412 when somebody has changed it since",
}
_READ = {
    "name": "Minqing-Position",
    "in": "header",
    "required": False,
    "schema": _OPAQUE,
    "description": "as a command answered it: the answer shows at least what was written by then",
}
_WRITTEN = {
    "Minqing-Position": {"description": "to be sent with reads that must show what was written", "schema": _OPAQUE},
    "ETag": {"description": "the version that was written, for If-Match", "schema": _OPAQUE},
}


def sent(path: str, method: str, passed_on: bool) -> list[dict[str, Any]]:
    """The headers that a request brings; those of the log matter where it is `passed_on` to a service."""
    if method == "get":
        return [_READ] if passed_on else []
    keyed = [] if (path, method) in _WITHOUT_A_KEY else [_KEY]
    return [*keyed, _IF_MATCH] if passed_on else keyed


def answered(method: str, passed_on: bool, responses: dict[str, Any]) -> dict[str, Any]:
    """The answers, those of commands that a service has carried out with the headers they bring."""
    if method == "get" or not passed_on:
        return responses
    return {code: {**answer, "headers": _WRITTEN} if code < "3" else answer for code, answer in responses.items()}
