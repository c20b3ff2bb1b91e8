"""A read model's version lives in a schema of its own, made by the service itself, with row-level security forced."""

from dataclasses import replace

import pytest
from sqlalchemy import BigInteger, Column, MetaData, Table, Text

from shared.change import tenant_column
from shared.eventstore.builds import OtherTables, make_schemas
from shared.eventstore.connect import Database
from shared.ids import Tenant
from shared.testing.databases import MakeDatabase
from tests.integration.following.jars import LEDGER, Put, projection
from tests.integration.following.stations import SHIFAN, Station


async def test_every_table_of_a_read_model_forces_row_level_security(ledger: Station) -> None:
    query = """
        SELECT n.nspname || '.' || c.relname, c.relrowsecurity AND c.relforcerowsecurity
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname ~ '_v1$' AND c.relkind = 'r' ORDER BY 1"""
    async with ledger.database.transaction(None) as connection:
        found = (await connection.exec_driver_sql(query)).all()
    assert [tuple(row) for row in found] == [("due_v1.timers", True), ("jars_v1.jars", True)]


async def test_a_district_sees_and_writes_its_own_rows_alone(ledger: Station) -> None:
    receipt = await ledger.do(Put("a"))
    assert await ledger.following.reached(SHIFAN, receipt.last, 5)
    for tenant in (Tenant("other"), None):
        async with ledger.database.transaction(tenant) as connection:
            assert (await connection.exec_driver_sql("SELECT * FROM jars_v1.jars")).all() == []
            await connection.exec_driver_sql("DELETE FROM jars_v1.jars")
    assert await ledger.coins("jars") == {"a": (1, 1)}


async def test_making_them_twice_is_once_and_other_tables_want_another_version(make_database: MakeDatabase) -> None:
    database = Database((await make_database("ledger")).url)
    await database.open()
    jars = projection("jars", "ledger")
    await make_schemas(database, [jars])
    await make_schemas(database, [jars])
    metadata = MetaData(schema="jars")
    Table("jars", metadata, tenant_column(), Column("jar", Text, primary_key=True), Column("coins", BigInteger))
    changed = replace(jars, metadata=metadata)
    with pytest.raises(OtherTables, match="next version"):
        await make_schemas(database, [changed])
    await make_schemas(database, [replace(changed, version=2)])
    async with database.transaction(None) as connection:
        live = await connection.exec_driver_sql("SELECT projection, declared, version FROM run.live ORDER BY 2")
        assert [tuple(row) for row in live] == [("jars", 1, 1), ("jars", 2, 2)]
    await database.close()


def test_timers_need_not_be_listed_twice() -> None:
    assert [each.name for each in LEDGER.read_models()] == ["jars", "due"]
