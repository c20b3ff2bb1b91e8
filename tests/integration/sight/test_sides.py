"""Who is on whose side, in a directory that hears of units one by one."""

from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import NAMESPACE_OID, uuid5

import pytest
import pytest_asyncio
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.directory.sides import side, side_of
from shared.directory.tables import METADATA, persons, units
from shared.eventstore.connect import Database
from shared.ids import PersonId, Tenant, UnitId
from shared.roles import Role
from shared.viewer import Grant, Viewer

BUREAU, SECTION, OFFICE, ELSEWHERE, CADRE = (
    UnitId(uuid5(NAMESPACE_OID, name)) for name in ("民政局", "社会救助科", "活动办公室", "国土分局", "李建国")
)
UNITS = {
    BUREAU: ("department", [BUREAU]),
    SECTION: ("section", [BUREAU, SECTION]),
    OFFICE: ("activity-office", [BUREAU, OFFICE]),
    ELSEWHERE: ("department", [ELSEWHERE]),
}


@pytest_asyncio.fixture
async def db(postgres: str) -> AsyncIterator[AsyncConnection]:
    """A directory that knows nobody yet, gone after the test."""
    engine = Database(postgres).engine
    async with engine.connect() as connection:
        await connection.execute(text("SELECT set_config('minqing.tenant', 'shifan', true)"))
        await connection.execute(text("CREATE SCHEMA directory"))
        await connection.run_sync(METADATA.create_all)
        yield connection
        await connection.rollback()
    await engine.dispose()


async def described(db: AsyncConnection, *of: UnitId) -> None:
    for unit in of:
        kind, path = UNITS[unit]
        row = {"unit": unit, "code": str(unit), "name": str(unit), "kind": kind, "path": path}
        await db.execute(insert(units).values(row))


async def test_a_section_and_the_offices_of_its_house_are_on_one_side(db: AsyncConnection) -> None:
    await described(db, *UNITS)
    cadre = {"person": CADRE, "code": "1", "name": "李建国", "unit": SECTION, "party_member": True}
    await db.execute(insert(persons).values(cadre))
    assert await side_of(db, {OFFICE}) == {BUREAU, SECTION, OFFICE, CADRE}
    assert await side_of(db, {ELSEWHERE}) == {ELSEWHERE}


@pytest.mark.parametrize("own", [SECTION, OFFICE])
async def test_units_are_on_one_side_before_anything_is_heard_of_their_house(db: AsyncConnection, own: UnitId) -> None:
    await described(db, SECTION, OFFICE, ELSEWHERE)
    assert await side_of(db, {own}) == {SECTION, OFFICE}


async def test_a_key_is_on_the_side_of_who_made_it_too(db: AsyncConnection) -> None:
    await described(db, *UNITS)
    cadre = {"person": CADRE, "code": "1", "name": "李建国", "unit": SECTION, "party_member": True}
    await db.execute(insert(persons).values(cadre))
    grant = Grant(Role.DEPARTMENT_KEY, ELSEWHERE, units=frozenset({ELSEWHERE}))
    key = Viewer(Tenant("shifan"), "key:1", ELSEWHERE, unit=ELSEWHERE, grants=(grant,))
    assert await side(db, key) == {ELSEWHERE}
    assert await side(db, replace(key, maker=PersonId(CADRE))) == {ELSEWHERE, BUREAU, SECTION, OFFICE, CADRE}
