"""One filing before the gateway, as a test has it stand, and what is asked of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # answers are JSON
from uuid import UUID

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from shared.testing.databases import FreshDatabase
from shared.web.asking import action
from tests.component.gateway.stage import Stage, staged
from tests.component.gateway.upstream import Upstream

FILING, PLACE, SOMEBODY = UUID(int=0xF1), UUID(int=0x91AC), UUID(int=7)
PATH = f"/filings/{FILING}"
ACTS = {"draft": "起草完毕", "submission": "报送备案", "receipt": "出具回执", "return": "退回补正"}


def line(content: str, **changed: Any) -> dict[str, Any]:
    """A line of the stability book."""
    told = {
        "number": 1,
        "date": "2010-11-28",
        "object": "柳塘村",
        "content": content,
        "handler": "李建国",
        "result": "已登记",
        "source": {"service": "ledger", "event": str(UUID(int=1))},
        "kind": "screening",
        "record": str(UUID(int=2)),
        "reference": None,
        "struck": [],
        "withheld": False,
    }
    return told | changed


@dataclass
class Ledger(Upstream):
    """One filing; `done` is what was asked of it, under which If-Match."""

    name: str = "ledger"
    told: dict[str, Any] = field(default_factory=dict)
    changed: list[dict[str, Any]] = field(default_factory=list)
    done: list[tuple[str, str, Any]] = field(default_factory=list)
    refusal: dict[str, Any] | None = None

    def _public(self, app: FastAPI) -> None:
        app.get("/api/v1/filings", **action("book.read"))(self._list)
        app.get("/api/v1/filings/{filing}", **action("book.read"))(self._one)
        app.get("/api/v1/filings/{filing}/versions/{n}", **action("book.read"))(self._version)
        app.get("/api/v1/filings/{filing}/versions/{n}/since", **action("book.read"))(self._since)
        app.get("/api/v1/places/{place}/books", **action("book.read"))(self._version)
        for step in ACTS:
            app.post(f"/api/v1/filings/{{filing}}/{step}", status_code=204, **action("book.read"))(self._step)

    def filing(self, **changed: Any) -> None:
        """How the filing stands."""
        self.told = {
            "id": str(FILING),
            "campaign": str(UUID(int=3)),
            "place": str(PLACE),
            "place_name": "柳塘村",
            "section": {"id": str(UUID(int=4)), "name": "社会救助科"},
            "period": "2010-12",
            "due": "2010-12-31",
            "state": "opened",
            "filed": 0,
            "late": None,
            "overdue": False,
            "number": None,
            "receipted_at": None,
            "versions": [],
            "receipt": None,
            "acts": [],
        } | changed

    async def _list(self) -> dict[str, Any]:
        return {"items": [self.told], "next": None}

    async def _one(self) -> Response:
        return JSONResponse(self.told, headers={"ETag": '"5"'})

    async def _version(self) -> dict[str, Any]:
        books: list[dict[str, Any]] = [
            {"book": name, "lines": []} for name in ("sentiment", "assistance", "organisation")
        ]
        stability = {"book": "stability", "lines": [line("隐患2处")]}
        return {"books": [*books, stability], "filed_at": AT, "digest": "9f3c02ab" * 8, "verified": True}

    async def _since(self) -> dict[str, Any]:
        return {"changed": self.changed}

    async def _step(self, request: Request) -> Response:
        if self.refusal:
            return JSONResponse(self.refusal, self.refusal["status"], media_type="application/problem+json")
        body = await request.json() if await request.body() else None
        self.done.append((request.url.path.rpartition("/")[2], request.headers.get("if-match", ""), body))
        return Response(status_code=204)


AT = "2010-12-31T16:00:00+08:00"


@dataclass
class Scheduling(Upstream):
    """One campaign."""

    name: str = "scheduling"

    def _public(self, app: FastAPI) -> None:
        app.get("/api/v1/campaigns", **action("campaign.read"))(self._campaigns)

    async def _campaigns(self) -> dict[str, Any]:
        return {"items": [{"filings": [{"period": "2010-12", "due": "2010-12-31"}]}], "next": None}


Desk = tuple[Stage, Ledger]


@asynccontextmanager
async def desk_in(directory: Path, database: FreshDatabase) -> AsyncIterator[Desk]:
    """The gateway before one filing."""
    ledger = Ledger()
    ledger.filing()
    async with staged(directory, database, [Scheduling(), ledger]) as stage:
        await stage.open_district(sandbox=True, now="2010-12-07T09:00:00+08:00")
        yield stage, ledger


def version() -> dict[str, Any]:
    """Version 1, as the list of versions has it."""
    return {"version": 1, "filed_at": AT, "returned_at": None, "receipted_at": None, "reason": None}
