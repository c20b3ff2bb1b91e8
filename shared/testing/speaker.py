"""A service as others hear it: a real log and a real feed, without rules, that say what a test tells them to."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal  # plain values to seal are any JSON
from uuid import UUID, uuid5

from fastapi import APIRouter
from pydantic import Field

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
from shared.sealed import Sealed
from shared.service import Service, create_api
from shared.settings import ServiceSettings
from shared.testing.ground import Ground
from shared.testing.serving import Serving
from shared.web.ports import Ports

Spoken = SchedulingFact | LedgerFact | CaseworkFact
_EPOCH = datetime(2010, 11, 1, tzinfo=UTC)


class Said(Event):
    """Something to be said as it stands."""

    type: Literal["said.v1"] = "said.v1"
    fact: Annotated[Spoken, Field(discriminator="type")]


@dataclass(frozen=True)
class Say:
    """Say it, in this stream."""

    fact: Fact
    stream: str


def _announce(event: Event, envelope: Envelope) -> Fact | None:
    return event.fact if isinstance(event, Said) else None


def _decide(command: Say, _: None) -> list[Said]:
    return [Said(fact=command.fact)]  # type: ignore[arg-type]  # pydantic refuses what is not spoken


SAY: Decider[Say, None, Said] = Decider(None, _decide, lambda state, _: state, commands=(Say,), events=(Said,))


@dataclass
class Speaker:
    """A running service that says what it is told, and has keys of its own to seal by."""

    ports: Ports
    url: str
    _said: int = 0

    async def say(self, tenant: Tenant, fact: Fact, stream: str) -> None:
        """Say a fact at its district's log; the same one again is another."""
        self._said += 1
        command = uuid5(MINQING, f"{tenant} {self._said} {fact.type}")
        context = Context(tenant, command, "account:test", getattr(fact, "at", _EPOCH))
        await self.ports.handling(Say(fact, stream), context)

    async def seal(self, tenant: Tenant, subject: UUID, plain: Any) -> Sealed:
        """A value sealed by this service."""
        return await self.ports.keys.seal(tenant, subject, plain)


@asynccontextmanager
async def speaking(name: str, settings: ServiceSettings, *routers: APIRouter) -> AsyncIterator[Speaker]:
    """A speaker on a port of its own, with whatever else it shall answer."""
    service = Service(
        name=name,
        home=Path(__file__).parent,
        deciders=(SAY,),
        announce=_announce,
        followers=Followers(),
        routers=routers,
        expand=expand,
    )
    app = create_api(service, settings)
    async with Serving(app) as serving:
        yield Speaker(app.state.ports, serving.url)


@asynccontextmanager
async def speakers(
    ground: Ground, names: Iterable[str], routers: Mapping[str, APIRouter] | None = None
) -> AsyncIterator[dict[str, Speaker]]:
    """A speaker for each of these services, by name; `routers` are what some of them answer besides."""
    async with AsyncExitStack() as stack:
        speaking_of: dict[str, Speaker] = {}
        for name in names:
            more = [routers[name]] if routers and name in routers else []
            settings = await ground.told(ServiceSettings, name)
            speaking_of[name] = await stack.enter_async_context(speaking(name, settings, *more))
        yield speaking_of
