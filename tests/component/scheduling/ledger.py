"""A ledger that logs visits: a real log and feed, without the rules of a ledger."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal  # settings by name
from uuid import UUID, uuid5

import uvicorn
from fastapi import FastAPI

from shared.contracts.ledger import VisitLogged
from shared.decider import Decider
from shared.directory import expand
from shared.envelope import Envelope
from shared.event import Event
from shared.eventstore.streams import Context
from shared.ids import MINQING, CampaignId, PersonId, PlaceId, StayId, Tenant, UnitId, VisitId
from shared.messaging.following import Followers
from shared.service import Service, create_api
from shared.settings import ServiceSettings
from shared.web.ports import Ports


class Logged(Event):
    """A visit was logged."""

    type: Literal["logged.v1"] = "logged.v1"
    visit: VisitLogged


@dataclass(frozen=True)
class LogVisit:
    """Log a visit."""

    visit: VisitLogged

    @property
    def stream(self) -> str:
        return f"visit/{self.visit.visit}"


def _announce(event: Logged, envelope: Envelope) -> VisitLogged:
    return event.visit


VISITS: Decider[LogVisit, None, Logged] = Decider(
    None, lambda command, _: [Logged(visit=command.visit)], lambda state, _: state, (LogVisit,), (Logged,)
)


@dataclass(frozen=True)
class Ledger:
    """A running ledger."""

    ports: Ports
    url: str

    async def visit(self, tenant: Tenant, stay: Mapping[str, Any], at: datetime) -> None:
        """Log a visit of a stay, as scheduling's API shows it."""
        visit = VisitLogged(
            visit=VisitId(uuid5(UUID(stay["id"]), at.isoformat())),
            stay=StayId(UUID(stay["id"])),
            campaign=CampaignId(UUID(stay["campaign"])),
            unit=UnitId(UUID(stay["unit"]["id"])),
            place=PlaceId(UUID(stay["place"]["id"])),
            cadre=PersonId(UUID(stay["person"]["id"])),
            mode="household",
            at=at,
            late=False,
            households=(),
        )
        context = Context(tenant, uuid5(MINQING, f"log {visit.visit}"), "account:test", at)
        await self.ports.handling(LogVisit(visit), context)


@asynccontextmanager
async def ledger_of(settings: Mapping[str, Any]) -> AsyncIterator[Ledger]:
    """A ledger on a port of its own."""
    service = Service(
        name="ledger",
        home=Path(__file__).parent,
        deciders=(VISITS,),
        announce=_announce,
        followers=Followers(),
        routers=(),
        expand=expand,
    )
    app = create_api(service, ServiceSettings(**settings))
    async with _serving(app) as url:
        yield Ledger(app.state.ports, url)


@asynccontextmanager
async def _serving(app: FastAPI) -> AsyncIterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="on"))
    running = asyncio.create_task(server.serve())
    async with asyncio.timeout(20):
        while not server.started:
            assert not running.done(), "the server did not start"
            await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await running
