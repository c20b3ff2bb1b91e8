"""A village for the pages of the field: one cadre's stay, two groups, some offices; real answers over a real socket."""

from dataclasses import dataclass, field
from typing import Any  # bodies and answers are JSON
from uuid import UUID, uuid5

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from shared.web.asking import action
from tests.component.gateway.stage import Stage
from tests.component.gateway.upstream import Upstream

CADRE, OTHER = UUID(int=0xCAD), UUID(int=0xBAD)
STAY, PLACE, CAMPAIGN, SECTION = UUID(int=0x57A1), UUID(int=0x91AC), UUID(int=0xCA), UUID(int=0x5EC)
DISTRICT_CLOCK: dict[str, Any] = {"sandbox": True, "now": "2010-11-30T11:00:00+08:00"}


def of(name: str) -> str:
    """The id of something in the village."""
    return str(uuid5(PLACE, name))


def stay(**changed: Any) -> dict[str, Any]:
    """The stay as scheduling tells it; six nights are behind the cadre."""
    told = {
        "id": str(STAY),
        "campaign": str(CAMPAIGN),
        "person": {"id": str(CADRE), "name": "李建国"},
        "unit": {"id": str(SECTION), "name": "社会救助科"},
        "place": {"id": str(PLACE), "name": "柳塘村"},
        "batch": 1,
        "batch_begins": "2010-11-22",
        "batch_ends": "2010-12-21",
        "minimum_nights": 10,
        "state": "started",
        "nights": 6,
        "started_at": "2010-11-24T09:00:00+08:00",
        "ended_at": None,
        "short": None,
        "shortfall_foreseen_at": None,
        "visits": 0,
        "version": 2,
        "spans": [],
    }
    return told | changed


def page_of(items: list[dict[str, Any]]) -> dict[str, Any]:
    """A page of a list, the only one."""
    return {"items": items, "next": None}


UNITS = [
    {"id": of("gt"), "name": "国土分局", "path": [of("gt")]},
    {"id": of("gt-office"), "name": "办公室", "path": [of("gt"), of("gt-office")]},
]
PEOPLE = [{"id": of("zhao"), "name": "赵明", "below": of("gt")}]


@dataclass
class Scheduling(Upstream):
    """The directory and the stay."""

    name: str = "scheduling"
    stay: dict[str, Any] = field(default_factory=stay)
    steps: list[tuple[str, Any]] = field(default_factory=list)

    def _public(self, app: FastAPI) -> None:
        app.get("/api/v1/stays/{stay}", **action("stay.read"))(self._stay)
        app.post("/api/v1/stays/{stay}/{step}", status_code=204, **action("stay.keep"))(self._step)
        app.get("/api/v1/places", **action("directory.read"))(self._places)
        app.get("/api/v1/units", **action("directory.read"))(self._units)
        app.get("/api/v1/people", **action("directory.read"))(self._of_unit)

    async def _stay(self, stay: UUID) -> Response:
        if stay != STAY:
            return JSONResponse({"code": "not-found", "status": 404}, 404, media_type="application/problem+json")
        return JSONResponse(self.stay)

    async def _step(self, stay: UUID, step: str, request: Request) -> None:
        self.steps.append((step, await request.json() if await request.body() else None))

    async def _places(self, below: UUID, level: str = "") -> dict[str, Any]:
        assert (below, level) == (PLACE, "group")
        return page_of([{"id": of(f"group {n}"), "name": f"第{n}组"} for n in (1, 3)])

    async def _units(self) -> dict[str, Any]:
        return page_of(UNITS)

    async def _of_unit(self, below: str) -> dict[str, Any]:
        return page_of([one for one in PEOPLE if one["below"] == below])


@dataclass
class Ledger(Upstream):
    """Households, and what was sent; a key that comes again is answered as before and counts once."""

    name: str = "ledger"
    sent: dict[str, tuple[str, Any]] = field(default_factory=dict)
    visits: list[dict[str, Any]] = field(default_factory=list)
    lists: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    refusal: dict[str, Any] | None = None

    def _public(self, app: FastAPI) -> None:
        app.get("/api/v1/households", **action("field.read"))(self._households)
        app.get("/api/v1/visits", **action("visit.read"))(self._visits)
        app.get("/api/v1/visits/{visit}", **action("visit.read"))(self._visit)
        app.post("/api/v1/visits", status_code=201, **action("field.log"))(self._sent)
        app.post("/api/v1/visits/{visit}/correction", status_code=201, **action("field.correct"))(self._sent)
        for kind in ("pairings", "screenings", "deeds", "meetings", "notes"):
            app.get(f"/api/v1/{kind}", **action("field.read"))(self._listed)
            app.post(f"/api/v1/{kind}", status_code=201, **action("field.log"))(self._sent)
            app.get(f"/api/v1/{kind}/{{id}}", **action("field.read"))(self._one)
        app.post("/api/v1/screenings/{id}/correction", status_code=201, **action("field.correct"))(self._sent)
        app.post("/api/v1/pairings/{id}/needs", status_code=201, **action("field.log"))(self._sent)
        app.post("/api/v1/pairings/{id}/measures", status_code=201, **action("field.log"))(self._sent)
        app.post("/api/v1/pairings/{id}/measures/{n}/result", status_code=201, **action("field.log"))(self._sent)

    async def _sent(self, request: Request) -> Response:
        if self.refusal:
            return JSONResponse(self.refusal, self.refusal["status"], media_type="application/problem+json")
        path = request.url.path.removeprefix("/api/v1")
        self.sent.setdefault(request.headers["idempotency-key"], (path, await request.json()))
        return JSONResponse({"id": of("what was sent"), "matters": []}, 201)

    async def _households(self, place: str) -> dict[str, Any]:
        return page_of([{"id": of(f"household {n} of {place}"), "number": n} for n in (1, 8)])

    async def _visits(self, stay: UUID) -> dict[str, Any]:
        return page_of(self.visits)

    async def _visit(self, visit: UUID) -> Response:
        found = [one for one in self.visits if one["id"] == str(visit)]
        return _found(found)

    async def _listed(self, request: Request) -> dict[str, Any]:
        return page_of(self.lists.get(request.url.path.rpartition("/")[2], []))

    async def _one(self, request: Request, id: UUID) -> Response:
        kind = request.url.path.split("/")[-2]
        return _found([one for one in self.lists.get(kind, []) if one["id"] == str(id)])


def _found(found: list[dict[str, Any]]) -> Response:
    if found:
        return JSONResponse(found[0])
    return JSONResponse({"code": "not-found", "status": 404}, 404, media_type="application/problem+json")


def scheduling_of(village: Stage) -> Scheduling:
    """The village's scheduling."""
    scheduling = village.services["scheduling"]
    assert isinstance(scheduling, Scheduling)
    return scheduling


def ledger_of(village: Stage) -> Ledger:
    """The village's ledger."""
    ledger = village.services["ledger"]
    assert isinstance(ledger, Ledger)
    return ledger
