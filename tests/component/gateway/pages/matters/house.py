"""Casework's own service behind a gateway, and people of the district before browsers without scripts."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # answers are JSON

import httpx
from fastapi import FastAPI, HTTPException, Request

from services.gateway.main import create_app
from services.gateway.pages.tickets import Seals
from shared.ids import MatterId
from shared.roles import Role
from shared.testing.databases import FreshDatabase
from shared.testing.house import House
from shared.testing.people import Official
from shared.testing.serving import Serving, serving
from shared.testing.waiting import until
from shared.web.asking import Asker, action
from tests.component.casework import district as d
from tests.component.casework.stage import Stage as Casework
from tests.component.gateway.pages.reader import Reader
from tests.component.gateway.stage import PASSWORD, Stage, keys_in, settings_in
from tests.component.gateway.upstream import Upstream

CLOCK = {"sandbox": True, "now": "2010-11-30T09:00:00+08:00"}
PETITIONER, TELEPHONE, HEARD, DIARY = "陈阿婆", "13800000000", "补偿款拖了两年", "今夜走访了三户"
FILED_AT = "2010-12-02T01:00:00Z"
FINDING = {"outcome": "supported", "facts": "经核实属实", "opinion": "限期补发到位"}
_UNITS = (("国土分局", "department"), ("经贸局", "department"), ("柳塘镇", "town"), ("纪委", "discipline-office"))
_HANDLERS = (("周文斌", "handler", "国土分局"), ("国土专干", "clerk", "国土分局"), ("经贸经办", "handler", "经贸局"))


class Directory(Upstream):
    """Scheduling, as far as pages about matters ask it."""

    def _public(self, app: FastAPI) -> None:
        app.get("/api/v1/units", **action("directory.read"))(self._units)
        app.get("/api/v1/people", **action("directory.read"))(self._staff)
        app.get("/api/v1/people/{person}", **action("directory.read"))(self._one)

    async def _units(self, _: Asker, kind: str) -> dict[str, Any]:
        found = [{"id": str(d.unit(name)), "name": name} for name, of in _UNITS if of == kind]
        return {"items": found, "next": None}

    async def _staff(self, _: Asker, below: str) -> dict[str, Any]:
        found = [_official(name, post, unit) for name, post, unit in _HANDLERS if str(d.unit(unit)) == below]
        return {"items": found, "next": None}

    async def _one(self, _: Asker, person: str) -> dict[str, Any]:
        return {"id": person, "name": "某人", "unit": {"id": person, "name": "某单位"}, "posts": []}


def _official(name: str, post: str, unit: str) -> dict[str, Any]:
    return {"id": str(d.person(name)), "name": name, "posts": [{"post": post, "unit": str(d.unit(unit))}]}


@dataclass
class Field(Upstream):
    """The ledger, as far as pages about matters ask it; `books` and `filings` are what it answers."""

    books: list[dict[str, Any]] = field(default_factory=list)
    filings: list[dict[str, Any]] = field(default_factory=list)

    def _public(self, app: FastAPI) -> None:
        app.get("/api/v1/visits/{visit}", **action("visit.read"))(self._visit)
        app.get("/api/v1/places/{place}/books", **action("book.read"))(self._books)
        app.get("/api/v1/filings", **action("book.read"))(self._filings)
        app.get("/api/v1/filings/{filing}/versions/{n}", **action("book.read"))(self._books)

    async def _visit(self, claims: Asker) -> dict[str, Any]:
        reads = {Role.CADRE, Role.SECTION_HEAD, Role.ACTIVITY_OFFICE}
        if not any(grant.role in reads for grant in claims.grants):
            raise HTTPException(404)
        return {"diary": {"text": DIARY, "state": "open"}}

    async def _books(self, _: Asker, request: Request) -> dict[str, Any]:
        return {"books": self.books, "filed_at": FILED_AT, "filed_by": str(d.person("李建国"))}

    async def _filings(self, _: Asker, campaign: str, place: str) -> dict[str, Any]:
        return {"items": self.filings, "next": None}


class Messages(Upstream):
    """Notify, as far as the page after an act asks it."""

    def _public(self, app: FastAPI) -> None:
        app.get("/api/v1/inbox", **action("inbox.read"))(self._inbox)

    async def _inbox(self, _: Asker) -> dict[str, Any]:
        return {"items": [], "next": None}


def status_of(reader: Reader) -> int:
    """How the page answers that somebody has opened."""
    assert reader.page is not None
    return reader.page.status_code


@dataclass
class Desk:
    """A district at casework and at the gateway, and its people who have logged in."""

    casework: Casework
    gateway: Stage
    ledger: Field
    _readers: dict[str, Reader] = field(default_factory=dict)

    async def reader(self, who: Official) -> Reader:
        """Somebody before a browser, who has logged in."""
        if who.name not in self._readers:
            self._readers[who.name] = await self._logged_in(who, f"u{len(self._readers)}")
        return self._readers[who.name]

    async def _logged_in(self, who: Official, login: str) -> Reader:
        administrator = f"admin-{self.casework.tenant}"
        made = {"login": login, "password": PASSWORD, "person": str(who.person), "unit": str(who.grants[0].unit)}
        account = (await self.gateway.ask(administrator, "POST", "/accounts", made)).json()["id"]
        for grant in who.grants:
            body = {"account": account, **grant.model_dump(mode="json")}
            given = await self.gateway.ask(administrator, "POST", "/grants", body)
            assert given.status_code == 201, given.text
        transport = httpx.ASGITransport(self.gateway.app, raise_app_exceptions=True)
        http = httpx.AsyncClient(transport=transport, base_url="http://localhost", follow_redirects=True)
        http.headers["Accept-Language"] = "zh"
        typed = {"district": self.casework.tenant, "account": login, "password": PASSWORD, "to": "/language"}
        await http.post("/login", data=typed, follow_redirects=False)
        return Reader(http)

    async def opened(self, who: Official, path: str) -> Reader:
        """A page as somebody gets it, once it shows all that was done before."""
        await self.casework.get(d.OFFICE, "/matters")
        return await (await self.reader(who)).open(path)

    async def heard(self, **changed: Any) -> MatterId:
        """A matter that was heard, and is known to the office."""
        matter = await d.heard(self.casework, **changed)
        await self.casework.until(d.PETITION_OFFICE if changed else d.OFFICE, f"/matters/{matter}", lambda _: True)
        return matter

    async def concluded(self) -> MatterId:
        """A matter whose result awaits a signature."""
        matter = await d.accepted(self.casework)
        await self.casework.done(d.LAND_HANDLER, f"/matters/{matter}/result", FINDING)
        return matter

    async def served(self) -> MatterId:
        """A matter of which every copy has come to its reader."""
        matter = await d.issued(self.casework)
        for n in (1, 2, 3, 4):
            await self.casework.done(d.LAND_CLERK, f"/matters/{matter}/copies/{n}/service", d.delivery())
        return matter


@asynccontextmanager
async def gateway_before(house: House, directory: Path, database: FreshDatabase) -> AsyncIterator[Stage]:
    """The gateway on this database, before casework itself and what else its pages ask."""
    keys_in(directory)
    verifier = house.ports.verifier
    services = {one.name: one for one in (Directory("scheduling"), Field("ledger"), Messages("notify"))}
    apps = {"casework": house.app} | {name: service.app(verifier) for name, service in services.items()}
    async with AsyncExitStack() as stack:
        processes = {name: Serving(app, lifespan=False) for name, app in apps.items()}
        await stack.enter_async_context(serving(processes.values()))
        peers = {name: process.url for name, process in processes.items()}
        app = create_app(settings_in(directory, database, peers, signing_key_file=house.ground.folder / "gateway"))
        await stack.enter_async_context(app.router.lifespan_context(app))
        http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost")
        await until(lambda: app.state.services.documents.keys() == apps.keys())
        yield Stage(app, await stack.enter_async_context(http), database, services, processes)


def aged(desk: Desk, ticket: str) -> str:
    """A form's ticket as if it had been given ten minutes ago."""
    sealing = Seals(desk.gateway.gate.master)._fernet
    given = sealing.extract_timestamp(ticket.encode()) - 600
    return sealing.encrypt_at_time(sealing.decrypt(ticket.encode()), given).decode()
