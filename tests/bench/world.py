"""The small world as processes: ledger, casework which hears it, and the gateway before them."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any  # bodies are JSON

import asyncpg
import httpx
import psutil

from deploy.minqing.place import free_port
from shared.testing.databases import FreshDatabase
from shared.testing.waiting import until
from tests.bench import house
from tests.bench.asking import keys_of
from tests.bench.ground import Ground, connected
from tests.bench.served import Served, served
from tests.bench.visits import SHIFAN

_PASSWORD = "an administrator's password"
_TOLD = "SELECT fact FROM run.checkpoints WHERE tenant = $1 AND follower = 'told'"
_NOTED = "SELECT position, data::json->>'visit' FROM log.events WHERE tenant = $1 AND position > $2"
_HEAD = "SELECT position FROM log.heads WHERE tenant = $1"


@dataclass
class World:
    """All of it at work; `to_ledger`, `to_casework`: superusers who look into the databases."""

    ground: Ground
    keys: house.Keys
    ledger: Served
    casework: Served
    to_ledger: asyncpg.Connection
    to_casework: asyncpg.Connection

    @property
    def processes(self) -> list[psutil.Process]:
        """Whoever works for a command that goes straight to its service."""
        return [self.ledger.process, self.casework.process, self.ground.postgres, self.ground.doorbell]

    async def head(self) -> int:
        """Where ledger's log ends."""
        return await self.to_ledger.fetchval(_HEAD, SHIFAN) or 0

    async def told(self) -> int:
        """Up to where casework's rows show it."""
        return await self.to_casework.fetchval(_TOLD, SHIFAN) or 0

    async def noted(self, after: int) -> dict[str, int]:
        """Which visits stand where in ledger's log, after a position."""
        return {visit: position for position, visit in await self.to_ledger.fetch(_NOTED, SHIFAN, after)}

    async def at_rest(self) -> None:
        """Return once casework shows all that ledger has noted."""
        head = await self.head()

        async def shown() -> bool:
            return await self.told() >= head

        await until(shown)


@asynccontextmanager
async def world(ground: Ground) -> AsyncIterator[World]:
    """Ledger and casework, ready."""
    async with AsyncExitStack() as stack:
        stack.push_async_callback(ground.databases.give_back)
        ledger, casework = [await ground.databases.fresh(name) for name in ("ledger", "casework")]
        keys = await stack.enter_async_context(keys_of(ground))
        ports = free_port(), free_port()
        told = keys.settings("ledger", ledger.url, ports[0])
        serving = await stack.enter_async_context(served(ports[0], house.ledger, told))
        told = keys.settings("casework", casework.url, ports[1], ledger=_at(ports[0]))
        hearing = await stack.enter_async_context(served(ports[1], house.casework, told))
        yield World(ground, keys, serving, hearing, await _into(stack, ledger), await _into(stack, casework))


@asynccontextmanager
async def gateway(world: World) -> AsyncIterator[tuple[Served, str]]:
    """The gateway before ledger, and the session of an administrator who has logged in there."""
    port = free_port()
    fresh = await world.ground.databases.fresh("gateway")
    told = world.keys.gateways_settings(fresh.url, port, ledger=_at(world.ledger.port))
    async with (
        served(port, house.gateway, told) as serving,
        httpx.AsyncClient(base_url=f"{_at(port)}/api/v1", trust_env=False) as client,
    ):
        yield serving, await _session(client)


async def _session(client: httpx.AsyncClient) -> str:
    operator = await _log_in(client, {"district": None, "account": "operator", "password": house.OPERATOR})
    administrator = {"login": "admin", "password": _PASSWORD}
    headers = {"Authorization": f"Bearer {operator}", "Idempotency-Key": "open"}
    body = {"tenant": SHIFAN, "name": SHIFAN, "administrator": administrator}
    opened = await client.post("/districts", json=body, headers=headers)
    assert opened.is_success, opened.text
    return await _log_in(client, {"district": SHIFAN, "account": "admin", "password": _PASSWORD})


async def _log_in(client: httpx.AsyncClient, body: dict[str, Any]) -> str:
    async def answered() -> str:
        answer = await client.post("/sessions", json=body)
        return str(answer.json()["token"]) if answer.is_success else ""

    return str(await until(answered))


async def _into(stack: AsyncExitStack, database: FreshDatabase) -> asyncpg.Connection:
    return (await stack.enter_async_context(connected(database.superuser_url)))[0]


def _at(port: int) -> str:
    return f"http://127.0.0.1:{port}"
