"""Which processes of a service are alive: each holds a lease, and what it moves is taken over once that has ended.

A lease saves work and decides when to take over. What is safe rests on the guarded checkpoints alone (`places`): a
process that wakes after its lease was over finds its places moved on, and stands by.
"""

import asyncio
from collections.abc import Callable
from uuid import UUID

import asyncpg
import structlog

from shared.eventstore.connect import LOST, Database
from shared.eventstore.faults import reason_of

log = structlog.get_logger(__name__)

LEASE_SECONDS = 3
RENEWED_EVERY_SECONDS = 1.0

ALIVE = "SELECT token FROM run.leases WHERE until > clock_timestamp()"
_RENEW = f"""
INSERT INTO run.leases AS l (token, until) VALUES ($1, clock_timestamp() + interval '{LEASE_SECONDS} s')
ON CONFLICT (token) DO UPDATE SET until = excluded.until
RETURNING ARRAY({ALIVE} AND token <> $1)
"""
_SWEEP = "DELETE FROM run.leases WHERE until < clock_timestamp() - interval '1 hour'"
_GIVE_UP = "DELETE FROM run.leases WHERE token = $1"


class Lease:
    """The lease of this process, which its `token` names, by the database's clock.

    It is renewed over a connection of its own: a page that takes long or a full pool is no sign of death. `others` are
    those who were alive when it was renewed last; `changed` is called when they are not the same as before.
    """

    def __init__(self, database: Database, token: UUID, changed: Callable[[], None]) -> None:
        self.token = token
        self.others: frozenset[UUID] = frozenset()
        self._changed = changed
        self._database = database
        self._held = asyncio.Event()
        self._renewing: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Hold it from now on; returns once it is held."""
        self._renewing = asyncio.create_task(self._run())
        await self._held.wait()
        log.info("holds a lease", token=str(self.token))

    async def stop(self) -> None:
        """Give it up, so that nobody waits for its end."""
        if self._renewing is None:
            return
        self._renewing.cancel()
        await asyncio.gather(self._renewing, return_exceptions=True)
        try:
            await self._database.pool.execute(_GIVE_UP, self.token)
        except (asyncpg.PostgresError, *LOST) as error:
            log.warning("the lease ends by itself", reason=reason_of(error))

    async def _run(self) -> None:
        while True:
            try:
                await self._hold()
            except Exception as error:  # noqa: BLE001 whatever it is: without a lease others take over, which is safe
                log.warning("the lease was not renewed", reason=reason_of(error))
            await asyncio.sleep(RENEWED_EVERY_SECONDS)

    async def _hold(self) -> None:
        connection = await self._database.connect()
        try:
            await connection.execute("SET synchronous_commit = off")  # a crash of the server outlasts any lease
            await connection.execute(_SWEEP)
            while True:
                await self._renew(connection)
                await asyncio.sleep(RENEWED_EVERY_SECONDS)
        finally:
            connection.terminate()

    async def _renew(self, connection: asyncpg.Connection) -> None:
        before = self.others
        self.others = frozenset(await connection.fetchval(_RENEW, self.token, timeout=LEASE_SECONDS))
        self._held.set()
        if self.others != before:
            self._changed()
