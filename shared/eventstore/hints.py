"""Hints that a log has moved: NOTIFY after the commit, LISTEN on a connection of its own."""

import asyncio

import asyncpg
import structlog

from shared.eventstore.connect import LOST, Database, waits
from shared.eventstore.rows import Heard
from shared.ids import Tenant

CHANNEL = "minqing_log"
_APART_SECONDS = 0.005  # between two notifications of a busy log: those between are one
_ALIVE_SECONDS = 30.0  # how often a silent connection is asked whether it still is one
# Nobody needs a hint to be durable: its transaction waits for no disk.
_NOTIFY = f"SELECT set_config('synchronous_commit', 'off', true), pg_notify('{CHANNEL}', t) FROM unnest($1::text[]) t"

log = structlog.get_logger(__name__)


class Notifier:
    """Tells of districts that moved, coalesced; apart from the append, whose transaction it would slow many times."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
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
                await self._pool.execute(_NOTIFY, moved)
            except (asyncpg.PostgresError, *LOST) as error:  # a hint may be lost: everybody polls behind it
                log.warning("a hint was lost", reason=str(error))
            await asyncio.sleep(_APART_SECONDS)


class Listener:
    """Hears of districts that moved, over a connection that is made again when it breaks."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._heard: list[Heard] = []
        self._task: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()

    async def listen(self, heard: Heard) -> None:
        """Call `heard` from now on; returns once the connection listens."""
        self._heard.append(heard)
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        await self._listening.wait()

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

    def _on_hint(self, _connection: object, _process: int, _channel: str, tenant: object) -> None:
        for heard in self._heard:
            heard(Tenant(str(tenant)))


async def _while_alive(connection: asyncpg.Connection, gone: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(_ALIVE_SECONDS):
            await gone.wait()
    except TimeoutError:
        await connection.execute("SELECT 1")
