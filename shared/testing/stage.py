"""A district of a house, as people ask in it over HTTP, and as it comes to rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self  # answers are JSON

import httpx

from shared.event import Fact
from shared.eventstore.rows import Row
from shared.ids import Tenant
from shared.messaging.quiet import restless
from shared.testing.house import House
from shared.testing.names import beijing
from shared.testing.people import Asker
from shared.testing.waiting import until
from shared.web.ports import Ports

_MOST = 1000


@dataclass
class Stage:
    """One district. Every request is made at `now`, and reads what was written before it."""

    house: House
    tenant: Tenant
    now: datetime = field(default_factory=lambda: beijing("2010-11-30 09:00"))
    position: str = ""
    _keys: int = 0

    @property
    def client(self) -> httpx.AsyncClient:
        """Asks the service."""
        return self.house.client

    @property
    def ports(self) -> Ports:
        """The service's own parts."""
        return self.house.ports

    def at(self, moment: str) -> Self:
        """From now on it is this moment, Beijing time."""
        self.now = beijing(moment)
        return self

    def elsewhere(self, district: str = "elsewhere") -> Self:
        """Another district of the same house."""
        return replace(self, tenant=Tenant(district), position="")

    async def say(self, fact: Fact, stream: str) -> None:
        """One of those whom the service hears says something."""
        await self.house.speakers[fact.type.partition(".")[0]].say(self.tenant, fact, stream)

    async def get(self, who: Asker, path: str, **query: Any) -> httpx.Response:
        """A question."""
        return await self._answered("GET", f"/api/v1{path}", params=query, headers=self.headers(who))

    async def read(self, who: Asker, path: str, **query: Any) -> Any:
        """An answer that is given."""
        answer = await self.get(who, path, **query)
        assert answer.status_code == 200, f"{path}: {answer.text}"
        return answer.json()

    async def send(self, who: Asker, path: str, body: Any = None, **more: str) -> httpx.Response:
        """A command; `key` is its Idempotency-Key, `method` another than POST, `if_match` an ETag."""
        return await self._commanded(who, f"/api/v1{path}", body, more)

    async def done(self, who: Asker, path: str, body: Any = None, **more: str) -> Any:
        """A command that nobody refuses; its answer, if it has one."""
        answer = await self.send(who, path, body, **more)
        assert answer.is_success, f"{path}: {answer.text}"
        return answer.json() if answer.content else None

    async def imports(self, who: Asker, kind: str, rows: Iterable[Mapping[str, str]], **more: str) -> httpx.Response:
        """A file, as the gateway passes it on; `dry_run`, `key`, `language`."""
        path = f"/internal/imports/{kind}?dry_run={more.get('dry_run', 'false')}"
        return await self._commanded(who, path, {"rows": list(rows)}, more)

    async def move_clock(self, moment: str) -> None:
        """Move the sandbox's clock, which fires what is due, once all that was done is read."""
        await self.quiet()
        await self.at(moment).set_clock()
        await self.quiet()

    async def set_clock(self) -> None:
        """Let the sandbox's clock be at `now`."""
        body = {"now": self.now.isoformat()}
        answer = await self.client.put(f"/clock/{self.tenant}", json=body, headers=self.as_service("gateway"))
        assert answer.status_code == 204, answer.text

    async def quiet(self) -> None:
        """Wait until everybody has heard everything, nothing is left to be done, and nothing more is said."""
        seen: list[list[Any]] = [[]]

        async def still() -> bool:
            readings = await self.readings()
            seen.append(restless(readings) or [reading["head"] for reading in readings])
            return not restless(readings) and seen[-1] == seen[-2]

        await until(still, why=lambda: seen[-1])
        assert not await self.ports.following.problems()

    async def readings(self) -> list[dict[str, Any]]:
        """Where the service stands, and where those whom it hears."""
        others = [await speaker.ports.following.positions(self.tenant) for speaker in self.house.speakers.values()]
        return [await self._asked("/positions"), *others]

    async def facts(self) -> list[dict[str, Any]]:
        """Everything the service has told the others."""
        page = await self._asked("/feed", limit=_MOST)
        return list(page["facts"])

    async def rows(self) -> list[Row]:
        """This district's log."""
        return await self.ports.log.read(self.tenant, 0, _MOST)

    def headers(self, who: Asker) -> dict[str, str]:
        """The headers of a request that the gateway passes on."""
        token = self.house.ground.signers["gateway"].sign({**who.claims(self.tenant), "now": self.now.isoformat()})
        positions = {"Minqing-Position": self.position} if self.position else {}
        return {"Authorization": f"Bearer {token}", "Accept-Language": "zh-CN", **positions}

    def as_service(self, name: str) -> dict[str, str]:
        """The headers of a request of another service for itself."""
        return {"Authorization": f"Bearer {self.house.ground.signers[name].for_service(self.tenant)}"}

    async def _asked(self, path: str, **query: Any) -> dict[str, Any]:
        query["tenant"] = self.tenant
        answer = await self.client.get(path, params=query, headers=self.as_service("gateway"))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def _commanded(self, who: Asker, path: str, body: Any, more: Mapping[str, str]) -> httpx.Response:
        self._keys += 1
        headers = {**self.headers(who), "Idempotency-Key": more.get("key", f"k-{self._keys}")}
        headers |= {name: more[asked] for asked, name in _ALSO.items() if asked in more}
        answer = await self._answered(more.get("method", "POST"), path, json=body, headers=headers)
        self.position = answer.headers.get("Minqing-Position", self.position)
        return answer

    async def _answered(self, method: str, path: str, **asked: Any) -> httpx.Response:
        """The answer, asked for again while the read models of a busy machine are behind, as clients do."""

        async def answered() -> httpx.Response | None:
            answer = await self.client.request(method, path, **asked)
            return None if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE else answer

        answer: httpx.Response = await until(answered)
        return answer


_ALSO = {"if_match": "If-Match", "language": "Accept-Language"}
