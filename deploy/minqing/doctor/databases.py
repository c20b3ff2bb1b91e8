"""Looks at the services' databases as who reads everything and writes nothing, whether the services run or not."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any  # columns of several types

import asyncpg
from alembic.config import Config
from alembic.script import ScriptDirectory

from deploy.minqing.doctor.seen import At, Away, Behind, Build, Journal, ParkedKeys, Server, ServicesDatabase
from deploy.minqing.process import ROOT
from deploy.minqing.services import WITH_A_LOG
from shared import clock
from shared.eventstore.parking import BEHIND
from shared.eventstore.provision import role_of
from shared.eventstore.relay import LEADER

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 20.0
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
FAILED = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)
_NOT_UP = (asyncpg.CannotConnectNowError, asyncpg.AdminShutdownError, asyncpg.CrashShutdownError)

_SERVER = """
SELECT current_setting('server_version') AS version,
       (SELECT sum(numbackends)::int FROM pg_stat_database) AS connections,
       current_setting('max_connections')::int AS at_most, pg_database_size(current_database()) AS size,
       current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS synchronous_commit,
       current_setting('full_page_writes') AS full_page_writes
"""
_CLOCK = "SELECT extract(epoch FROM clock_timestamp())::float8"
_ROLE = """
SELECT r.rolcanlogin AS logs_in, NOT r.rolsuper AS is_no_superuser, NOT r.rolbypassrls AS is_held_to_its_district,
       has_database_privilege(r.oid, current_database(), 'CONNECT') AS connects,
       coalesce(NOT has_table_privilege(r.oid, to_regclass('log.events')::oid,
                                        'INSERT, UPDATE, DELETE, TRUNCATE'), true) AS cannot_change_the_log,
       coalesce((SELECT bool_and(has_function_privilege(r.oid, p.oid, 'EXECUTE')) FROM pg_proc p
                 WHERE p.pronamespace = to_regnamespace('log') AND p.proname = 'append'), true) AS appends_to_the_log,
       NOT EXISTS (SELECT FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
                   WHERE NOT (c.relrowsecurity AND c.relforcerowsecurity)) AS finds_every_table_secured
FROM pg_roles r WHERE r.rolname = $1
"""
_LEADS = """
SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = $1
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
"""
_LEASES = "SELECT token, extract(epoch FROM until - clock_timestamp())::float8 AS left FROM run.leases"
_PLACES = "SELECT tenant, producer, follower, version, store, fact, position, hash, token FROM run.checkpoints"
_BUILDS = """
SELECT p.projection, p.version AS number, l.version IS NOT NULL AS live
FROM run.projections p LEFT JOIN run.live l USING (projection, declared, version)
"""
_PARKED = """
SELECT tenant, producer, follower, version, count(DISTINCT key) AS keys,
       coalesce(min(position) FILTER (WHERE reason <> $1), min(position)) AS position,
       extract(epoch FROM clock_timestamp() - min(parked_at))::float8 AS oldest
FROM run.parked GROUP BY tenant, producer, follower, version
"""
_REFUSED = "SELECT tenant, count(*) AS timers FROM run.fired WHERE refused IS NOT NULL GROUP BY tenant"
# What a place lacks: of the service's own log every event, of another's its facts, as the log has them now.
_BEHIND = """
SELECT o.position = 0 OR e.hash IS NOT NULL AND e.hash = o.hash AS same_chain,
       (SELECT extract(epoch FROM clock_timestamp() - n.recorded_at)::float8 FROM log.events n
        WHERE n.tenant = o.tenant AND n.position > o.read
          AND n.position <= CASE WHEN $5 THEN h.position ELSE h.fact_position END
          AND ($5 OR n.fact_type IS NOT NULL) ORDER BY n.position LIMIT 1) AS seconds
FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bytea[])
     WITH ORDINALITY AS o (tenant, read, position, hash, n)
LEFT JOIN log.heads h ON h.tenant = o.tenant
LEFT JOIN log.events e ON e.tenant = o.tenant AND e.position = o.position
ORDER BY o.n
"""


async def look(url: str, service: str) -> ServicesDatabase | Away:
    """A service's database; its log and its followers too, where it has these and is in shape."""
    try:
        async with _connected(url) as connection:
            return await _seen(connection, service)
    except FAILED as error:
        return _away(error)


async def compare(url: str, places: Sequence[At], own: bool) -> list[Behind] | None:
    """How places compare with the end of the log that a database has now; None where it cannot be read any more.

    `own`: they are of that service itself, which follows every event; others follow the facts.
    """
    columns: list[list[Any]] = [
        [at.tenant for at in places],
        [at.position if own else at.fact for at in places],
        [at.position for at in places],
        [at.hash for at in places],
    ]
    try:
        async with _connected(url) as connection:
            store = await connection.fetchval("SELECT store FROM log.store")
            rows = await connection.fetch(_BEHIND, *columns, own)
    except FAILED:
        return None
    same = [row["same_chain"] and at.store in (None, store) for at, row in zip(places, rows, strict=True)]
    return [Behind(at, row["seconds"] or 0.0, ok) for at, row, ok in zip(places, rows, same, strict=True)]


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url, timeout=CONNECT_SECONDS, command_timeout=ANSWER_SECONDS)
    try:
        yield connection
    finally:
        connection.terminate()


def _away(error: BaseException) -> Away:
    reason = (str(error).splitlines() or [""])[0] or f"no answer in {CONNECT_SECONDS:.0f} s"
    full = isinstance(error, asyncpg.TooManyConnectionsError)
    silent = isinstance(error, _NOT_UP) or not isinstance(error, asyncpg.PostgresError)
    return Away(reason, silent=silent, full=full)


async def _seen(connection: asyncpg.Connection, service: str) -> ServicesDatabase:
    before = clock.now().timestamp()
    ahead = await connection.fetchval(_CLOCK) - (before + clock.now().timestamp()) / 2
    [row] = await connection.fetch(_SERVER)
    settings = {name: row[name] for name in DURABLE}
    server = Server(row["version"], ahead, row["connections"], row["at_most"], settings)
    roles = await connection.fetch(_ROLE, role_of(service))
    known = await connection.fetchval("SELECT to_regclass('public.alembic_version') IS NOT NULL")
    script = await connection.fetchval("SELECT version_num FROM public.alembic_version") if known else ""
    newest, scripts = scripts_of(service)
    in_shape = service in WITH_A_LOG and script == newest
    journal = await _journal(connection) if in_shape else None
    return ServicesDatabase(server, script or "", scripts, dict(roles[0]) if roles else {}, row["size"], journal)


async def _journal(connection: asyncpg.Connection) -> Journal:
    async with connection.transaction(isolation="repeatable_read", readonly=True):  # builds and their places agree
        parked = [ParkedKeys(**row) for row in await connection.fetch(_PARKED, BEHIND)]
        return Journal(
            store=await connection.fetchval("SELECT store FROM log.store"),
            heads=await _by_first(connection, "SELECT tenant, position FROM log.heads"),
            rung=await _by_first(connection, "SELECT tenant, position FROM run.relayed"),
            leads=await connection.fetchval(_LEADS, LEADER),
            leases=await _by_first(connection, _LEASES),
            places=[At(**row) for row in await connection.fetch(_PLACES)],
            builds=[Build(**row) for row in await connection.fetch(_BUILDS)],
            parked=parked,
            refused=await _by_first(connection, _REFUSED),
        )


async def _by_first(connection: asyncpg.Connection, query: str) -> dict[Any, Any]:
    return {row[0]: row[1] for row in await connection.fetch(query)}


def scripts_of(service: str) -> tuple[str, list[str]]:
    """The newest script that this release has for a service's database, and all of them."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "services" / service / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    return scripts.get_current_head() or "", [each.revision for each in scripts.walk_revisions()][::-1]
