"""Clients of the public API, one a log-in or key, and the journal of what they sent: the second way of counting."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any  # bodies are JSON

import httpx

from deploy.demo.cast import password_of

_PATIENCE_SECONDS = 60
_PAUSE_SECONDS = 0.2
_AWAY = {429, 502, 503, 504}


class PlayError(Exception):
    """The story cannot go on: what was asked, and what the API answered."""


@dataclass(frozen=True)
class Sent:
    """A request as it was sent, by whom, at which moment of the district's clock, and its answer."""

    at: datetime
    who: str
    verb: str
    about: tuple[int, int, int] = (0, 0, 0)  # batch, place, visit
    told: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    again: bool = False


@dataclass
class Api:
    """The gateway's public API as this district's people use it."""

    base: str
    district: str
    now: datetime
    journal: list[Sent] = field(default_factory=list)
    _tokens: dict[str, str] = field(default_factory=dict)
    _positions: dict[str, str] = field(default_factory=dict)
    _logging_in: dict[str, asyncio.Lock] = field(default_factory=dict)

    def __post_init__(self) -> None:
        limits = httpx.Limits(max_connections=16)
        nobodys = CookieJar(
            DefaultCookiePolicy(allowed_domains=[])
        )  # many people share this client: tokens, no cookies
        self._http = httpx.AsyncClient(
            base_url=self.base, timeout=_PATIENCE_SECONDS, limits=limits, trust_env=False, cookies=nobodys
        )

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()

    async def ask(self, who: str, method: str, path: str, body: Any = None, key: str = "") -> Any:
        """The answer's JSON (None without one). Raises PlayError for any "no" that waiting does not mend."""
        answer = await self.send(who, method, path, body, key)
        if answer.is_error:
            raise PlayError(f"{who} {method} {path}: {answer.status_code} {answer.text[:400]}")
        return answer.json() if answer.content else None

    async def send(self, who: str, method: str, path: str, body: Any = None, key: str = "") -> httpx.Response:
        """The answer itself, after the pauses that the API asked for."""
        headers = {"Authorization": f"Bearer {await self._token(who)}", "Accept-Language": "en"}
        headers["Minqing-Position"] = ",".join(self._positions.values())
        if key:
            headers["Idempotency-Key"] = key
        sending = (
            {"content": body, "headers": headers} if isinstance(body, bytes) else {"json": body, "headers": headers}
        )
        answer = await self._patiently(method, "/api/v1" + path, sending)
        if position := answer.headers.get("minqing-position"):
            self._remember(path, position)
        return answer

    async def _patiently(self, method: str, path: str, sending: Mapping[str, Any]) -> httpx.Response:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            answer = await self._once(method, path, sending)
            while answer is None or answer.status_code in _AWAY:
                pause = answer.headers.get("retry-after") if answer else None
                await asyncio.sleep(float(pause or _PAUSE_SECONDS))
                answer = await self._once(method, path, sending)
            return answer

    async def _once(self, method: str, path: str, sending: Mapping[str, Any]) -> httpx.Response | None:
        """None when there was no answer: it may be asked for again, under the same key."""
        try:
            return await self._http.request(method, path, **sending)
        except httpx.TransportError:
            return None

    def _remember(self, path: str, position: str) -> None:
        # a position is opaque; the newest of each kind of thing is enough, and few enough for a header
        self._positions[path.split("/")[1]] = position

    async def _token(self, who: str) -> str:
        async with self._logging_in.setdefault(who, asyncio.Lock()):
            if who not in self._tokens:
                self._tokens[who] = await self._log_in(who, self.district, password_of(who))
        return self._tokens[who]

    async def log_in_as(self, who: str, district: str | None, password: str) -> None:
        """Log in somebody whose password is not the demo's usual one."""
        self._tokens[who] = await self._log_in(who, district, password)

    def show_key(self, who: str, key: str) -> None:
        """Let a department's own system in, which shows a key instead."""
        self._tokens[who] = key

    async def _log_in(self, who: str, district: str | None, password: str) -> str:
        body = {"district": district, "account": who, "password": password}
        answer = await self._patiently("POST", "/api/v1/sessions", {"json": body})
        if answer.is_error:
            raise PlayError(f"log-in of {who}: {answer.status_code} {answer.text[:400]}")
        return str(answer.json()["token"])
