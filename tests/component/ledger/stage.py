"""The ledger in a house of its own: real PostgreSQL and Redis, speakers for scheduling and casework, people who ask."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar  # answers are JSON
from uuid import UUID

import httpx

from services.ledger.main import SERVICE
from services.ledger.settings import Settings
from shared.eventstore.rows import Row
from shared.ids import HouseholdId, PersonId, PlaceId, Tenant, UnitId, imported
from shared.messaging.quiet import restless
from shared.roles import Role
from shared.service import create_api
from shared.settings import ServiceSettings
from shared.web.ports import Ports
from shared.web.tokens import Signer
from tests.component.ledger.secrets import key_files
from tests.component.ledger.speakers import Speaker, speaking
from tests.unit.ledger.world import beijing, named

MakeUrl = Callable[[str], Awaitable[str]]
ISSUERS = ("gateway", "ledger", "scheduling", "casework")
DEADLINE_SECONDS = 20.0
S = TypeVar("S", bound=ServiceSettings)


@dataclass(frozen=True)
class Official:
    """Somebody by name, with one role for one unit, perhaps in one place alone."""

    name: str
    role: Role
    unit: str
    village: str | None = None
    elsewhere: Tenant | None = None

    @property
    def person(self) -> PersonId:
        """Their own id."""
        return PersonId(named(self.name))

    def claims(self, district: Tenant) -> dict[str, Any]:
        """What the gateway of a district says of them."""
        account, unit = str(named(f"account {self.name}")), str(named(self.unit))
        place = str(imported(district, "place", self.village)) if self.village else None
        return {
            "tenant": self.elsewhere or district,
            "actor": f"account:{account}",
            "account": account,
            "person": str(self.person),
            "unit": unit,
            "grants": [{"role": self.role, "unit": unit, "place": place}],
        }


def unit(name: str) -> UnitId:
    """A unit's id."""
    return UnitId(named(name))


@dataclass(frozen=True)
class House:
    """The ledger and those it hears, running."""

    client: httpx.AsyncClient
    signer: Signer
    ports: Ports
    speakers: Mapping[str, Speaker]


@dataclass
class Stage:
    """A district of the house. Every request is made at `now`, and reads what was written before it."""

    house: House
    tenant: Tenant
    now: datetime = field(default_factory=lambda: beijing("2010-11-29 09:00"))
    position: str = ""
    _keys: int = 0

    @property
    def client(self) -> httpx.AsyncClient:
        """Asks the ledger."""
        return self.house.client

    @property
    def ports(self) -> Ports:
        """The ledger's own parts."""
        return self.house.ports

    def place(self, code: str) -> PlaceId:
        """A place of this district."""
        return PlaceId(imported(self.tenant, "place", code))

    def household(self, code: str) -> HouseholdId:
        """A household of this district."""
        return HouseholdId(imported(self.tenant, "household", code))

    async def say(self, service: str, fact: Any, about: UUID) -> None:
        """Let scheduling or casework say something."""
        await self.house.speakers[service].say(self.tenant, fact, about)

    async def rows(self) -> list[Row]:
        """This district's log."""
        return await self.ports.log.read(self.tenant, 0, 1000)

    def at(self, moment: str) -> "Stage":
        """From now on it is this moment, Beijing time."""
        self.now = beijing(moment)
        return self

    async def get(self, who: Official, path: str, **query: Any) -> httpx.Response:
        """A question."""
        return await self.client.get(f"/api/v1{path}", params=query, headers=self.headers(who))

    async def read(self, who: Official, path: str, **query: Any) -> Any:
        """An answer that is given."""
        answer = await self.get(who, path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def send(self, who: Official, path: str, body: Any = None, **more: str) -> httpx.Response:
        """A command; `key` is its Idempotency-Key."""
        self._keys += 1
        headers = {**self.headers(who), "Idempotency-Key": more.get("key", f"k-{self._keys}")}
        answer = await self.client.post(f"/api/v1{path}", json=body, headers=headers)
        self.position = answer.headers.get("Minqing-Position", self.position)
        return answer

    async def done(self, who: Official, path: str, body: Any = None, **more: str) -> Any:
        """A command that nobody refuses; its answer, if it has one."""
        answer = await self.send(who, path, body, **more)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def refused(self, who: Official, path: str, body: Any = None) -> tuple[int, str]:
        """A command that is refused: status and code."""
        answer = await self.send(who, path, body)
        assert answer.headers["Content-Type"] == "application/problem+json", answer.text
        return answer.status_code, answer.json()["code"]

    async def imports(self, rows: list[dict[str, str]], dry_run: bool = False, **more: str) -> Any:
        """A file of households, as the gateway passes it on from the administrator."""
        self._keys += 1
        administrator = Official("管理员", Role.ADMINISTRATOR, "民政局")
        headers = {**self.headers(administrator), "Idempotency-Key": more.get("key", f"k-{self._keys}")}
        path = f"/internal/imports/households?dry_run={str(dry_run).lower()}"
        answer = await self.client.post(path, json={"rows": rows}, headers=headers)
        assert answer.status_code == 200, answer.text
        self.position = answer.headers.get("Minqing-Position", self.position)
        return answer.json()

    async def service_asks(self, path: str, body: Any, **headers: str) -> httpx.Response:
        """Casework asks for itself."""
        return await self.client.post(path, json=body, headers={**self.as_service(), **headers})

    async def move_clock(self, moment: str) -> None:
        """Move the sandbox's clock once all is quiet, which fires what is due."""
        await self.quiet()
        self.now = beijing(moment)
        body = {"now": self.now.isoformat()}
        answer = await self.client.put(f"/clock/{self.tenant}", json=body, headers=self.as_service())
        assert answer.status_code == 204, answer.text
        await self.quiet()

    async def quiet(self) -> None:
        """Wait until every follower has seen what all three say, and nothing more is said."""
        before: list[Any] = []
        async with asyncio.timeout(DEADLINE_SECONDS):
            while True:
                readings = await self._readings()
                heads = [reading["head"] for reading in readings]
                if heads == before and not restless(readings):
                    return
                before = heads
                await asyncio.sleep(0.02)

    async def _readings(self) -> list[Any]:
        headers, query = self.as_service(), {"tenant": self.tenant}
        answers = [await self.client.get("/positions", params=query, headers=headers)]
        async with httpx.AsyncClient(trust_env=False) as client:
            for speaker in self.house.speakers.values():
                answers.append(await client.get(f"{speaker.url}/positions", params=query, headers=headers))
        return [answer.json() for answer in answers]

    async def facts(self) -> list[dict[str, Any]]:
        """Everything the ledger has told the others."""
        query: dict[str, Any] = {"tenant": self.tenant, "limit": 1000}
        answer = await self.client.get("/feed", params=query, headers=self.as_service())
        facts: list[dict[str, Any]] = answer.json()["facts"]
        return facts

    def headers(self, who: Official) -> dict[str, str]:
        """The headers of a request that the gateway passes on."""
        token = self.house.signer.sign({**who.claims(self.tenant), "now": self.now.isoformat()})
        positions = {"Minqing-Position": self.position} if self.position else {}
        return {"Authorization": f"Bearer {token}", "Accept-Language": "zh-CN", **positions}

    def as_service(self, tenant: Tenant | None = None) -> dict[str, str]:
        """The headers of a request of another service."""
        token = self.house.signer.sign(
            {"service": "gateway", "tenant": tenant or self.tenant, "actor": "service:casework"}
        )
        return {"Authorization": f"Bearer {token}"}


@asynccontextmanager
async def opened(folder: Path, make_url: MakeUrl, redis_url: str) -> AsyncIterator[House]:
    """Everything opened and served, and closed again."""
    keys = key_files(folder, ISSUERS)

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
        speakers = {
            name: await stack.enter_async_context(speaking(name, await told(ServiceSettings, name)))
            for name in ("scheduling", "casework")
        }
        settings = await told(Settings, "ledger")
        settings.peers = {name: speaker.url for name, speaker in speakers.items()}
        app = create_api(SERVICE, settings)
        await stack.enter_async_context(app.router.lifespan_context(app))
        transport = httpx.ASGITransport(app)
        client = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://ledger"))
        yield House(client, Signer.of("gateway", keys["gateway"]), app.state.ports, speakers)
