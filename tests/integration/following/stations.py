"""Two services of the small world, opened as a real one is: database, log, followers, relay, feed."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any  # rows are whatever the columns hold
from uuid import uuid5

import httpx
from fastapi import FastAPI, Response
from sqlalchemy import text

from shared.decider import Command, Decider
from shared.eventstore.connect import Database
from shared.eventstore.feed import Feed
from shared.eventstore.handle import Handling
from shared.eventstore.log import Log
from shared.eventstore.relay import Relay
from shared.eventstore.streams import Context, Receipt
from shared.ids import MINQING, Tenant
from shared.messaging.broker import RedisBell
from shared.messaging.following import Followers, Following
from shared.messaging.pull import HttpFeed, PeerFeed
from shared.testing.databases import FreshDatabase
from shared.testing.waiting import until
from shared.web.problems import speak_problems
from tests.integration.following.book import BOOK
from tests.integration.following.jars import COUNTS, JARS, announce

SHIFAN = Tenant("shifan")
DAY_ONE = datetime(2010, 11, 1, tzinfo=UTC)


@dataclass
class Station:
    """A service at work."""

    database: Database
    log: Log
    handling: Handling
    following: Following
    relay: Relay
    feed: Feed
    bell: RedisBell
    _commands: int = 0

    async def do(self, command: Command, tenant: Tenant = SHIFAN, at: datetime = DAY_ONE) -> Receipt:
        """Carry out a command, each a new one."""
        self._commands += 1
        command_id = uuid5(MINQING, f"{self.log.store}/{id(self)}/{self._commands}")
        return await self.handling(command, Context(tenant, command_id, "account:tester", at))

    async def rows(self, table: str, tenant: Tenant = SHIFAN) -> list[Mapping[str, Any]]:
        """All rows of a read model's table, `heard_v1.jars`, in order, without their district."""
        async with self.database.transaction(tenant) as connection:
            found = (await connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))).mappings().all()
        return [{name: value for name, value in row.items() if name != "tenant"} for row in found]

    async def coins(self, model: str, tenant: Tenant = SHIFAN) -> dict[str, tuple[int, int]]:
        """Coins and worth per jar in a read model."""
        return {row["jar"]: (row["coins"], row["worth"]) for row in await self.rows(f"{model}_v1.jars", tenant)}

    async def shows(self, model: str, expected: dict[str, tuple[int, int]], tenant: Tenant = SHIFAN) -> None:
        """Wait until a read model is as expected."""
        seen: list[object] = [None]

        async def as_expected() -> bool:
            seen[0] = await self.coins(model, tenant)
            return seen[0] == expected

        await until(as_expected, why=lambda: f"{model} shows {seen[0]}, not {expected}")

    async def types(self, tenant: Tenant = SHIFAN) -> list[str]:
        """The types of the log's events."""
        return [row.type for row in await self.log.read(tenant, 0, 10_000)]


@asynccontextmanager
async def station(
    fresh: FreshDatabase, redis_url: str, followers: Followers, peers: Mapping[str, PeerFeed] | None = None
) -> AsyncIterator[Station]:
    """Open a service, and close it in reverse."""
    database = Database(fresh.url)
    await database.open()
    log = Log(database, fresh.service)
    await log.open()
    deciders: dict[str, list[Decider[Any, Any, Any]]] = {"ledger": [JARS, BOOK], "casework": [COUNTS]}
    handling = Handling(log, deciders[fresh.service], announce)
    bell = RedisBell(fresh.service, redis_url)
    following = Following(database, log, handling, followers, peers or {}, bell)
    relay, feed = Relay(database, log, bell), Feed(log)
    await feed.open()
    parts = (bell, following, relay)
    for part in parts:
        await part.start()
    try:
        yield Station(database, log, handling, following, relay, feed, bell)
    finally:
        for part in reversed(parts):
            await part.stop()
        await log.close()
        await database.close()


def feed_of(feed: Feed, service: str) -> HttpFeed:
    """A service's feed over HTTP, as another reads it."""
    app = FastAPI()
    speak_problems(app)

    @app.get("/feed")
    async def page(tenant: Tenant, after: int, hash: str, limit: int) -> Response:
        return Response(await feed.page(tenant, after, hash, limit))

    @app.get("/feed/heads")
    async def heads() -> Response:
        return Response(await feed.heads())

    return HttpFeed(service, httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=f"http://{service}"))
