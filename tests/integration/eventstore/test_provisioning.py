"""What the superuser's part sets up."""

import asyncpg
import pytest

from shared.eventstore.log import Log
from shared.eventstore.migrations import migrate
from shared.eventstore.provision import provision, scram
from shared.testing.databases import FreshDatabase, MakeDatabase
from shared.testing.requests import LUANCHUAN, SHIFAN, a_request


async def test_another_services_role_cannot_connect(make_database: MakeDatabase) -> None:
    casework, ledger = await make_database("casework"), await make_database("ledger")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(ledger.url, database=casework.name)


async def test_no_role_of_a_service_is_more_than_it_needs(make_database: MakeDatabase) -> None:
    database = await make_database("casework")
    connection = await asyncpg.connect(database.superuser_url)
    rows = await connection.fetch("SELECT * FROM pg_roles WHERE rolname LIKE 'minqing_casework%'")
    await connection.close()
    assert {row["rolname"]: row["rolcanlogin"] for row in rows} == {
        "minqing_casework": True,
        "minqing_casework_migrator": True,
        "minqing_casework_owner": False,
    }
    assert not any(row[right] for row in rows for right in ("rolsuper", "rolbypassrls", "rolcreatedb", "rolcreaterole"))


async def test_the_owner_owns_everything_in_the_database(make_database: MakeDatabase) -> None:
    database = await make_database("casework")
    connection = await asyncpg.connect(database.superuser_url)
    owners = await connection.fetch(
        "SELECT DISTINCT pg_get_userbyid(relowner) AS owner FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE nspname IN ('log', 'keys', 'run', 'public')"
        " UNION SELECT pg_get_userbyid(proowner) FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace"
        " WHERE nspname IN ('log', 'keys', 'run')"
    )
    await connection.close()
    assert [row["owner"] for row in owners] == ["minqing_casework_owner"]


async def test_the_migrator_without_the_owners_name_can_do_nothing(make_database: MakeDatabase) -> None:
    connection = await asyncpg.connect((await make_database("casework")).migrator_url)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute("DELETE FROM log.events")
    await connection.close()


async def test_provisioning_and_migrating_twice_is_once(fresh: FreshDatabase, log: Log, postgres: str) -> None:
    await log.append(SHIFAN, a_request("a", "one", 0))
    passwords = dict.fromkeys(("service", "migrator", "backup"), "for-tests-alone")
    before = await _kept(fresh.superuser_url)
    await provision(postgres, "casework", passwords, database=fresh.name)
    await migrate(fresh.migrator_url, "services/casework/migrations")
    assert await _kept(fresh.superuser_url) == before


async def test_the_backup_role_reads_every_district_and_writes_none(fresh: FreshDatabase, log: Log) -> None:
    for district in (SHIFAN, LUANCHUAN):
        await log.append(district, a_request("a", "one", 0))
    connection = await asyncpg.connect(fresh.backup_url)
    read = await connection.fetch("SELECT tenant FROM log.events ORDER BY 1")
    assert [row["tenant"] for row in read] == [LUANCHUAN, SHIFAN]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute("DELETE FROM log.events")
    await connection.close()


async def test_only_the_service_runs_the_functions_of_its_schemas(make_database: MakeDatabase) -> None:
    connection = await asyncpg.connect((await make_database("casework")).superuser_url)
    functions = await connection.fetch(
        "SELECT p.oid::regprocedure::text AS name, prosecdef,"
        " has_function_privilege('minqing_casework', p.oid, 'EXECUTE') AS by_service,"
        " has_function_privilege('minqing_backup', p.oid, 'EXECUTE') AS by_others"
        " FROM pg_proc p WHERE pronamespace::regnamespace::text IN ('log', 'keys', 'run')"
    )
    await connection.close()
    assert not [each["name"] for each in functions if each["by_others"] or not each["by_service"]]
    in_the_owners_name = {each["name"].partition("(")[0] for each in functions if each["prosecdef"]}
    schemas = {"run.create_projection_schema", "run.drop_projection_schema"}
    assert in_the_owners_name == {"log.append", "keys.erase", *schemas}


def test_the_server_never_sees_a_password_in_plain_words() -> None:
    verifier = scram("correct horse")
    assert "correct horse" not in verifier
    assert verifier.startswith("SCRAM-SHA-256$4096:")
    assert scram("correct horse") != verifier, "each has its own salt"


async def _kept(url: str) -> list[tuple[object, ...]]:
    """The log's name, and all that is in it."""
    connection = await asyncpg.connect(url)
    rows = [await connection.fetch(f"SELECT * FROM log.{table}") for table in ("store", "events", "commands", "heads")]
    await connection.close()
    return [tuple(row) for each in rows for row in each]
