"""Services of the small world, assembled as real ones are, and what they are measured beside."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from fastapi import APIRouter, FastAPI

from services.gateway.main import create_app
from services.gateway.settings import Settings
from shared.directory import expand
from shared.eventstore.handle import Handling
from shared.eventstore.postgres import say_nothing
from shared.eventstore.rows import AppendRequest, EventLog, StoredStream
from shared.eventstore.streams import Receipt
from shared.ids import Tenant, new_token
from shared.messaging.following import Followers
from shared.roles import Role
from shared.service import Service, create_api
from shared.settings import ServiceSettings
from shared.testing.ground import make_keys
from shared.web.asking import Handler, action
from shared.web.tokens import Signer
from tests.bench.ground import Ground
from tests.bench.visits import SHIFAN, VISITS, Note, Visit, VisitNoted, VisitSaid, announce, projection

OPERATOR = "a password for benchmarks alone"
router = APIRouter(prefix="/api/v1")


@router.post("/visits", status_code=204, **action("competence.set"))
async def note(visit: Visit, handle: Handler) -> None:
    """Note a visit."""
    await handle(Note(visit))


LEDGER = Service(
    name="ledger",
    home=Path(__file__).parent,
    deciders=(VISITS,),
    announce=announce,
    followers=Followers((projection("noted", (VisitNoted,)),)),
    routers=(router,),
    expand=expand,
    says=(VisitSaid,),
)
CASEWORK = Service(
    name="casework",
    home=Path(__file__).parent,
    deciders=(),
    announce=say_nothing,
    followers=Followers((projection("told", (VisitSaid,)),)),
    routers=(),
    expand=expand,
    hears={"ledger": (VisitSaid,)},
)


def ledger(settings: ServiceSettings) -> FastAPI:
    """Who notes visits."""
    return create_api(LEDGER, settings)


def gateway(settings: Settings) -> FastAPI:
    """Through which people come."""
    return create_app(settings)


def casework(settings: ServiceSettings) -> FastAPI:
    """Who reads of them."""
    return create_api(CASEWORK, settings)


class _NoStore:
    """Takes everything, and keeps nothing."""

    async def append(self, tenant: Tenant, request: AppendRequest) -> Receipt:
        """Stored, it says."""
        return Receipt("stored", 1, 1, 1)

    async def read_stream(self, tenant: Tenant, stream: str, command_id: UUID, body_mac: bytes = b"") -> StoredStream:
        """Nothing has happened."""
        return StoredStream(None)


def storing_nothing(settings: ServiceSettings) -> FastAPI:
    """Who notes visits nowhere: a command's way through the service but for the store."""
    app = create_api(LEDGER, settings)
    lifespan = app.router.lifespan_context
    nowhere: EventLog = _NoStore()  # type: ignore[assignment]  # a command asks for these two alone

    @asynccontextmanager
    async def without(app: FastAPI) -> AsyncIterator[None]:
        async with lifespan(app):
            app.state.ports = replace(app.state.ports, handling=Handling(nowhere, LEDGER.deciders, announce))
            yield

    app.router.lifespan_context = without
    return app


def plain() -> FastAPI:
    """FastAPI alone, with the same body."""
    app = FastAPI(docs_url=None, redoc_url=None)

    @app.post("/api/v1/visits", status_code=204)
    async def note(visit: Visit) -> None:
        """Nothing."""

    return app


@dataclass(frozen=True)
class Keys:
    """By which the services believe each other, in a folder."""

    folder: Path
    redis_url: str

    @classmethod
    def made(cls, folder: Path, ground: Ground) -> "Keys":
        """New ones."""
        make_keys(folder)
        return cls(folder, ground.redis_url)

    def settings(self, service: str, database_url: str, port: int, **peers: str) -> ServiceSettings:
        """What a service is told."""
        return ServiceSettings(
            database_url=database_url,
            redis_url=self.redis_url,
            port=port,
            signing_key_file=self.folder / service,
            trusted_keys_file=self.folder / "trusted",
            master_key_file=self.folder / "master",
            peers=peers,
            log_level="warning",
        )

    def gateways_settings(self, database_url: str, port: int, **peers: str) -> Settings:
        """What the gateway is told; no pace is set, or its limits would be what is measured."""
        (self.folder / "operator").write_text(OPERATOR)
        return Settings(
            database_url=database_url,
            redis_url=self.redis_url,
            port=port,
            signing_key_file=self.folder / "gateway",
            master_key_file=self.folder / "master",
            operator_password_file=self.folder / "operator",
            peers=peers,
            requests_per_second=0,
            address_per_second=0,
            log_level="warning",
        )

    def of_an_administrator(self) -> str:
        """What the gateway says of an administrator, who here may note visits, for a minute."""
        account = str(new_token())
        grants = [{"role": Role.ADMINISTRATOR}]
        claims = {"tenant": SHIFAN, "actor": f"account:{account}", "account": account, "grants": grants}
        return self._signer("gateway").sign(claims)

    def of_a_service(self) -> str:
        """With which casework reads a feed, for a minute."""
        return self._signer("casework").for_service(SHIFAN)

    def _signer(self, issuer: str) -> Signer:
        return Signer.of(issuer, self.folder / issuer)
