"""A small real service for the gateway to stand before: its routes speak as every service does, over a real socket."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any  # bodies and answers are JSON

from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse, StreamingResponse

from shared.errors import Refused
from shared.event import Frozen
from shared.roles import MAY
from shared.web.asking import Asker, FromService, action
from shared.web.departure import Departures, going
from shared.web.limits import BodyLimit
from shared.web.problems import speak_problems
from shared.web.tokens import Verifier

SINCE, SUNSET = date(2026, 12, 1), date(2027, 6, 1)
EVENT_STREAM: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {}}}}


class _Field(Frozen):
    field: int


@dataclass
class Upstream:
    """A service's process in small: what it was asked, and what it says of itself."""

    name: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    clocks: dict[str, str] = field(default_factory=dict)
    head: int = 0
    consumers: list[dict[str, Any]] = field(default_factory=list)
    due: int = 0
    pending: int = 0
    readings: int = 0
    ready: bool = True
    problems: list[dict[str, Any]] = field(default_factory=list)
    position: str = "here"
    import_errors: list[dict[str, Any]] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    erasing: tuple[int, dict[str, Any]] = (200, {})
    said: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    waiting: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    def app(self, verifier: Verifier) -> FastAPI:
        """Its application, which believes who this verifier believes."""
        app = FastAPI(title=self.name, version="1")
        app.state.ports = SimpleNamespace(verifier=verifier)
        app.add_middleware(BodyLimit)
        app.add_middleware(Departures)
        speak_problems(app)
        self._public(app)
        self._internal(app)
        return app

    def _public(self, app: FastAPI) -> None:
        for name in MAY:
            app.get(f"/api/v1/{self.name}/may/{name}", **action(name))(self._noted)
        app.api_route(f"/api/v1/{self.name}/echo/{{thing}}", methods=["POST"], **action("directory.read"))(self._noted)
        app.get(f"/api/v1/{self.name}/echo/{{thing}}", **action("directory.read"))(self._noted)
        app.get(f"/api/v1/{self.name}/counted/{{thing}}", **action("directory.read"))(self._counted)
        app.get(f"/api/v1/{self.name}/places/{{place}}/books", **action("book.read"))(self._noted)
        app.get(f"/api/v1/{self.name}/nobodys")(self._noted)
        app.get(f"/api/v1/{self.name}/unknown", openapi_extra={"x-action": "no.such"})(self._noted)
        app.post(f"/api/v1/{self.name}/refuse", **action("directory.read"))(_refuse)
        app.get(f"/api/v1/{self.name}/crash", **action("directory.read"))(_crash)
        app.get(f"/api/v1/{self.name}/slow", **action("directory.read"))(self._never)
        app.get(f"/api/v1/{self.name}/late", **action("directory.read"))(self._late)
        app.get(f"/api/v1/{self.name}/old", **going(SINCE, SUNSET, action("directory.read")))(self._counted)
        if self.name == "scheduling":
            app.get("/api/v1/people", **action("directory.read"))(self._people)
        app.get(f"/api/v1/{self.name}/stream", responses=EVENT_STREAM, **action("directory.read"))(self._stream)

    def _internal(self, app: FastAPI) -> None:
        app.get("/positions")(self._positions)
        app.put("/clock/{tenant}", status_code=204)(self._clock)
        app.get("/readyz")(self._readyz)
        app.post("/internal/imports/{kind}")(self._import)
        app.post("/internal/campaigns/{campaign}/roster")(self._import)
        app.post("/internal/openings")(self._noted)
        for path in ("", "/preview"):
            app.post(f"/internal/erasures{path}")(self._erasing)

    async def _noted(self, request: Request, claims: Asker, response: Response) -> dict[str, Any]:
        noted = {
            "method": request.method,
            "target": (request.scope["raw_path"] + b"?" + request.scope["query_string"]).decode(),
            "headers": dict(request.headers),
            "body": (await request.body()).decode(),
            "claims": claims.model_dump(mode="json"),
        }
        self.asked.append(noted)
        response.headers["ETag"] = '"7"'
        response.headers["Minqing-Position"] = self.position
        response.set_cookie("theirs", "x")
        return noted

    async def _counted(self) -> dict[str, int]:
        return {"head": self.head}

    async def _positions(self, _: FromService, tenant: str) -> dict[str, Any]:
        self.readings += 1
        reading = {"service": self.name, "tenant": tenant, "head": self.head, "facts": self.head}
        return {**reading, "consumers": self.consumers, "due": self.due, "pending": self.pending}

    async def _clock(self, _: FromService, tenant: str, body: dict[str, str]) -> None:
        self.clocks[tenant] = body["now"]

    async def _readyz(self, response: Response) -> dict[str, Any]:
        response.status_code = 200 if self.ready else 503
        lag = [{"follower": "register", "producer": "ledger", "tenant": "shifan", "behind": 2, "seconds": 1.5}]
        return {"service": self.name, "ready": self.ready, "lag": lag, "problems": self.problems}

    async def _people(self, after: str = "", limit: int = 100) -> dict[str, Any]:
        page = [one for one in self.people if one["code"] > after][:2]  # smaller than asked for, as services may
        last = page[-1]["code"] if page else ""
        more = any(one["code"] > last for one in self.people)
        return {"items": page, "next": last if more else None}

    async def _import(
        self, request: Request, response: Response, claims: Asker, dry_run: bool, kind: str = "roster"
    ) -> dict[str, Any]:
        rows = (await request.json())["rows"]
        if not dry_run:
            response.headers["Minqing-Position"] = "written-up-to-here"
        self.asked.append({"kind": kind, "dry_run": dry_run, "rows": rows, "claims": claims.model_dump(mode="json")})
        return {"rows": len(rows), "new": len(rows), "same": 0, "changed": 0, "errors": self.import_errors}

    async def _erasing(self, request: Request, claims: Asker, response: Response) -> dict[str, Any]:
        asked = {"path": request.url.path, "body": await request.json(), "claims": claims.model_dump(mode="json")}
        self.asked.append(asked)
        response.status_code, answer = self.erasing
        return answer

    async def _stream(self) -> StreamingResponse:
        return StreamingResponse(self._say(), media_type="text/event-stream")

    async def _say(self) -> AsyncIterator[str]:
        try:
            while True:
                yield f"data: {await self.said.get()}\n\n"
        finally:
            self.left.set()

    async def _late(self) -> dict[str, str]:
        self.waiting.set()
        return {"said": await self.said.get()}

    async def _never(self) -> None:
        await asyncio.Event().wait()


async def _refuse(body: _Field) -> None:
    raise Refused("login-taken", "R117", login="li")


async def _crash() -> PlainTextResponse:
    return PlainTextResponse("Traceback (most recent call last)", 500)
