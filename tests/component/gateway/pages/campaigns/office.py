"""A gateway before one campaign, as a test has it stand, and what its office asks of it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # answers are JSON
from uuid import UUID

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from shared.roles import Role
from shared.testing.databases import FreshDatabase
from shared.web.asking import action
from tests.component.gateway.pages.answering import Answering
from tests.component.gateway.pages.reader import Reader
from tests.component.gateway.stage import Stage, staged

ME, CAMPAIGN, STAY = (str(UUID(int=n)) for n in (7, 0xCA, 0x57))
BUREAU, OFFICE, SECTION, DISTRICT = (str(UUID(int=n)) for n in (0xB1, 0xB2, 0xB3, 0xB4))
TOWN, OTHER_TOWN, LIU, TAO, QING = (str(UUID(int=n)) for n in (0xF1, 0xF2, 0xF3, 0xF4, 0xF5))
LI, WANG, ZHAO = (str(UUID(int=n)) for n in (0xA1, 0xA2, 0xA3))
HERE = f"/campaigns/{CAMPAIGN}"
READ = {
    "/campaigns": "campaign.read",
    "/campaigns/{campaign}": "campaign.read",
    "/campaigns/{campaign}/roster": "campaign.read",
    "/campaigns/{campaign}/figures": "stay.read",
    "/campaigns/{campaign}/exemptions": "campaign.plan",
    "/units": "directory.read",
    "/places": "directory.read",
    "/people": "directory.read",
    "/people/{person}": "directory.read",
    "/stays": "stay.read",
}
TOLD = (
    ("POST", "/campaigns"),
    ("POST", "/campaigns/{campaign}/exemptions"),
    ("PUT", "/campaigns/{campaign}/roster"),
    ("POST", "/campaigns/{campaign}/roster/publication"),
)


@dataclass
class Scheduling(Answering):
    """The district and its campaign; `told` is what was asked of it."""

    name: str = "scheduling"
    paths: dict[str, str] = field(default_factory=lambda: dict(READ))
    told: list[tuple[str, str, Any]] = field(default_factory=list)
    refusal: dict[str, Any] | None = None

    def _public(self, app: FastAPI) -> None:
        super()._public(app)
        for method, path in TOLD:
            app.api_route("/api/v1" + path, methods=[method], **action("campaign.plan"))(self._tell)

    async def _tell(self, request: Request) -> Response:
        if self.refusal:
            return JSONResponse(self.refusal, self.refusal["status"], media_type="application/problem+json")
        body = await request.json() if await request.body() else None
        self.told.append((request.method, request.url.path.removeprefix("/api/v1"), body))
        return JSONResponse({"id": CAMPAIGN, "version": 1}, 201)

    def items(self, path: str, *items: Any) -> None:
        """What a list has."""
        self.answers[path] = {"items": list(items), "next": None}

    def roster(self, draft: list[Any] | None, entries: Sequence[Any] = (), version: int = 0) -> None:
        """How the roster stands."""
        at = "2010-11-20T09:00:00+08:00" if version else None
        self.answers[f"{HERE}/roster"] = {"version": version, "published_at": at, "entries": [*entries], "draft": draft}


def line(person: str, name: str, batch: int, place: str, **more: str) -> dict[str, Any]:
    """A line of a roster."""
    where = {"place": place, "place_name": {LIU: "柳塘村", TAO: "桃源村"}[place]}
    who = {"person": person, "person_name": name, "section": SECTION, "section_name": "基层政权科"}
    return {**who, "batch": batch, **where, **more}


def _place(id: str, code: str, name: str, level: str, parent: str | None) -> dict[str, Any]:
    contact = {"id": BUREAU, "name": "民政局"}
    told: dict[str, Any] = {"id": id, "code": code, "name": name, "level": level, "parent": parent, "path": []}
    return told | {"contact_unit": contact, "contact_section": None, "contact_leader": None}


def _person(id: str, code: str, name: str) -> dict[str, Any]:
    return {"id": id, "code": code, "name": name, "unit": {"id": SECTION, "name": "基层政权科"}, "posts": []}


def _unit(id: str, name: str, kind: str, *path: str) -> dict[str, Any]:
    return {"id": id, "code": name, "name": name, "kind": kind, "parent": None, "path": [*path, id]}


def _district(scheduling: Scheduling) -> None:
    scheduling.items(
        "/units",
        _unit(BUREAU, "民政局", "department"),
        _unit(OFFICE, "民政局活动办公室", "activity-office", BUREAU),
        _unit(DISTRICT, "区活动办公室", "district-office"),
        _unit(ME, "别局活动办公室", "activity-office", DISTRICT),
    )
    scheduling.items(
        "/places",
        _place(TOWN, "T1", "柳河镇", "town", None),
        _place(LIU, "C01", "柳塘村", "village", TOWN),
        _place(TAO, "C02", "桃源村", "village", TOWN),
        _place(OTHER_TOWN, "T2", "青山街道", "town", None),
        _place(QING, "C03", "青山社区", "community", OTHER_TOWN),
    )
    scheduling.items("/people", _person(LI, "P1", "李建国"), _person(WANG, "P2", "王敏"), _person(ZHAO, "P3", "赵勇"))


def _campaign(scheduling: Scheduling) -> None:
    scheduling.answers[HERE] = {
        "id": CAMPAIGN,
        "name": "下基层",
        "unit": BUREAU,
        "activity_office": OFFICE,
        "leading_group": None,
        "district_office": DISTRICT,
        "begins": "2010-11-22",
        "ends": "2011-01-20",
        "minimum_nights": 10,
        "batches": [
            {"number": 1, "begins": "2010-11-22", "ends": "2010-12-21"},
            {"number": 2, "begins": "2010-12-22", "ends": "2011-01-20"},
        ],
        "filings": [],
        "places": [LIU, TAO],
        "statement": dict.fromkeys(("authority", "basis", "theme", "main_line", "core", "plan"))
        | {"aims": [], "linked": []},
        "roster_version": 0,
    }
    scheduling.answers[f"{HERE}/figures"] = {"exempt": 0, "stays": 0}
    scheduling.items(f"{HERE}/exemptions")
    scheduling.roster([])


@dataclass
class Desk:
    """The gateway, and the service behind it."""

    stage: Stage
    scheduling: Scheduling

    async def office(self, path: str, role: Role = Role.ACTIVITY_OFFICE) -> Reader:
        """A page as the activity office gets it, or somebody of another role."""
        return await (await Reader.of(self.stage, "li", role, UUID(ME), unit=OFFICE)).open(path)


@asynccontextmanager
async def desk_in(directory: Path, database: FreshDatabase) -> AsyncIterator[Desk]:
    """One campaign, of which nobody has drafted a roster yet."""
    scheduling = Scheduling()
    _district(scheduling)
    _campaign(scheduling)
    async with staged(directory, database, [scheduling]) as stage:
        await stage.open_district(sandbox=True, now="2010-11-20T09:00:00+08:00")
        yield Desk(stage, scheduling)
