"""Scheduling and casework as the ledger hears them: real logs and feeds that say what a test tells them to."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID, uuid5

import uvicorn
from fastapi import FastAPI
from pydantic import Field

from shared.contracts.casework import CaseworkFact
from shared.contracts.scheduling import SchedulingFact
from shared.decider import Decider
from shared.directory import expand
from shared.envelope import Envelope
from shared.event import Event, Fact
from shared.eventstore.streams import Context
from shared.ids import MINQING, Tenant
from shared.messaging.following import Followers
from shared.service import Service, create_api
from shared.settings import ServiceSettings
from shared.web.ports import Ports

Spoken = SchedulingFact | CaseworkFact
_EPOCH = datetime(2010, 11, 1, tzinfo=UTC)


class Said(Event):
    """Something to be said as it stands."""

    type: Literal["said.v1"] = "said.v1"
    fact: Annotated[Spoken, Field(discriminator="type")]


@dataclass(frozen=True)
class Say:
    """Say it, in the stream of the thing it is about."""

    fact: Spoken
    about: UUID

    @property
    def stream(self) -> str:
        """The thing's stream."""
        return f"thing/{self.about}"


def _announce(event: Event, envelope: Envelope) -> Fact | None:
    return event.fact if isinstance(event, Said) else None


SAY: Decider[Say, None, Said] = Decider(
    None, lambda command, _: [Said(fact=command.fact)], lambda state, _: state, commands=(Say,), events=(Said,)
)


@dataclass
class Speaker:
    """A running service that says what it is told."""

    ports: Ports
    url: str

    async def say(self, tenant: Tenant, fact: Spoken, about: UUID) -> None:
        """Say a fact at its district's log."""
        command = uuid5(MINQING, f"{tenant}{about}{fact.model_dump_json()}")
        context = Context(tenant, command, "account:test", getattr(fact, "at", _EPOCH))
        await self.ports.handling(Say(fact, about), context)


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the tests' own process."""
        yield


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[str]:
    """The application on a free port of this machine, until the end of the block."""
    server = _Server(uvicorn.Config(app, port=0, log_config=None, lifespan="on", timeout_graceful_shutdown=1))
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


@asynccontextmanager
async def speaking(name: str, settings: ServiceSettings) -> AsyncIterator[Speaker]:
    """A speaker on a port of its own."""
    service = Service(
        name=name,
        home=Path(__file__).parent,
        deciders=(SAY,),
        announce=_announce,
        followers=Followers(),
        routers=(),
        expand=expand,
    )
    app = create_api(service, settings)
    async with serving(app) as url:
        yield Speaker(app.state.ports, url)
