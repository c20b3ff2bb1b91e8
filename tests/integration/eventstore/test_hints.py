"""Hints to other processes that logs have moved: a busy log tells of many groups at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import asyncpg

from shared import clock
from shared.eventstore.connections import Connections
from shared.eventstore.hints import CHANNEL, Notifier
from shared.testing.databases import FreshDatabase
from shared.testing.requests import LUANCHUAN, SHIFAN
from shared.testing.waiting import until

GROUPS = 20
END = "the end"


@dataclass
class Elsewhere:
    """Another process, which hears; and the one connection by which this one tells."""

    pool: Connections
    _heard: list[str] = field(default_factory=list)

    def hear(self, _connection: object, _process: int, _channel: str, tenant: object) -> None:
        """Note a notification."""
        self._heard.append(str(tenant))

    async def heard(self) -> list[str]:
        """All that was told by now: notifications arrive in the order of their commits."""
        await self.pool.execute("SELECT pg_notify($1, $2)", CHANNEL, END)
        await until(lambda: END in self._heard)
        return self._heard[: self._heard.index(END)]


@asynccontextmanager
async def elsewhere(fresh: FreshDatabase) -> AsyncIterator[Elsewhere]:
    listening = await asyncpg.connect(fresh.url)
    try:
        pool = Connections(lambda: asyncpg.connect(fresh.url), 1)
        there = Elsewhere(pool)
        await listening.add_listener(CHANNEL, there.hear)
        yield there
        await pool.close()
    finally:
        await listening.close()


async def test_groups_that_move_a_log_while_it_is_being_told_are_one_notification(fresh: FreshDatabase) -> None:
    async with elsewhere(fresh) as there:
        notifier = Notifier(there.pool, apart=0)
        async with there.pool.acquire():  # the first one waits for this connection, and what comes meanwhile gathers
            for _ in range(GROUPS):
                notifier.moved(SHIFAN)
                await asyncio.sleep(0)  # as the next group is, after the last one
            notifier.moved(LUANCHUAN)
        await notifier.close()
        told = await there.heard()

    assert told[0] == SHIFAN
    assert sorted(told[1:]) == sorted([SHIFAN, LUANCHUAN])


async def test_groups_that_move_a_log_soon_after_it_was_told_are_one_notification(fresh: FreshDatabase) -> None:
    """However slow the machine is: between two notifications lies the time that is to lie between them."""
    apart = 0.5
    async with elsewhere(fresh) as there:
        notifier, began = Notifier(there.pool, apart), clock.ticking()
        for _ in range(GROUPS):
            notifier.moved(SHIFAN)
            await asyncio.sleep(0)
            await there.pool.execute("SELECT 1")  # waits for the connection behind what is told at once
        notifier.moved(LUANCHUAN)
        await notifier.close()
        seconds = clock.ticking() - began
        told = await there.heard()

    assert told.count(LUANCHUAN) == 1
    assert 1 <= told.count(SHIFAN) <= 1 + seconds // apart
