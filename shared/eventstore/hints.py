"""Hints that a log has moved: at once within the process, by NOTIFY after the commit to the others."""

import asyncio
from collections.abc import Container

import asyncpg
import structlog

from shared.eventstore.connect import LOST, Database, waits
from shared.eventstore.connections import Connections
from shared.eventstore.rows import Heard
from shared.ids import Tenant

CHANNEL = "minqing_log"
_APART_SECONDS = 0.05  # between two notifications of a busy log: those between are one
_ALIVE_SECONDS = 30.0  # how often a silent connection is asked whether it still is one
# Nobody needs a hint to be durable: its transaction waits for no disk.
_NOTIFY = f"SELECT set_config('synchronous_commit', 'off', true), pg_notify('{CHANNEL}', t) FROM unnest($1::text[]) t"

log = structlog.get_logger(__name__)


class Notifier:
    """Tells other processes of districts that moved, coalesced; apart from the append, which it would slow many times.

    `senders` are the server's process ids of the connections that told: our own listener need not hear those. `apart`:
    seconds between two notifications.
    """

    def __init__(self, pool: Connections, apart: float = _APART_SECONDS) -> None:
        self._pool = pool
        self._apart = apart
        self.senders: set[int] = set()
        self._moved: set[Tenant] = set()
        self._telling: asyncio.Task[None] | None = None

    def moved(self, tenant: Tenant) -> None:
        """A district's log has moved."""
        self._moved.add(tenant)
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def close(self) -> None:
        """Tell what is left to tell."""
        if self._telling is not None:
            await self._telling

    async def _tell(self) -> None:
        while self._moved:
            moved = list(self._moved)
            self._moved.clear()
            try:
                await self._send(moved)
            except (asyncpg.PostgresError, *LOST) as error:  # a hint may be lost: everybody polls behind it
                log.warning("a hint was lost", reason=str(error))
            await asyncio.sleep(self._apart)

    async def _send(self, moved: list[Tenant]) -> None:
        async with self._pool.acquire() as connection:
            self.senders.add(connection.get_server_pid())
            await connection.execute(_NOTIFY, moved)


class Listener:
    """Hears of districts that moved, over a connection that is made again when it breaks.

    `passed_over` are the server's process ids whose hints were heard within this process already.
    """

    def __init__(self, database: Database, passed_over: Container[int]) -> None:
        self._database = database
        self._passed_over = passed_over
        self._heard: list[Heard] = []
        self._task: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()

    async def listen(self, heard: Heard) -> None:
        """Call `heard` from now on; returns once the connection listens."""
        self._heard.append(heard)
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        await self._listening.wait()

    def tell(self, tenant: Tenant) -> None:
        """A district's log has moved by this process's own doing."""
        for heard in self._heard:
            asyncio.get_running_loop().call_soon(heard, tenant)  # what goes wrong in there is not the teller's

    async def close(self) -> None:
        """Hear no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        for wait in waits():
            try:
                await self._hear()
            except (asyncpg.PostgresError, *LOST) as error:
                log.warning("lost the connection that listens", reason=str(error), seconds=wait)
            await asyncio.sleep(wait)

    async def _hear(self) -> None:
        connection = await self._database.connect()
        gone = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: gone.set())
            await connection.add_listener(CHANNEL, self._on_hint)
            self._listening.set()
            while not gone.is_set():
                await _while_alive(connection, gone)
        finally:
            connection.terminate()

    def _on_hint(self, _connection: object, process: int, _channel: str, tenant: object) -> None:
        if process in self._passed_over:
            return
        for heard in self._heard:
            heard(Tenant(str(tenant)))


async def _while_alive(connection: asyncpg.Connection, gone: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(_ALIVE_SECONDS):
            await gone.wait()
    except TimeoutError:
        await connection.execute("SELECT 1")
