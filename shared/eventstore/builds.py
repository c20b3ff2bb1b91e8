"""The builds of a read model: one is live by a pointer, others are made beside it or kept (design 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.eventstore.connect import Database
from shared.eventstore.projections import Projection
from shared.eventstore.schemas import definition, drop_tables, make_tables

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7233192)")
_BUILDS = text("""
SELECT p.projection, p.declared, p.version AS number, p.tables,
       CASE WHEN p.leaving_at IS NOT NULL THEN 'leaving' WHEN l.version IS NOT NULL THEN 'live'
            WHEN p.live_at IS NULL THEN 'made' ELSE 'kept' END AS state
FROM run.projections p LEFT JOIN run.live l USING (projection, declared, version)
WHERE p.leaving_at IS DISTINCT FROM 'infinity'
ORDER BY p.projection, p.version
""")
_NEXT = text("SELECT greatest(coalesce(max(version), 0) + 1, :declared) FROM run.projections WHERE projection = :name")
_NOTE = text("""
INSERT INTO run.projections (projection, version, declared, tables) VALUES (:name, :number, :declared, :tables)
""")
_POINT = text("""
INSERT INTO run.live (projection, declared, version) VALUES (:name, :declared, :number)
ON CONFLICT (projection, declared) DO UPDATE SET version = excluded.version
""")
_WAS_LIVE = text("UPDATE run.projections SET live_at = now() WHERE projection = :name AND version = :number")
_LEAVE = text("""
UPDATE run.projections SET leaving_at = now()
WHERE projection = :name AND version = ANY (:numbers) AND leaving_at IS NULL
  AND version <> (SELECT version FROM run.live WHERE projection = :name AND declared = :declared)
RETURNING version
""")
_LEFT = text("""
SELECT projection, version FROM run.projections WHERE leaving_at < now() - interval '1 minute'
""")
_DISTRICTS = text("SELECT DISTINCT tenant FROM run.checkpoints WHERE follower = :name AND version = :number")
_DISTRICT = text("SELECT set_config('minqing.tenant', :tenant, true)")
_NOT_PARKED = text("DELETE FROM run.parked WHERE follower = :name AND version = :number")
_NO_PLACE = text("DELETE FROM run.checkpoints WHERE follower = :name AND version = :number")
_NO_POINTER = text("DELETE FROM run.live WHERE projection = :name AND version = :number")
_GONE = text("UPDATE run.projections SET leaving_at = 'infinity' WHERE projection = :name AND version = :number")
"""Its row stays, so that its number is never another's: who slept would take that one's places for those it knows."""
_LOCKS_FOR_A_MOMENT = text("SET LOCAL lock_timeout = '1 s'")  # a backup may hold the tables: it is tried again


class OtherTables(Exception):
    """The tables of a projection were changed without another version."""


State = Literal["live", "made", "kept", "leaving"]
"""Read; built beside the live one and never read so far; read before; soon to be dropped."""


@dataclass(frozen=True)
class Build:
    """One set of a projection's tables: its number names their schema, `declared` the version of the code it is of."""

    projection: str
    declared: int
    number: int
    tables: str
    state: State

    def of(self, projection: Projection) -> bool:
        """Whether it is a build of this version of a projection."""
        return (self.projection, self.declared) == (projection.name, projection.meaning)


async def builds_in(connection: AsyncConnection) -> list[Build]:
    """All builds that a database has, of all projections and versions."""
    return [Build(**row) for row in (await connection.execute(_BUILDS)).mappings()]


async def make_schemas(database: Database, projections: Sequence[Projection]) -> None:
    """Make a first build of each of these versions where none was prepared, and point to it as the live one.

    Raises OtherTables when a version is in the database with tables defined otherwise.
    """
    async with database.transaction(None) as connection:
        await connection.execute(_ONE_AT_A_TIME)
        known = await builds_in(connection)
        for projection in projections:
            await _first(connection, projection, [build for build in known if build.of(projection)])


async def live_builds(database: Database, projections: Sequence[Projection]) -> list[Projection]:
    """The live build of each; of one that has none the projection as it is declared."""
    async with database.transaction(None) as connection:
        found = [build for build in await builds_in(connection) if build.state == "live"]
    return [
        next((projection.built(build.number) for build in found if build.of(projection)), projection)
        for projection in projections
    ]


async def begin(database: Database, projection: Projection) -> Projection:
    """Make another build beside the live one, or answer the one that was begun and never read; what was kept goes."""
    async with database.transaction(None) as connection:
        await connection.execute(_ONE_AT_A_TIME)
        known = [build for build in await builds_in(connection) if build.of(projection)]
        if not any(build.state == "made" for build in known):
            await leave(connection, projection, known)
        return await _begun(connection, projection, known)


async def prepared(database: Database, projection: Projection) -> Projection | None:
    """Make a first build for a release that does not run yet, or answer the one that was begun; None if it is live."""
    async with database.transaction(None) as connection:
        await connection.execute(_ONE_AT_A_TIME)
        known = [build for build in await builds_in(connection) if build.of(projection)]
        _same_tables(projection, known)
        live = any(build.state == "live" for build in known)
        return None if live else await _begun(connection, projection, known)


async def switch(database: Database, build: Projection) -> None:
    """Point to a build as the live one."""
    async with database.transaction(None) as connection:
        await _point(connection, build)


async def leave(connection: AsyncConnection, projection: Projection, builds: Sequence[Build]) -> list[int]:
    """Have builds go, but for the live one: followed no more at once, dropped in a minute. Answers their numbers."""
    numbers = [build.number for build in builds]
    which = {"name": projection.name, "declared": projection.meaning, "numbers": numbers}
    return list((await connection.execute(_LEAVE, which)).scalars())


async def drop_left(database: Database) -> None:
    """Drop the tables, places and parked events of builds that everybody has left by now."""
    async with database.transaction(None) as connection:
        await connection.execute(_ONE_AT_A_TIME)
        await connection.execute(_LOCKS_FOR_A_MOMENT)
        for name, number in (await connection.execute(_LEFT)).all():
            await _drop(connection, name, number)


async def _drop(connection: AsyncConnection, name: str, number: int) -> None:
    which = {"name": name, "number": number}
    for tenant in list((await connection.execute(_DISTRICTS, which)).scalars()):
        await connection.execute(_DISTRICT, {"tenant": tenant})
        await connection.execute(_NOT_PARKED, which)
    for forget in (_NO_PLACE, _NO_POINTER, _GONE):
        await connection.execute(forget, which)
    await drop_tables(connection, f"{name}_v{number}")


async def _first(connection: AsyncConnection, projection: Projection, builds: Sequence[Build]) -> None:
    _same_tables(projection, builds)
    if not any(build.state == "live" for build in builds):
        await _point(connection, await _begun(connection, projection, builds))


async def _begun(connection: AsyncConnection, projection: Projection, builds: Sequence[Build]) -> Projection:
    begun = [build for build in builds if build.state == "made"]
    return projection.built(begun[-1].number) if begun else await _make(connection, projection)


def _same_tables(projection: Projection, builds: Sequence[Build]) -> None:
    tables = definition(projection.metadata)
    if any(build.tables != tables for build in builds):
        found = f"the tables of {projection.name}, version {projection.meaning}, are defined otherwise in the database"
        raise OtherTables(f"{found}: give the projection its next version")


async def _make(connection: AsyncConnection, projection: Projection) -> Projection:
    which = {"name": projection.name, "declared": projection.meaning}
    build = projection.built((await connection.execute(_NEXT, which)).scalar_one())
    await make_tables(connection, build.metadata, build.schema)
    await connection.execute(_NOTE, {**which, "number": build.version, "tables": definition(build.metadata)})
    return build


async def _point(connection: AsyncConnection, build: Projection) -> None:
    which = {"name": build.name, "number": build.version}
    await connection.execute(_POINT, {**which, "declared": build.meaning})
    await connection.execute(_WAS_LIVE, which)
