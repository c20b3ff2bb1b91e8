"""Scheduling on a stage of its own: real PostgreSQL and Redis, a ledger that logs visits, people who ask."""

import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any  # answers are JSON
from uuid import uuid5

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scheduling.main import SERVICE
from services.scheduling.settings import Settings
from shared.calendar import BEIJING
from shared.ids import MINQING, PersonId, PlaceId, Tenant, UnitId, imported
from shared.messaging.quiet import restless
from shared.roles import Role
from shared.service import create_api
from shared.testing.waiting import until
from shared.web.ports import Ports, reading
from shared.web.tokens import Signer
from tests.component.scheduling.ledger import Ledger, ledger_of

MakeUrl = Callable[[str], Awaitable[str]]
ISSUERS = ("gateway", "scheduling", "ledger")
DEADLINE_SECONDS = 20.0


def beijing(text: str) -> datetime:
    """`2010-11-30 10:00`, Beijing time."""
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@dataclass(frozen=True)
class Official:
    """Somebody by code, with one role for one unit, perhaps in one place alone."""

    code: str
    role: Role
    unit: str
    place: str | None = None

    def claims(self, tenant: Tenant) -> dict[str, Any]:
        """What the gateway says of them in a district."""
        account = uuid5(MINQING, f"account {self.code}")
        unit = str(imported(tenant, "unit", self.unit))
        place = str(imported(tenant, "place", self.place)) if self.place else None
        return {
            "tenant": tenant,
            "actor": f"account:{account}",
            "account": str(account),
            "person": str(imported(tenant, "person", self.code)),
            "unit": unit,
            "grants": [{"role": self.role, "unit": unit, "place": place}],
        }


@dataclass(frozen=True)
class House:
    """Scheduling and the ledger, running; each test is a district of its own in it."""

    client: httpx.AsyncClient
    signer: Signer
    ledger: Ledger
    ports: Ports


@dataclass
class Stage:
    """A district in the house. Every request is made at `now`, and reads what was written before it."""

    house: House
    tenant: Tenant
    now: datetime = field(default_factory=lambda: beijing("2010-11-20 09:00"))
    position: str = ""
    _keys: int = 0

    def unit(self, code: str) -> UnitId:
        """The unit with a code."""
        return UnitId(imported(self.tenant, "unit", code))

    def place(self, code: str) -> PlaceId:
        """The place with a code."""
        return PlaceId(imported(self.tenant, "place", code))

    def person(self, code: str) -> PersonId:
        """The official with a code."""
        return PersonId(imported(self.tenant, "person", code))

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees the district's read models."""
        async with self.house.ports.database.transaction(self.tenant) as connection:
            yield await connection.execution_options(**reading(self.house.ports))

    async def visit(self, stay: Mapping[str, Any], at: str) -> None:
        """The ledger logs a visit of a stay."""
        await self.house.ledger.visit(self.tenant, stay, beijing(at))

    async def get(self, who: Official, path: str, language: str = "zh-CN", **query: Any) -> httpx.Response:
        """A question."""
        headers = {**self.headers(who), "Accept-Language": language}
        return await self._answered("GET", f"/api/v1{path}", params=query, headers=headers)

    async def read(self, who: Official, path: str, **query: Any) -> Any:
        """An answer that is given."""
        answer = await self.get(who, path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def send(self, who: Official, path: str, body: Any = None, **more: str) -> httpx.Response:
        """A command; `key` is its Idempotency-Key, `method` another than POST, `if_match` an ETag."""
        self._keys += 1
        headers = {**self.headers(who), "Idempotency-Key": more.get("key", f"k-{self._keys}")}
        if "if_match" in more:
            headers["If-Match"] = more["if_match"]
        answer = await self._answered(more.get("method", "POST"), f"/api/v1{path}", json=body, headers=headers)
        self.position = answer.headers.get("Minqing-Position", self.position)
        return answer

    async def done(self, who: Official, path: str, body: Any = None, **more: str) -> Any:
        """A command that nobody refuses; its answer, if it has one."""
        answer = await self.send(who, path, body, **more)
        assert answer.is_success, f"{path}: {answer.text}"
        return answer.json() if answer.content else None

    async def refused(self, who: Official, path: str, body: Any = None, **more: str) -> dict[str, Any]:
        """A command that is refused; the problem's document."""
        answer = await self.send(who, path, body, **more)
        assert answer.headers["Content-Type"] == "application/problem+json", answer.text
        problem: dict[str, Any] = answer.json()
        return problem

    async def imports(self, who: Official, kind: str, rows: list[dict[str, str]], **more: str) -> httpx.Response:
        """A file, as the gateway passes it on; `dry_run`, `key`, `language`."""
        self._keys += 1
        headers = {**self.headers(who), "Accept-Language": more.get("language", "zh-CN")}
        dry = more.get("dry_run", "false")
        if dry == "false":
            headers["Idempotency-Key"] = more.get("key", f"k-{self._keys}")
        path = f"/internal/imports/{kind}?dry_run={dry}"
        answer = await self._answered("POST", path, json={"rows": rows}, headers=headers)
        self.position = answer.headers.get("Minqing-Position", self.position)
        return answer

    async def _answered(self, method: str, path: str, **asked: Any) -> httpx.Response:
        """The answer, asked for again while the read models of a busy machine are behind, as clients do."""
        answers: list[httpx.Response] = []

        async def answered() -> bool:
            answers.append(await self.house.client.request(method, path, **asked))
            return answers[-1].status_code != httpx.codes.SERVICE_UNAVAILABLE

        await until(answered, DEADLINE_SECONDS)
        return answers[-1]

    async def move_clock(self, moment: str) -> None:
        """Move the sandbox's clock, which fires what is due, once all that was done is read."""
        await self.quiet()
        self.now = beijing(moment)
        answer = await self.house.client.put(
            f"/clock/{self.tenant}", json={"now": self.now.isoformat()}, headers=self.as_service("gateway")
        )
        assert answer.status_code == 204, answer.text
        await self.quiet()

    async def quiet(self) -> None:
        """Wait until two readings of all logs are equal and everything that follows them is at their ends."""
        readings: list[list[int]] = [[]]

        async def still() -> bool:
            readings.append(await self._still())
            return bool(readings[-1]) and readings[-1] == readings[-2]

        await until(still, DEADLINE_SECONDS)

    async def _still(self) -> list[int]:
        readings = [
            await ports.following.positions(self.tenant) for ports in (self.house.ports, self.house.ledger.ports)
        ]
        return [] if restless(readings) else [reading["head"] for reading in readings]

    async def facts(self) -> list[dict[str, Any]]:
        """Everything scheduling has told the others."""
        headers = self.as_service("ledger")
        answer = await self.house.client.get("/feed", params={"tenant": self.tenant, "limit": 1000}, headers=headers)
        facts: list[dict[str, Any]] = answer.json()["facts"]
        return facts

    def headers(self, who: Official) -> dict[str, str]:
        """The headers of a request that the gateway passes on."""
        token = self.house.signer.sign({**who.claims(self.tenant), "now": self.now.isoformat()})
        positions = {"Minqing-Position": self.position} if self.position else {}
        return {"Authorization": f"Bearer {token}", **positions}

    def as_service(self, name: str) -> dict[str, str]:
        """The headers of a request of another service; the gateway's key signs for all in these tests."""
        token = self.house.signer.sign({"service": "gateway", "tenant": self.tenant, "actor": f"service:{name}"})
        return {"Authorization": f"Bearer {token}"}


@asynccontextmanager
async def opened(folder: Path, make_url: MakeUrl, redis_url: str) -> AsyncIterator[House]:
    """Everything opened and served, and closed again."""
    files = _key_files(folder)
    common: dict[str, Any] = {
        "redis_url": redis_url,
        "trusted_keys_file": files["trusted"],
        "master_key_file": files["master"],
        "port": 0,
    }
    async with AsyncExitStack() as stack:
        of_ledger = {**common, "database_url": await make_url("ledger"), "signing_key_file": files["ledger"]}
        ledger = await stack.enter_async_context(ledger_of(of_ledger))
        settings = Settings(
            database_url=await make_url("scheduling"),
            signing_key_file=files["scheduling"],
            peers={"ledger": ledger.url},
            **common,
        )
        app = create_api(SERVICE, settings)
        await stack.enter_async_context(app.router.lifespan_context(app))
        transport = httpx.ASGITransport(app)
        client = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://scheduling"))
        yield House(client, Signer.of("gateway", files["gateway"]), ledger, app.state.ports)


def _key_files(folder: Path) -> Mapping[str, Path]:
    files = {name: folder / name for name in (*ISSUERS, "trusted", "master")}
    trusted = {}
    for issuer in ISSUERS:
        key = Ed25519PrivateKey.generate()
        files[issuer].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        trusted[issuer] = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    files["trusted"].write_text(json.dumps(trusted))
    files["master"].write_text(base64.b64encode(bytes(32)).decode())
    return files
