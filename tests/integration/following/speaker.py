"""A producer in the test's hand: what its log holds, what its feed tells, and what its bell rings, each by itself."""

from collections.abc import Sequence
from uuid import UUID, uuid5

import httpx
from redis.asyncio import Redis

from shared.event import wire_form
from shared.eventstore.cloudevents import cloud_events
from shared.eventstore.feed import Feed
from shared.eventstore.pages import Heads, Place
from shared.eventstore.rows import AppendRequest, NewEvent, Row
from shared.ids import MINQING, Tenant, event_of
from shared.messaging.broker import RedisBell
from shared.messaging.pull import FeedPage
from shared.testing import InMemoryLog
from shared.testing.waiting import until
from tests.integration.following.jars import CoinPut, CoinSaid, JarShaken
from tests.integration.following.stations import DAY_ONE, SHIFAN, feed_of


class Speaker:
    """Ledger as others hear it, a `PeerFeed`; `away`: its feed cannot be reached; `pulls`: the pages it gave."""

    service = "ledger"

    def __init__(self, redis_url: str, store: UUID | None = None) -> None:
        self.log = InMemoryLog(self.service)
        self.log.store = store or self.log.store
        self.bell = RedisBell(self.service, redis_url)
        self.away = False
        self.pulls = 0
        self._commands = 0
        self._feed = feed_of(Feed(self.log), self.service)

    async def says(self, jar: str, worth: int = 1, tenant: Tenant = SHIFAN, ring: bool = False) -> Row:
        """A coin is put into a jar; with `ring`, the bell tells so."""
        said = CoinPut(jar=jar, worth=worth)
        row = await self._append(said, tenant, wire_form(CoinSaid(jar=jar, worth=worth)))
        if ring:
            await self.rings(row)
        return row

    async def keeps_to_itself(self, jar: str, tenant: Tenant = SHIFAN) -> Row:
        """Something that is no fact."""
        return await self._append(JarShaken(jar=jar), tenant, None)

    async def rings(self, *rows: Row) -> None:
        """Ring these facts, in this order."""
        for row in rows:
            await self.bell.ring([text.encode() for text in await cloud_events(self.log, [row])])

    async def comes_up(self) -> None:
        """Let the bell be reached."""
        await self.bell.start()
        await until(lambda: self.bell.up)

    async def page(self, tenant: Tenant, place: Place) -> FeedPage:
        """Its feed."""
        self._be_there()
        self.pulls += 1
        return await self._feed.page(tenant, place)

    async def heads(self) -> Heads:
        """Its heads."""
        self._be_there()
        return await self._feed.heads()

    def _be_there(self) -> None:
        if self.away:
            raise httpx.ConnectError("nobody answers")

    async def _append(self, said: CoinPut | JarShaken, tenant: Tenant, fact: tuple[str, str] | None) -> Row:
        self._commands += 1
        command = uuid5(MINQING, f"{self.log.store}/{tenant}/{self._commands}/{id(self)}")
        event = NewEvent(event_of(command, 0), *wire_form(said), fact=fact)
        request = AppendRequest(f"jar/{said.jar}", None, command, "account:tester", DAY_ONE, (event,))
        receipt = await self.log.append(tenant, request)
        return (await self.log.read(tenant, receipt.last - 1, 1))[0]


async def ring_raw(bell: Redis, items: Sequence[bytes]) -> None:
    """Put anything on ledger's stream."""
    for item in items:
        await bell.xadd("facts.ledger", {"__data__": item})
