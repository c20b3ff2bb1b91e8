"""The connections of all that follows logs in a process, apart from those that commands wait for."""

import asyncpg

from shared.eventstore.connect import Database

_CONNECTIONS = 3


async def followers_pool(database: Database) -> asyncpg.Pool:
    """A pool whose commits do not wait for the disk.

    A crash may take back the newest of them; rows go with their place, so the log is only read again from there, and a
    commit of the log that they rest on reaches the disk before them.
    """
    return await asyncpg.create_pool(
        min_size=1,
        max_size=_CONNECTIONS,
        max_queries=10**9,
        init=_without_waiting,
        reset=_as_it_is,
        connect=lambda *_, **__: database.connect(),
    )


async def _without_waiting(connection: asyncpg.Connection) -> None:
    await connection.execute("SET synchronous_commit = off")


async def _as_it_is(connection: asyncpg.Connection) -> None:
    """Spare the round trip of a reset: no user of the pool leaves anything behind."""
