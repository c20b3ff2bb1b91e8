"""A service's way into its own PostgreSQL database: driver-level connections for the log, SQLAlchemy for the rest."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from itertools import chain, repeat

import asyncpg
import structlog
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from shared.eventstore.connections import Connections
from shared.ids import Tenant

LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # its state after a connection that broke at an awkward moment
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    OSError,
    TimeoutError,
)
"""The server or the way to it failed: nobody knows whether the statement took effect. Catch ValueError before it:
what the driver cannot encode is an InterfaceError too."""
PASSING = (asyncpg.QueryCanceledError, asyncpg.DeadlockDetectedError, asyncpg.InsufficientResourcesError)
"""The server is there and gave a statement up, which took no effect: it took too long, another stood in its way, or
disk or memory ran out. Later it may be taken."""
_NOT_YET = (asyncpg.InvalidCatalogNameError, asyncpg.InvalidAuthorizationSpecificationError)  # not yet provisioned

_NET_SECONDS = 5  # how much longer than the server's own limit we wait: for a network that swallows
_CONNECT_SECONDS = 20
_TURN_SECONDS = 10  # how long a request waits until one of `connections` is free
_ALIVE = {"tcp_keepalives_idle": "5", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "3"}
"""The server notices soon that a machine has vanished: its session's locks are for others to take."""

_SAFE = re.compile("[@a-z0-9-]*")  # the gateway has names of its own, which no district bears

log = structlog.get_logger(__name__)


class Database:
    """One service's database, as the service's own role: `postgresql://user:password@host:port/database`.

    `pool` carries the log and whatever must be quick, `engine` read models. A statement that takes longer than
    `statement_seconds` is ended by the server.
    """

    pool: Connections
    engine: AsyncEngine

    def __init__(
        self, url: str, log_connections: int = 4, connections: int = 16, statement_seconds: float = 15
    ) -> None:
        self.url = url
        self._log_connections = log_connections
        self._statement_seconds = statement_seconds
        self.engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=self.connect,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=_TURN_SECONDS,
            hide_parameters=True,  # an error is logged, and what a statement was given is not for a log
        )
        event.listen(self.engine.sync_engine, "checkout", _refuse_broken)
        self._by_word = self.engine.execution_options(isolation_level="AUTOCOMMIT")  # we say BEGIN ourselves

    async def open(self) -> None:
        """Wait until the server answers, saying so, and warm the connections."""
        for wait in waits():
            if await self._answers():
                break
            await asyncio.sleep(wait)
        self.pool = Connections(self.connect, self._log_connections)
        await self.pool.warm()
        async with self.engine.connect():
            pass

    async def close(self) -> None:
        """Give all connections back; what is under way ends first."""
        await self.pool.close()
        await self.engine.dispose()

    async def connect(self, **settings: str) -> asyncpg.Connection:
        """A connection of one's own, for LISTEN and session locks; `settings`: of the server, for this session."""
        seconds = self._statement_seconds
        return await asyncpg.connect(
            self.url,
            timeout=_CONNECT_SECONDS,
            command_timeout=seconds + _NET_SECONDS,
            server_settings={"statement_timeout": f"{seconds * 1000:.0f}", "timezone": "UTC", **_ALIVE, **settings},
        )

    async def fetch(self, statement: str, *arguments: object) -> list[asyncpg.Record]:
        """The rows of a statement that may be sent again: over a new connection, for as long as the caller waits."""
        for wait in waits():
            try:
                return await self.pool.fetch(statement, *arguments)
            except ValueError:
                raise
            except LOST as error:
                log.warning("lost a connection, asking again", reason=type(error).__name__, seconds=wait)
            await asyncio.sleep(wait)
        raise AssertionError("waits for ever")

    @asynccontextmanager
    async def transaction(self, tenant: Tenant | None) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees and writes one district's rows; with None, what belongs to no district."""
        async with self._by_word.connect() as connection, district_set(driver_of(connection), tenant):
            yield connection

    @asynccontextmanager
    async def reading(self, tenant: Tenant) -> AsyncIterator[AsyncConnection]:
        """A transaction in which one district's rows are only read: that its end fails is nobody's concern."""
        async with self._by_word.connect() as connection:
            driver = driver_of(connection)
            try:
                await driver.execute(_begin(tenant))
                yield connection
            finally:
                await _give_up(driver)

    async def _answers(self) -> bool:
        try:
            connection = await self.connect()
        except (*LOST, *_NOT_YET) as error:
            log.warning("waiting for the database", reason=str(error) or type(error).__name__)
            return False
        await connection.close()
        return True


def waits() -> Iterator[float]:
    """Seconds between attempts at a server that is away: quick at first, then every two seconds for ever."""
    return chain((0.05, 0.1, 0.2, 0.5, 1.0), repeat(2.0))


@asynccontextmanager
async def district_set(connection: asyncpg.Connection, tenant: Tenant | None) -> AsyncIterator[None]:
    """A transaction of one district on a connection, begun and set in one round trip; takes no savepoints."""
    try:
        await connection.execute(_begin(tenant))
        yield
    except BaseException:
        await _give_up(connection)
        raise
    await _end(connection, "COMMIT")


def _begin(tenant: Tenant | None) -> str:
    if not _SAFE.fullmatch(tenant or ""):
        raise ValueError("no district has such a name, and it goes into a statement as it is")
    return f"BEGIN; SET LOCAL minqing.tenant = '{tenant or ''}'"


async def _give_up(connection: asyncpg.Connection) -> None:
    with suppress(asyncpg.PostgresError, *LOST):
        await _end(connection, "ROLLBACK")


async def _end(connection: asyncpg.Connection, word: str) -> None:
    """Whose end is not heard of may still be in its transaction, and is used no more."""
    try:
        await connection.execute(word)
    except BaseException:
        connection.terminate()
        raise


def driver_of(connection: AsyncConnection) -> asyncpg.Connection:
    """The driver's own connection below; quicker for what needs nothing of SQLAlchemy."""
    assert connection.sync_connection is not None, "it is connected"
    driver = connection.sync_connection.connection.driver_connection
    assert isinstance(driver, asyncpg.Connection)
    return driver


def _refuse_broken(connection: DBAPIConnection, *_: object) -> None:
    """The driver hears of a connection's end by itself: to ask the server each time took four round trips."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError("the connection has ended")
