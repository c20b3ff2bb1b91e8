"""Open connections that are used in turns, where the driver's own pool would cost as much as what it carries."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any  # a value is whatever its column holds

import asyncpg

_BROKEN_OFF = (asyncio.CancelledError, TimeoutError)
"""By who waited, or by the driver, who waits no longer: nobody knows in what state the connection is then."""

_CLOSE_SECONDS = 5.0


class Connections:
    """At most so many connections, made when they are needed and kept; whoever comes when all are busy waits.

    Nothing is reset when one comes back: no user leaves a setting, a lock or a LISTEN on it. One that broke, or on
    which something was broken off, is given up; what the server was doing there may go on until its own limit.
    """

    def __init__(self, connect: Callable[[], Awaitable[asyncpg.Connection]], most: int) -> None:
        self._connect = connect
        self._most = most
        self._turns = asyncio.Semaphore(most)
        self._free: list[asyncpg.Connection] = []  # the one used last first: what it knows is still at hand
        self._closed = False

    async def warm(self) -> None:
        """Make all of them."""
        made = [await self._take() for _ in range(self._most)]
        for connection in made:
            self._give_back(connection)

    async def close(self) -> None:
        """Give all of them up; what is under way ends first."""
        self._closed = True
        for _ in range(self._most):
            await self._turns.acquire()
        try:
            ends = (connection.close(timeout=_CLOSE_SECONDS) for connection in self._free)
            await asyncio.gather(*ends, return_exceptions=True)  # one that does not end so is broken off
        finally:
            for _ in range(self._most):
                self._turns.release()  # whoever comes late is told, not held

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[asyncpg.Connection]:
        """One of them, for more than a statement."""
        connection = await self._take()
        try:
            yield connection
        except _BROKEN_OFF:
            connection.terminate()
            raise
        finally:
            self._give_back(connection)

    async def fetch(self, statement: str, *arguments: object) -> list[asyncpg.Record]:
        """The rows of a statement."""
        connection = await self._take()
        try:
            return await connection.fetch(statement, *arguments)
        except _BROKEN_OFF:
            connection.terminate()
            raise
        finally:
            self._give_back(connection)

    async def execute(self, statement: str, *arguments: object) -> str:
        """Carry a statement out; answers its tag."""
        async with self.acquire() as connection:
            return await connection.execute(statement, *arguments)

    async def fetchval(self, statement: str, *arguments: object) -> Any:
        """The first value of a statement's first row, None where there is none."""
        async with self.acquire() as connection:
            return await connection.fetchval(statement, *arguments)

    async def _take(self) -> asyncpg.Connection:
        await self._turns.acquire()
        try:
            return await self._open()
        except BaseException:
            self._turns.release()
            raise

    async def _open(self) -> asyncpg.Connection:
        if self._closed:
            raise asyncpg.InterfaceError("closed")
        while self._free:
            connection = self._free.pop()
            if not connection.is_closed():
                return connection
        return await self._connect()

    def _give_back(self, connection: asyncpg.Connection) -> None:
        if connection.is_closed() or connection.is_in_transaction():
            connection.terminate()
        else:
            self._free.append(connection)
        self._turns.release()
