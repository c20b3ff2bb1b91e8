"""The words for "no" over HTTP: problem+json (RFC 9457) with a stable code and a sentence a person can act on."""

from collections.abc import Mapping
from errno import EACCES, EDQUOT, EIO, EMFILE, ENFILE, ENOENT, ENOSPC, EROFS
from typing import Any  # members of a problem are JSON

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from shared.errors import DomainError, NotFound, Refused, VersionConflict
from shared.eventstore.connect import LOST, PASSING
from shared.web.sentences import language_of, sentence

MEDIA_TYPE = "application/problem+json"
STATUS: dict[type[DomainError], int] = {NotFound: 404, Refused: 409, VersionConflict: 412}
_STATUS_OF_CODE = {"key-used-for-another-body": 422, "busy": 503, "log-unreachable": 503, "not-the-log-you-read": 409}
_NO_TEXT = "22021"  # character_not_in_repertoire
_AWAY = (*LOST, *PASSING, PoolTimeout)
"""The database or the way to it is away, or it has no room; or all connections are busy, and none came free in time."""
_OF_FILES = (EACCES, EDQUOT, EIO, EMFILE, ENFILE, ENOENT, ENOSPC, EROFS)
_STATUS_CODES = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}

log = structlog.get_logger(__name__)


class WebError(Exception):
    """A "no" of the edge itself, not of a rule: `code` finds the sentence, `details` fill its blanks."""

    status = 400
    code = "malformed"

    def __init__(self, code: str | None = None, headers: Mapping[str, str] | None = None, **details: object) -> None:
        super().__init__(code or self.code)
        self.code = code or self.code
        self.headers = dict(headers or {})
        self.details = details


class Unauthenticated(WebError):
    """Nobody known asks."""

    status, code = 401, "unauthenticated"


class Forbidden(WebError):
    """Who asks may not do this at all."""

    status, code = 403, "forbidden"


class Unprocessable(WebError):
    """JSON, but not of the shape asked for."""

    status, code = 422, "invalid"


class TooMany(WebError):
    """Too much in too short a time; `Retry-After` says when again."""

    status, code = 429, "too-many-requests"


class Unavailable(WebError):
    """Something this answer needs is away for now; `Retry-After` says when again."""

    status, code = 503, "unavailable"


def problem(request: Request, status: int, code: str, blanks: Mapping[str, Any], **members: Any) -> JSONResponse:
    """One problem document, in the language the asker reads."""
    language = language_of(request.headers.get("accept-language", ""))
    document = {
        "type": f"urn:minqing:problem:{code}",
        "title": sentence("title-" + str(status), language, {}),
        "status": status,
        "detail": sentence(code, language, blanks),
        "instance": request.url.path,
        "code": code,
        **{name: value for name, value in members.items() if value},
    }
    return JSONResponse(document, status, media_type=MEDIA_TYPE)


def speak_problems(app: FastAPI) -> None:
    """Answer every "no" of this application as problem+json; what nobody foresaw too, without its trace."""
    app.add_exception_handler(DomainError, _domain)
    app.add_exception_handler(WebError, _edge)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ClientDisconnect, _cut_short)
    app.add_exception_handler(DBAPIError, _database)
    for lost in _AWAY:
        app.add_exception_handler(lost, _met)
    app.add_exception_handler(Exception, _unforeseen)


async def _domain(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DomainError)
    status = _STATUS_OF_CODE.get(error.code) or STATUS[type(error)]
    answer = problem(request, status, error.code, error.details, rule=error.rule, details=_plain(error.details))
    if status == 503:
        answer.headers["Retry-After"] = "1"
    return answer


async def _edge(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, WebError)
    answer = problem(request, error.status, error.code, error.details, details=_plain(error.details))
    answer.headers.update(error.headers)
    return answer


async def _malformed(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(one["type"] == "json_invalid" for one in found):
        return problem(request, 400, "malformed-json", {})
    errors = [{"field": ".".join(map(str, one["loc"][1:])), "problem": one["msg"]} for one in found]
    fields = ", ".join(sorted({one["field"] for one in errors}))
    return problem(request, 422, "invalid", {"fields": fields}, errors=errors)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return problem(request, error.status_code, _STATUS_CODES.get(error.status_code, "malformed"), {})


async def _cut_short(request: Request, error: Exception) -> JSONResponse:
    """Who sent half a body has gone and reads no answer; one over the limit is answered by `BodyLimit` instead."""
    return problem(request, 400, "malformed", {})


async def _met(request: Request, error: Exception) -> JSONResponse:
    if _is_away(error):
        return await _away(request, error)
    raise error


async def _database(request: Request, error: Exception) -> JSONResponse:
    """Text with a NUL in it is no text to PostgreSQL; whatever else it says no to, while there, nobody foresaw."""
    if getattr(error, "connection_invalidated", False) or _is_lost(error):
        return await _away(request, error)
    if getattr(getattr(error, "orig", None), "sqlstate", None) == _NO_TEXT:
        return problem(request, 400, "malformed", {})
    raise error


def _is_lost(error: BaseException) -> bool:
    """Whether the driver, below what SQLAlchemy makes of it, had no connection, or its server no room."""
    cause = error.__cause__
    if cause is None or isinstance(cause, ValueError):
        return False
    return _is_away(cause) or _is_lost(cause)


def _is_away(error: BaseException) -> bool:
    if isinstance(error, ValueError) or (isinstance(error, OSError) and error.errno in _OF_FILES):
        return False  # what the driver cannot encode, and files: of the same classes, and not away
    return isinstance(error, _AWAY)


async def _away(request: Request, error: Exception) -> JSONResponse:
    log.warning("the database is away", path=request.url.path, reason=type(error).__name__)
    return await _edge(request, Unavailable(headers={"Retry-After": "2"}))


async def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    return problem(request, 500, "unforeseen", {})


def _plain(details: Mapping[str, object]) -> dict[str, str | int]:
    return {name: value if isinstance(value, int) else str(value) for name, value in details.items()}
