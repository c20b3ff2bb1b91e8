"""One service, opened as a real one is, with speakers for those it hears."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any  # settings by name

import httpx
from fastapi import APIRouter, FastAPI

from shared.service import Service, create_api
from shared.settings import ServiceSettings
from shared.testing.ground import Ground
from shared.testing.speaker import Speaker, speakers
from shared.web.ports import Ports


@dataclass(frozen=True)
class House:
    """A service at work: `client` asks it in process, `ports` are its own parts, `speakers` those it hears, by name."""

    ground: Ground
    app: FastAPI
    client: httpx.AsyncClient
    ports: Ports
    speakers: Mapping[str, Speaker]


@asynccontextmanager
async def housed(
    ground: Ground, service: Service, settings: ServiceSettings, speakers: Mapping[str, Speaker]
) -> AsyncIterator[House]:
    """The service opened, and closed again; it can be opened again over the same database."""
    app = create_api(service, settings)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{service.name}") as client:
            yield House(ground, app, client, app.state.ports, speakers)


@asynccontextmanager
async def opened(
    ground: Ground,
    service: Service,
    kind: type[ServiceSettings],
    routers: Mapping[str, APIRouter] | None = None,
    **more: Any,
) -> AsyncIterator[House]:
    """The service over a fresh database, and a speaker for each that it hears; `more`: settings of its own."""
    async with speakers(ground, service.hears, routers) as heard:
        peers = {name: speaker.url for name, speaker in heard.items()}
        settings = await ground.told(kind, service.name, peers=peers, **more)
        async with housed(ground, service, settings, heard) as house:
            yield house
