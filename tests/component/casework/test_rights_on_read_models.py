"""The service owns the tables of its projections; each of them keeps districts apart all the same, from it too."""

from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio

from services.casework.main import SERVICE
from shared.testing.house import House
from tests.component.casework import district as d
from tests.component.casework.stage import Stage

TABLES = r"""
SELECT format('%I.%I', nspname, relname) AS name, relrowsecurity AND relforcerowsecurity AS forced, rolname AS owner
FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace JOIN pg_roles r ON r.oid = relowner
WHERE relkind IN ('r', 'p') AND nspname ~ '_v[0-9]+' ORDER BY 1
"""
SET_DISTRICT = "SELECT set_config('minqing.tenant', $1, false)"


@pytest_asyncio.fixture(loop_scope="module")
async def elsewhere(stage: Stage) -> Stage:
    """Another district of the same service."""
    other = stage.elsewhere(f"{stage.tenant}-b")
    await d.introduced(other)
    return other


@pytest_asyncio.fixture(loop_scope="module")
async def role(house: House, stage: Stage, elsewhere: Stage) -> AsyncIterator[asyncpg.Connection]:
    """The service's own role, in its database with a case of this district and one of another."""
    for each in (stage, elsewhere):
        await d.issued(each)
    connection = await asyncpg.connect(house.ports.database.url)
    yield connection
    await connection.close()


async def test_every_table_is_under_forced_row_level_security(role: asyncpg.Connection) -> None:
    tables = await role.fetch(TABLES)
    models = SERVICE.followers.read_models()
    declared = {f"{each.schema}.{table.name}" for each in models for table in each.metadata.sorted_tables}
    assert {table["name"] for table in tables} == declared
    assert {table["owner"] for table in tables} == {"minqing_casework"}
    assert [table["name"] for table in tables if not table["forced"]] == []


async def test_no_table_shows_anything_without_a_district_or_anything_of_another(
    role: asyncpg.Connection, stage: Stage, elsewhere: Stage
) -> None:
    tables = [table["name"] for table in await role.fetch(TABLES)]
    assert await _districts_in(role, tables) == set()
    for district in (stage.tenant, elsewhere.tenant):
        await role.execute(SET_DISTRICT, district)
        assert await _districts_in(role, tables) == {district}
    await role.execute(SET_DISTRICT, "nowhere")
    assert await _districts_in(role, tables) == set()


async def test_no_row_of_another_district_is_changed_or_removed(
    role: asyncpg.Connection, stage: Stage, elsewhere: Stage
) -> None:
    await role.execute(SET_DISTRICT, stage.tenant)
    theirs = f"WHERE tenant = '{elsewhere.tenant}'"
    for name in [table["name"] for table in await role.fetch(TABLES)]:
        assert await role.execute(f"UPDATE {name} SET tenant = tenant {theirs}") == "UPDATE 0"
        assert await role.execute(f"DELETE FROM {name} {theirs}") == "DELETE 0"


async def _districts_in(role: asyncpg.Connection, tables: list[str]) -> set[str]:
    every = " UNION ".join(f"SELECT tenant FROM {table}" for table in tables)
    return {row["tenant"] for row in await role.fetch(every)}
