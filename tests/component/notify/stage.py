"""Notify on a stage of its own: real PostgreSQL and Redis, three services that speak, receivers, people who ask."""

import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any  # answers are JSON
from uuid import UUID

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from services.notify.main import described
from services.notify.settings import Settings
from shared.event import Fact
from shared.ids import PersonId, Tenant, UnitId
from shared.messaging.quiet import restless
from shared.roles import Role
from shared.service import create_api
from shared.settings import ServiceSettings
from shared.testing.waiting import until
from shared.web.ports import Ports
from shared.web.tokens import Signer
from tests.component.notify.speakers import NAMES, Speaker, speaking
from tests.unit.notify.cast import NOON, TENANT, named

MakeUrl = Callable[[str], Awaitable[str]]
DEADLINE_SECONDS = 20.0


@dataclass(frozen=True)
class Official:
    """Somebody with one role for one unit (None: the whole district). A key has no person."""

    name: str
    role: Role
    unit: UnitId | None
    person: PersonId | None = None
    tenant: Tenant = TENANT

    @property
    def claims(self) -> dict[str, Any]:
        """What the gateway says of them."""
        account = named(f"account {self.name}")
        unit = str(self.unit) if self.unit else None
        return {
            "tenant": self.tenant,
            "actor": f"account:{account}",
            "account": str(account),
            "person": str(self.person) if self.person else None,
            "unit": unit,
            "grants": [{"role": self.role, "unit": unit}],
        }


@dataclass
class Stage:
    """Notify and those it hears. Every request is made at `now`, and reads what was written before it."""

    client: httpx.AsyncClient
    signer: Signer
    ports: Ports
    speakers: Mapping[str, Speaker]
    now: datetime = NOON
    position: str = ""
    secrets: dict[UUID, str] = field(default_factory=dict)
    _keys: int = 0

    async def say(self, fact: Fact, stream: str, tenant: Tenant = TENANT) -> None:
        """A service says something."""
        await self.speakers[fact.type.partition(".")[0]].say(tenant, fact, stream)  # type: ignore[arg-type]  # one of theirs

    async def get(self, who: Official, path: str, **query: Any) -> httpx.Response:
        """A question, asked again while the read models of a busy machine are behind, as clients do."""
        return await self._answered("GET", path, params=query, headers=self.headers(who))

    async def read(self, who: Official, path: str, **query: Any) -> Any:
        """An answer that is given."""
        answer = await self.get(who, path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def send(self, who: Official, path: str, body: Any = None, key: str = "") -> httpx.Response:
        """A command."""
        self._keys += 1
        headers = {**self.headers(who), "Idempotency-Key": key or f"k-{self._keys}"}
        answer = await self._answered("POST", path, json=body, headers=headers)
        self.position = answer.headers.get("Minqing-Position", self.position)
        return answer

    async def done(self, who: Official, path: str, body: Any = None) -> Any:
        """A command that nobody refuses; its answer, if it has one."""
        answer = await self.send(who, path, body)
        assert answer.is_success, f"{path}: {answer.text}"
        return answer.json() if answer.content else None

    async def subscribed(self, who: Official, url: str | None, *types: str, **more: Any) -> str:
        """A new subscription's path; its secret is remembered."""
        wish = {"name": "业务系统", "url": url, "types": list(types), **more}
        made = await self.done(who, "/subscriptions", wish)
        self.secrets[UUID(made["id"])] = made["secret"]
        return f"/subscriptions/{made['id']}"

    async def quiet(self, tenant: Tenant = TENANT) -> None:
        """Wait until everybody has heard everything and nothing is left to be posted, and nothing stands still."""
        readings: list[list[int]] = [[]]

        async def still() -> bool:
            readings.append(await self._still(tenant))
            return bool(readings[-1]) and readings[-1] == readings[-2]

        await until(still, DEADLINE_SECONDS)
        assert not await self.ports.following.problems()

    async def heard(self, tenant: Tenant = TENANT) -> None:
        """Wait until everybody has heard everything, whatever is left to be posted."""

        async def still() -> bool:
            return bool(await self._still(tenant, pending=False))

        await until(still, DEADLINE_SECONDS)

    async def set_clock(self, tenant: Tenant = TENANT) -> None:
        """Let the sandbox's clock be at `now`."""
        body = {"now": self.now.isoformat()}
        answer = await self.client.put(f"/clock/{tenant}", json=body, headers=self.as_service(tenant))
        assert answer.status_code == 204, answer.text

    def as_service(self, tenant: Tenant) -> dict[str, str]:
        """The headers of a request of another service."""
        token = self.signer.sign({"service": "gateway", "tenant": tenant, "actor": "service:gateway"})
        return {"Authorization": f"Bearer {token}"}

    async def positions(self, tenant: Tenant = TENANT) -> dict[str, Any]:
        """Where notify stands."""
        headers = self.as_service(tenant)
        answer = await self.client.get("/positions", params={"tenant": tenant}, headers=headers)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def _still(self, tenant: Tenant, pending: bool = True) -> list[int]:
        own = await self.positions(tenant)
        others = [await speaker.ports.following.positions(tenant) for speaker in self.speakers.values()]
        own = own if pending else {**own, "pending": 0}
        return [] if restless([own, *others]) else [reading["head"] for reading in (own, *others)]

    async def _answered(self, method: str, path: str, **asked: Any) -> httpx.Response:
        answers: list[httpx.Response] = []

        async def answered() -> bool:
            answers.append(await self.client.request(method, f"/api/v1{path}", **asked))
            return answers[-1].status_code != httpx.codes.SERVICE_UNAVAILABLE

        await until(answered, DEADLINE_SECONDS)
        return answers[-1]

    def headers(self, who: Official) -> dict[str, str]:
        """The headers of a request that the gateway passes on."""
        token = self.signer.sign({**who.claims, "now": self.now.isoformat()})
        positions = {"Minqing-Position": self.position} if self.position else {}
        return {"Authorization": f"Bearer {token}", **positions}


@asynccontextmanager
async def spoken_for(
    folder: Path, make_url: MakeUrl, redis_url: str
) -> AsyncIterator[tuple[Settings, dict[str, Speaker]]]:
    """The services that notify hears, running, and notify's settings."""
    files = _key_files(folder)

    async def told(name: str) -> dict[str, Any]:
        return {
            "database_url": await make_url(name),
            "redis_url": redis_url,
            "port": 0,
            "signing_key_file": files[name],
            "trusted_keys_file": files["trusted"],
            "master_key_file": files["master"],
        }

    async with AsyncExitStack() as stack:
        speakers = {
            name: await stack.enter_async_context(speaking(name, ServiceSettings(**await told(name)))) for name in NAMES
        }
        yield (
            Settings(
                **await told("notify"),
                peers={name: speaker.url for name, speaker in speakers.items()},
                allow_networks="127.0.0.0/8",  # type: ignore[arg-type]  # as the environment says it
                retry_base_seconds=0.01,
                retry_cap_seconds=0.05,
                failing_after=4,
            ),
            speakers,
        )


@asynccontextmanager
async def opened(folder: Path, settings: Settings, speakers: Mapping[str, Speaker]) -> AsyncIterator[Stage]:
    """Notify opened, and closed again; it can be opened again over the same databases."""
    app = create_api(described(), settings)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://notify") as client:
            yield Stage(client, Signer.of("gateway", folder / "gateway"), app.state.ports, speakers)


def _key_files(folder: Path) -> Mapping[str, Path]:
    issuers = ("gateway", "notify", *NAMES)
    files = {name: folder / name for name in (*issuers, "trusted", "master")}
    trusted = {}
    for issuer in issuers:
        key = Ed25519PrivateKey.generate()
        files[issuer].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        trusted[issuer] = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    files["trusted"].write_text(json.dumps(trusted))
    files["master"].write_text(base64.b64encode(bytes(32)).decode())
    return files
