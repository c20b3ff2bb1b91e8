"""The gateway's assembly: what is opened at start, how it is served, migrated and documented."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any  # keyword arguments of an application

import uvicorn
from fastapi import FastAPI

from services.gateway import live
from services.gateway.accounts import operators
from services.gateway.accounts.asking import Gate
from services.gateway.accounts.cookies import Cookies
from services.gateway.accounts.door import Door, Lives
from services.gateway.accounts.links import Terms
from services.gateway.accounts.login import Login
from services.gateway.accounts.pace import Pace, PaceOfAddresses
from services.gateway.accounts.passwords import Passwords
from services.gateway.accounts.redeeming import Redeeming
from services.gateway.api import accounts, districts, document, erasures, imports, keys, links, parked, sessions
from services.gateway.api.passage import Passage, Signatures
from services.gateway.clients.service import Service
from services.gateway.clients.services import Services
from services.gateway.districts.register import Districts
from services.gateway.pages import console
from services.gateway.settings import Settings
from shared import tracing
from shared.eventstore.connect import Database
from shared.eventstore.migrations import migrate
from shared.settings import KEPT_SECONDS, secret_of, settings_or_end
from shared.starting import begin
from shared.web.departure import Departures
from shared.web.figures import Timed
from shared.web.limits import BodyLimit
from shared.web.problems import speak_problems
from shared.web.tokens import Signer
from shared.web.traced import NONE_OF_ITS_OWN, Traced

NAME = "gateway"
HOME = Path(__file__).parent
PUBLIC = "/api/v1"
BESIDE = ("/static/", "/livez", "/readyz")
"""What begins no trace: files of the pages, and whether the gateway is there."""
BY_ITSELF: dict[str, Any] = {"openapi_url": None, "docs_url": None, "redoc_url": None, "telemetry": NONE_OF_ITS_OWN}
"""What FastAPI adds by itself, none of which is wanted."""
ROUTERS = (
    sessions.router,
    accounts.router,
    links.router,
    keys.router,
    districts.router,
    imports.router,
    live.router,
    parked.router,
    erasures.router,
    document.router,
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The gateway's application; without settings only its OpenAPI document is of use."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        assert settings is not None, "an application without settings cannot be started"
        async with tracing.closed_after(), opened(app, settings):
            yield

    app = FastAPI(title=NAME, version="1", lifespan=lifespan, **BY_ITSELF)
    app.router.redirect_slashes = False
    for router in ROUTERS:
        app.include_router(router, prefix=PUBLIC)
    app.include_router(live.health)
    speak_problems(app)
    console.open_console(app)
    imports.speak_of_imports(app)
    if settings is not None:
        pace = Pace(settings.address_per_second, settings.address_burst)
        app.add_middleware(PaceOfAddresses, pace=pace, saying=console.too_often)
        app.add_middleware(BodyLimit, limit=settings.body_bytes, saying=console.too_large)  # around all that reads
    _look_on(app)
    return app


def _look_on(app: FastAPI) -> None:
    app.add_middleware(Departures)
    app.add_middleware(Timed, prefix=PUBLIC)
    app.add_middleware(Traced, prefix=PUBLIC, begins=True, beside=BESIDE)


@asynccontextmanager
async def opened(app: FastAPI, settings: Settings) -> AsyncIterator[None]:
    """Open what the routes reach, in the order they need each other; close it in reverse."""
    async with AsyncExitStack() as stack:
        database = Database(settings.database_url, log_connections=1, connections=settings.connections)
        await database.open()
        stack.push_async_callback(database.close)
        app.state.districts = Districts(database)
        app.state.gate = gate = gate_of(settings, database, app.state.districts)
        await operators.first(gate, settings.operator_login, settings.operator_password_file)
        signer = Signer.of(NAME, settings.signing_key_file)
        app.state.signatures = Signatures(signer)
        app.state.one_file_at_a_time = asyncio.Semaphore(1)
        app.state.services = services = services_of(settings, signer)
        app.router.default = console.Beside(Passage(services, app.state.signatures))
        app.state.known_names = console.KnownNames(app.state.districts)
        await stack.enter_async_context(console.listening(app, NAME, settings.redis_url))
        await services.start()
        stack.push_async_callback(services.stop)
        yield


def gate_of(settings: Settings, database: Database, register: Districts) -> Gate:
    """The gate, as the settings want it."""
    lives = Lives(timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours))
    door = Door(database, register, lives)
    passwords = Passwords(settings.password_memory_kib, settings.password_rounds)
    master = secret_of(settings.master_key_file)
    return Gate(
        database=database,
        door=door,
        login=Login(database, door, passwords, lives),
        passwords=passwords,
        pace=Pace(settings.requests_per_second, settings.requests_burst),
        redeeming=Redeeming(database, door, passwords, master),
        terms=Terms(timedelta(hours=settings.link_hours), settings.public_url),
        master=master,
        cookies=Cookies(settings.plain_http, settings.public_url),
    )


def services_of(settings: Settings, signer: Signer) -> Services:
    """The services behind, by name."""
    return Services(
        {name: Service(name, url, signer, settings.answer_seconds) for name, url in sorted(settings.peers.items())}
    )


def serve(settings: Settings) -> None:
    """Serve until told to stop; what is under way ends first."""
    begin(NAME, settings)
    uvicorn.Server(served(create_app(settings), settings)).run()


def served(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """How an application is served; of proxies, those that are trusted say who asks, and by which scheme."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=int(settings.drain_seconds),
        timeout_keep_alive=KEPT_SECONDS,
        reset_contextvars=True,  # a request on its way behind another is not that one's work
    )


def main() -> None:
    """`python -m services.gateway.main serve|migrate|openapi`."""
    verb = sys.argv[1] if len(sys.argv) == 2 else ""
    if verb == "openapi":
        sys.stdout.write(json.dumps(document.merged(create_app().openapi(), {}), ensure_ascii=False, indent=1) + "\n")
    elif verb == "migrate":
        asyncio.run(migrate(settings_or_end(Settings).migrator_url, str(HOME / "migrations")))
    elif verb == "serve":
        serve(settings_or_end(Settings))
    else:
        sys.exit("usage: python -m services.gateway.main serve|migrate|openapi")


if __name__ == "__main__":
    main()
