"""One event-sourced service as a process: what `main.py` describes is opened, served and stopped here."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from hmac import digest
from pathlib import Path
from typing import Any  # deciders differ; documents are JSON; keyword arguments

import uvicorn
from fastapi import APIRouter, FastAPI

from shared import tracing
from shared.decider import Decider
from shared.event import Fact
from shared.eventstore.codec import NO_UPCASTERS, Upcaster
from shared.eventstore.connect import Database
from shared.eventstore.feed import Feed
from shared.eventstore.handle import Handling
from shared.eventstore.keys import Keys
from shared.eventstore.log import Log
from shared.eventstore.migrations import migrate
from shared.eventstore.own import OwnLog
from shared.eventstore.pages import Source
from shared.eventstore.postgres import Announce
from shared.eventstore.relay import Relay
from shared.keeper import Keeper
from shared.messaging.broker import RedisBell, asyncapi
from shared.messaging.following import Followers, Following
from shared.messaging.peer import Peer
from shared.messaging.pull import HttpFeed
from shared.settings import KEPT_SECONDS, ServiceSettings, secret_of, settings_or_end
from shared.starting import begin
from shared.web import internal
from shared.web.departure import Departures
from shared.web.figures import Timed
from shared.web.limits import BodyLimit
from shared.web.peers import peer
from shared.web.ports import Directory, Ports
from shared.web.positions import Positions
from shared.web.problems import speak_problems
from shared.web.tokens import Signer, Verifier
from shared.web.traced import NONE_OF_ITS_OWN, Traced

_PATIENCE_SECONDS = 3600.0  # of an operator with large tables

BY_ITSELF: dict[str, Any] = {"docs_url": None, "redoc_url": None, "telemetry": NONE_OF_ITS_OWN}
"""What FastAPI adds by itself and is not wanted."""

Extra = Callable[[Ports, Any], AbstractAsyncContextManager[Mapping[str, Any]]]
"""Opens what one service alone has (adapters, workers), and closes it again; found in `Ports.extra`."""


@dataclass(frozen=True)
class Service:
    """The parts of a service. `home` is the folder of its `main.py`; `says` and `hears` are its published language."""

    name: str
    home: Path
    deciders: tuple[Decider[Any, Any, Any], ...]
    announce: Announce
    followers: Followers
    routers: tuple[APIRouter, ...]
    expand: Directory
    says: tuple[type[Fact], ...] = ()
    hears: Mapping[str, tuple[type[Fact], ...]] = field(default_factory=dict)
    upcasters: Mapping[str, Upcaster] = field(default_factory=lambda: NO_UPCASTERS)
    extra: Extra | None = None


def create_api(service: Service, settings: ServiceSettings | None = None) -> FastAPI:
    """The service's HTTP application; without settings only its OpenAPI document is of use."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        assert settings is not None, "an application without settings cannot be started"
        async with tracing.closed_after(), opened(service, settings) as ports:
            app.state.ports = ports
            yield

    app = FastAPI(title=service.name, version="1", lifespan=lifespan, **BY_ITSELF)
    for router in (*service.routers, internal.router):
        app.include_router(router)
    app.add_middleware(BodyLimit)
    app.add_middleware(Departures)
    app.add_middleware(Timed)
    app.add_middleware(Traced)
    speak_problems(app)
    return app


@asynccontextmanager
async def opened(service: Service, settings: ServiceSettings) -> AsyncIterator[Ports]:
    """The service's parts, opened in the order they need each other, and closed in reverse: a stop drains."""
    async with AsyncExitStack() as stack:
        log = await _log(stack, service, Database(settings.database_url, connections=settings.connections))
        ports = await _following(stack, service, settings, log)
        if service.extra:
            ports = replace(ports, extra=await stack.enter_async_context(service.extra(ports, settings)))
        yield ports


async def _following(stack: AsyncExitStack, service: Service, settings: ServiceSettings, log: Log) -> Ports:
    ports = await _ports(stack, service, settings, log)
    relay = Relay(log.database, log, ports.bell)
    await ports.feed.open()
    for part in (ports.bell, ports.following, relay):
        await part.start()
        stack.push_async_callback(part.stop)
    return ports


async def _ports(stack: AsyncExitStack, service: Service, settings: ServiceSettings, log: Log) -> Ports:
    signer, master = Signer.of(service.name, settings.signing_key_file), secret_of(settings.master_key_file)
    handling = Handling(log, service.deciders, service.announce, service.upcasters)
    bell = RedisBell(service.name, settings.redis_url)
    peers = {name: await _feed_of(stack, signer, name, settings.peers[name]) for name in service.hears}
    return Ports(
        service=service.name,
        database=log.database,
        log=log,
        handling=handling,
        bell=bell,
        following=Following(log.database, log, handling, service.followers, peers, bell),
        feed=Feed(log),
        keys=Keys(log.database, service.name, master),
        signer=signer,
        verifier=Verifier.of(settings.trusted_keys_file),
        expand=service.expand,
        body_key=digest(master, b"bodies of requests", sha256),
        positions=Positions(service.name, digest(master, b"positions of the log", sha256)),
    )


async def _feed_of(stack: AsyncExitStack, signer: Signer, name: str, url: str) -> HttpFeed:
    return HttpFeed(name, await stack.enter_async_context(peer(signer, url)))


async def _log(stack: AsyncExitStack, service: Service, database: Database) -> Log:
    await database.open()
    stack.push_async_callback(database.close)
    log = Log(database, service.name)
    await log.open()
    stack.push_async_callback(log.close)
    return log


async def kept(service: Service, settings: ServiceSettings, words: Sequence[str]) -> bool:
    """Do with the read models what an operator's words say; whether all is as it should be."""
    async with AsyncExitStack() as stack:
        log = await _log(stack, service, Database(settings.database_url, statement_seconds=_PATIENCE_SECONDS))
        signer = Signer.of(service.name, settings.signing_key_file)
        feeds = [await _feed_of(stack, signer, name, settings.peers[name]) for name in service.hears]
        sources: dict[str, Source] = {service.name: OwnLog(log), **{feed.service: Peer(feed) for feed in feeds}}
        keeper = Keeper(log.database, sources, service.followers.read_models(), _say)
        return await keeper.told(words)


def run(service: Service, settings_class: Callable[[], ServiceSettings]) -> None:
    """`python -m services.<name>.main serve|migrate|projections …|openapi|asyncapi`."""
    verb = sys.argv[1] if len(sys.argv) == 2 or sys.argv[1:2] == ["projections"] else ""
    if verb == "openapi":
        _print(create_api(service).openapi())
    elif verb == "asyncapi":
        _print(asyncapi(service.name, service.says, service.hears))
    elif verb == "migrate":
        asyncio.run(migrate(settings_or_end(settings_class).migrator_url, str(service.home / "migrations")))
    elif verb == "projections":
        sys.exit(not asyncio.run(kept(service, settings_or_end(settings_class), sys.argv[2:])))
    elif verb == "serve":
        _serve(service, settings_or_end(settings_class))
    else:
        sys.exit(f"usage: python -m services.{service.name}.main serve|migrate|projections|openapi|asyncapi")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _print(document: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _serve(service: Service, settings: ServiceSettings) -> None:
    begin(service.name, settings)
    uvicorn.Server(served(create_api(service, settings), settings)).run()


def served(app: FastAPI, settings: ServiceSettings) -> uvicorn.Config:
    """How an application is served."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=int(settings.drain_seconds),
        timeout_keep_alive=KEPT_SECONDS,
        reset_contextvars=True,  # a request on its way behind another is not that one's work
    )
