"""Casework on a stage of its own: real PostgreSQL and Redis, speakers for ledger and scheduling, people who ask."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar  # answers are JSON
from uuid import UUID

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI

from services.casework.main import SERVICE
from services.casework.settings import Settings
from shared import clock
from shared.ids import PersonId, PlaceId, Tenant, UnitId
from shared.roles import Role
from shared.service import create_api
from shared.settings import ServiceSettings
from shared.web.ports import Ports
from shared.web.tokens import Signer
from tests.component.casework.speakers import Speaker, speaking
from tests.unit.casework.cast import beijing, named

MakeUrl = Callable[[str], Awaitable[str]]
ISSUERS = ("gateway", "casework", "ledger", "scheduling")
S = TypeVar("S", bound=ServiceSettings)
DEADLINE_SECONDS = 20.0


@dataclass(frozen=True)
class Official:
    """Somebody with grants: (role, unit, place). A key has no person."""

    name: str
    grants: tuple[tuple[Role, UUID, UUID | None], ...]
    person: PersonId | None
    district: Tenant | None = None

    @property
    def actor(self) -> str:
        """What the log records."""
        return f"{'account' if self.person else 'key'}:{self._account}"

    @property
    def _account(self) -> UUID:
        return named(f"account {self.name}")

    def claims(self, district: Tenant) -> dict[str, Any]:
        """What the gateway says of them, in a district."""
        return {
            "tenant": self.district or district,
            "actor": self.actor,
            "account": str(self._account),
            "person": _text(self.person),
            "unit": str(self.grants[0][1]),
            "grants": [
                {"role": role, "unit": str(unit), "place": str(place) if place else None}
                for role, unit, place in self.grants
            ],
        }


def _text(id: UUID | None) -> str | None:
    return str(id) if id else None


def official(name: str, role: Role, unit: str, place: PlaceId | None = None) -> Official:
    """An official with one role for one unit; a department's key has no person."""
    person = None if role is Role.DEPARTMENT_KEY else PersonId(named(name))
    return Official(name, ((role, UnitId(named(unit)), place),), person)


@dataclass
class Stage:
    """Casework and those it hears, in one district. Requests are made at `now`, and read what was written before."""

    district: Tenant
    client: httpx.AsyncClient
    signer: Signer
    ports: Ports
    ledger: Speaker
    scheduling: Speaker
    now: datetime = field(default_factory=lambda: beijing("2010-11-30 09:00"))
    position: str = ""
    imports: int = 0
    _keys: int = 0

    def at(self, moment: str) -> "Stage":
        """From now on it is this moment, Beijing time."""
        self.now = beijing(moment)
        return self

    async def get(self, who: Official, path: str, **query: Any) -> httpx.Response:
        """A question."""
        return await self.client.get(f"/api/v1{path}", params=query, headers=self.headers(who))

    async def send(self, who: Official, path: str, body: Any = None, **more: str) -> httpx.Response:
        """A command; `key` is its Idempotency-Key, `method` another than POST, `if_match` an ETag."""
        self._keys += 1
        headers = {**self.headers(who), "Idempotency-Key": more.get("key", f"k-{self._keys}")}
        if "if_match" in more:
            headers["If-Match"] = more["if_match"]
        answer = await self.client.request(more.get("method", "POST"), f"/api/v1{path}", json=body, headers=headers)
        self.position = answer.headers.get("Minqing-Position", self.position)
        return answer

    async def done(self, who: Official, path: str, body: Any = None, **more: str) -> None:
        """A command that nobody refuses."""
        answer = await self.send(who, path, body, **more)
        assert answer.status_code == 204, answer.text

    async def read(self, who: Official, path: str, **query: Any) -> Any:
        """An answer that is given."""
        answer = await self.get(who, path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def move_clock(self, moment: str) -> None:
        """Move the sandbox's clock, which fires what is due."""
        self.at(moment)
        token = self.signer.sign({"service": "gateway", "tenant": self.district, "actor": "service:gateway"})
        headers = {"Authorization": f"Bearer {token}"}
        answer = await self.client.put(f"/clock/{self.district}", json={"now": self.now.isoformat()}, headers=headers)
        assert answer.status_code == 204, answer.text

    def headers(self, who: Official) -> dict[str, str]:
        """The headers of a request that the gateway passes on."""
        token = self.signer.sign({**who.claims(self.district), "now": self.now.isoformat()})
        positions = {"Minqing-Position": self.position} if self.position else {}
        return {"Authorization": f"Bearer {token}", **positions}

    async def until(self, who: Official, path: str, holds: Callable[[Any], bool]) -> Any:
        """Ask until the answer is as expected, within a deadline."""
        answer = await self.get(who, path)
        deadline = clock.ticking() + DEADLINE_SECONDS
        while not (answer.status_code == 200 and holds(answer.json())):
            assert clock.ticking() < deadline, f"{answer.text}\n{(await self.client.get('/readyz')).text}"
            await asyncio.sleep(0.02)
            answer = await self.get(who, path)
        return answer.json()


@dataclass(frozen=True)
class House:
    """Casework with its speakers, opened once; every test has a district of its own in it."""

    app: FastAPI
    client: httpx.AsyncClient
    signer: Signer
    ports: Ports
    ledger: Speaker
    scheduling: Speaker

    def in_district(self, district: str) -> Stage:
        """The stage of one test."""
        self.ledger.opened.clear()
        return Stage(Tenant(district), self.client, self.signer, self.ports, self.ledger, self.scheduling)


@asynccontextmanager
async def housed(folder: Path, make_url: MakeUrl, redis_url: str) -> AsyncIterator[House]:
    """Everything opened and served, and closed again."""
    keys = _key_files(folder)

    async def told(kind: type[S], name: str) -> S:
        return kind(
            database_url=await make_url(name),
            redis_url=redis_url,
            port=0,
            signing_key_file=keys[name],
            trusted_keys_file=keys["trusted"],
            master_key_file=keys["master"],
        )

    async with AsyncExitStack() as stack:
        ledger = await stack.enter_async_context(speaking("ledger", await told(ServiceSettings, "ledger")))
        scheduling = await stack.enter_async_context(speaking("scheduling", await told(ServiceSettings, "scheduling")))
        settings = await told(Settings, "casework")
        settings.peers = {"ledger": ledger.url, "scheduling": scheduling.url}
        app = create_api(SERVICE, settings)
        await stack.enter_async_context(app.router.lifespan_context(app))
        transport = httpx.ASGITransport(app)
        client = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://casework"))
        yield House(app, client, Signer.of("gateway", keys["gateway"]), app.state.ports, ledger, scheduling)


def _key_files(folder: Path) -> Mapping[str, Path]:
    files = {name: folder / name for name in (*ISSUERS, "trusted", "master")}
    trusted = {}
    for issuer in ISSUERS:
        key = Ed25519PrivateKey.generate()
        pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
        files[issuer].write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
        public = key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
        trusted[issuer] = public.decode()
    files["trusted"].write_text(json.dumps(trusted))
    files["master"].write_text("A" * 43 + "=")
    return files
