"""What goes from the API says so beforehand: `Deprecation` (RFC 9745) and `Sunset` (RFC 8594) with each answer."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from email.utils import format_datetime
from typing import Any  # keyword arguments of a route

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.calendar import moment

_SINCE, _SUNSET = "x-deprecated", "x-sunset"


def going(since: date, sunset: date, route: Mapping[str, Any]) -> dict[str, Any]:
    """Keyword arguments of a route, as of one that should not be used `since` a day and may be gone at its `sunset`."""
    if sunset <= since:
        raise ValueError(f"a route that goes on {sunset} cannot be on its way out since {since}")
    days = {_SINCE: since.isoformat(), _SUNSET: sunset.isoformat()}
    return {**route, "deprecated": True, "openapi_extra": {**route.get("openapi_extra", {}), **days}}


class Departures:
    """Pure ASGI: every answer of a route that goes, a problem too, tells since when and until when."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""

        async def telling(message: Message) -> None:
            extra = getattr(scope.get("route"), "openapi_extra", None) or {}
            if message["type"] == "http.response.start" and _SUNSET in extra:
                MutableHeaders(scope=message).update(_headers(extra))
            await send(message)

        await self._app(scope, receive, telling if scope["type"] == "http" else send)


def _headers(days: Mapping[str, str]) -> dict[str, str]:
    since, sunset = _begin_of(days[_SINCE]), _begin_of(days[_SUNSET])
    return {"Deprecation": f"@{int(since.timestamp())}", "Sunset": format_datetime(sunset, usegmt=True)}


def _begin_of(day: str) -> datetime:
    """Of a Beijing day."""
    return moment(date.fromisoformat(day), 0).astimezone(UTC)
