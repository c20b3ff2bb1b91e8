"""Scheduling, ledger and casework as notify hears them: real logs and feeds that say what a test tells them to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal
from uuid import uuid5

from pydantic import Field

from services.notify.policies import ROUTED
from shared.contracts.casework import CaseworkFact
from shared.contracts.ledger import LedgerFact
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
from tests.component.notify.serving import serving
from tests.unit.notify.cast import NOON

Spoken = SchedulingFact | LedgerFact | CaseworkFact
NAMES = tuple(ROUTED)


class Said(Event):
    """Something to be said as it stands."""

    type: Literal["said.v1"] = "said.v1"
    fact: Annotated[Spoken, Field(discriminator="type")]


@dataclass(frozen=True)
class Say:
    """Say it, in this stream."""

    fact: Spoken
    stream: str


def _announce(event: Event, envelope: Envelope) -> Fact | None:
    return event.fact if isinstance(event, Said) else None


SAY: Decider[Say, None, Said] = Decider(
    None, lambda command, _: [Said(fact=command.fact)], lambda state, _: state, commands=(Say,), events=(Said,)
)


@dataclass(frozen=True)
class Speaker:
    """A running service that says what it is told."""

    ports: Ports
    url: str

    async def say(self, tenant: Tenant, fact: Spoken, stream: str) -> None:
        """Say a fact at its district's log; the same one again is another."""
        before = await self.ports.log.head(tenant)
        command = uuid5(MINQING, f"{tenant}{before.position}{fact.model_dump_json()}")
        context = Context(tenant, command, "account:test", getattr(fact, "at", NOON))
        await self.ports.handling(Say(fact, stream), context)


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
