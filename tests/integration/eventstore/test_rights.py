"""What the service's own role cannot do, whatever the service's code might try."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import text

from shared.eventstore.connect import Database
from shared.eventstore.keys import Keys
from shared.eventstore.log import Log
from shared.ids import Tenant
from shared.testing.databases import FreshDatabase
from shared.testing.requests import LUANCHUAN, SHIFAN, a_command, a_request

OF_THE_LOG = ("log.events", "log.commands", "log.heads", "log.store")
TABLES = (
    "SELECT format('%I.%I', nspname, relname) AS name, oid, relrowsecurity AND relforcerowsecurity AS forced,"
    " EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'tenant') AS of_a_district"
    " FROM pg_class c JOIN (SELECT oid AS space, nspname FROM pg_namespace) n ON space = relnamespace"
    " WHERE relkind IN ('r', 'p') AND nspname IN ('log', 'keys', 'run', 'public') ORDER BY 1"
)
# Ids and positions of all districts, for heads, leases and clocks: design 2.
IDS_AND_POSITIONS = {"log.heads", "run.checkpoints", "run.clocks", "run.fired", "run.relayed"}


@pytest.fixture
async def role(fresh: FreshDatabase, log: Log) -> AsyncIterator[asyncpg.Connection]:
    """The service's role, in a database with something of a district in it."""
    await log.append(SHIFAN, a_request("a", "one", 0, events=2, facts=True))
    await Keys(log.database, "casework", bytes(32)).seal(SHIFAN, a_command("person"), "张三")
    connection = await asyncpg.connect(fresh.url)
    yield connection
    await connection.close()


@pytest.mark.parametrize("table", OF_THE_LOG)
@pytest.mark.parametrize("right", ["INSERT", "UPDATE", "DELETE", "TRUNCATE"])
async def test_the_log_cannot_be_written_past_its_function(role: asyncpg.Connection, table: str, right: str) -> None:
    column = "tenant" if table != "log.store" else "store"
    statement = {
        "INSERT": f"INSERT INTO {table} ({column}) SELECT {column} FROM {table}",
        "UPDATE": f"UPDATE {table} SET {column} = {column}",
        "DELETE": f"DELETE FROM {table}",
        "TRUNCATE": f"TRUNCATE {table}",
    }[right]
    await role.execute("SELECT set_config('minqing.tenant', 'shifan', false)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await role.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE keys.keys SET wrapped = '\\x00'",
        "UPDATE keys.keys SET wrapped = NULL, erased_at = now()",
        "UPDATE keys.keys SET wrapped_by = 'another'",
        "UPDATE keys.keys SET number = number + 1",
        "DELETE FROM keys.keys",
        "TRUNCATE keys.keys",
    ],
)
async def test_a_key_is_destroyed_by_its_function_and_changed_by_nobody(
    role: asyncpg.Connection, statement: str
) -> None:
    await role.execute(f"SELECT set_config('minqing.tenant', '{SHIFAN}', false)")
    before = await role.fetch("SELECT * FROM keys.keys")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await role.execute(statement)
    assert await role.fetch("SELECT * FROM keys.keys") == before != []


async def test_no_table_of_any_schema_can_be_emptied_or_altered(role: asyncpg.Connection) -> None:
    for table in await role.fetch(TABLES):
        for statement in ("TRUNCATE {}", "DROP TABLE {}", "ALTER TABLE {} NO FORCE ROW LEVEL SECURITY"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await role.execute(statement.format(table["name"]))


async def test_what_belongs_to_a_district_is_under_forced_row_level_security(role: asyncpg.Connection) -> None:
    tables = await role.fetch(TABLES)
    bare = {table["name"] for table in tables if table["of_a_district"] and not table["forced"]}
    assert bare == IDS_AND_POSITIONS
    assert {"log.events", "log.commands", "keys.keys"} <= {table["name"] for table in tables if table["forced"]}


@pytest.mark.parametrize("table", ["log.events", "log.commands", "keys.keys"])
async def test_without_a_district_nothing_is_seen(role: asyncpg.Connection, table: str) -> None:
    assert await role.fetch(f"SELECT * FROM {table}") == []
    await role.execute(f"SELECT set_config('minqing.tenant', '{LUANCHUAN}', false)")
    assert await role.fetch(f"SELECT * FROM {table}") == [], "nor with another district"
    await role.execute(f"SELECT set_config('minqing.tenant', '{SHIFAN}', false)")
    assert await role.fetch(f"SELECT * FROM {table}") != []


async def test_a_key_cannot_be_put_into_another_district(role: asyncpg.Connection) -> None:
    await role.execute(f"SELECT set_config('minqing.tenant', '{LUANCHUAN}', false)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        await role.execute(
            "INSERT INTO keys.keys (tenant, subject, number, wrapped, wrapped_by) VALUES ($1, $2, 9, '', '')",
            SHIFAN,
            a_command("person"),
        )


async def test_heads_are_read_without_a_district_and_hold_ids_and_positions(role: asyncpg.Connection) -> None:
    (head,) = await role.fetch("SELECT * FROM log.heads")
    assert set(head.keys()) == {"tenant", "position", "hash", "fact_position", "fact_hash"}


async def test_a_function_leaves_the_callers_district_as_it_was(role: asyncpg.Connection) -> None:
    async with role.transaction():
        await role.execute("SELECT set_config('minqing.tenant', 'luanchuan', true)")
        assert len(await role.fetch("SELECT * FROM log.read('shifan', 0, 10)")) == 2
        await role.fetch("SELECT * FROM log.read_stream('shifan', 'x', $1, '')", a_command("x"))
        await role.fetch("SELECT log.hash_at('shifan', 1)")
        await role.fetch("SELECT * FROM keys.of_subject('shifan', $1)", a_command("person"))
        assert await role.fetchval("SELECT current_setting('minqing.tenant')") == "luanchuan"


async def test_a_transaction_sees_its_district_and_the_next_sees_nothing(log: Log) -> None:
    await log.append(SHIFAN, a_request("a", "one", 0))
    assert await _events_seen(log.database, SHIFAN) == 1
    assert await _events_seen(log.database, None) == 0
    assert await _events_seen(log.database, LUANCHUAN) == 0


async def test_the_service_makes_no_schemas_but_those_of_projections(role: asyncpg.Connection) -> None:
    await role.execute("SELECT run.create_projection_schema('register_v1')")
    await role.execute("CREATE TABLE register_v1.matters (tenant text)")
    await role.execute("SELECT run.drop_projection_schema('register_v1')")
    for name in ("log", "pg_catalog", "log_copy", "x_v1; DROP SCHEMA log"):
        with pytest.raises(asyncpg.RaiseError):
            await role.execute("SELECT run.drop_projection_schema($1)", name)
        with pytest.raises(asyncpg.RaiseError):
            await role.execute("SELECT run.create_projection_schema($1)", name)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await role.execute("CREATE SCHEMA register_v2")


async def _events_seen(database: Database, tenant: Tenant | None) -> int:
    async with database.transaction(tenant) as connection:
        return len((await connection.execute(text("SELECT * FROM log.events"))).all())
