"""The keys of sealed values, and their destruction."""

import asyncio

import asyncpg
import pytest
from cryptography.exceptions import InvalidTag

from shared.eventstore.keys import Keys
from shared.eventstore.log import Log
from shared.sealed import Sealed
from shared.testing.databases import FreshDatabase
from shared.testing.requests import LUANCHUAN, SHIFAN, a_command

PERSON = a_command("张三")
MASTER = bytes(range(32))


@pytest.fixture
def keys(log: Log) -> Keys:
    """The keys of ledger's subjects."""
    return Keys(log.database, "ledger", MASTER)


async def test_what_was_sealed_is_opened_by_its_owner(keys: Keys) -> None:
    sealed = await keys.seal(SHIFAN, PERSON, {"name": "张三", "telephone": "13800000000"})
    assert "张三" not in sealed.model_dump_json()
    assert (sealed.sealed.owner, sealed.sealed.subject, sealed.sealed.key) == ("ledger", PERSON, 1)
    assert await keys.open(SHIFAN, sealed) == {"name": "张三", "telephone": "13800000000"}


async def test_a_subject_keeps_its_key(keys: Keys) -> None:
    first, second = await keys.seal(SHIFAN, PERSON, "张三"), await keys.seal(SHIFAN, PERSON, "张三")
    assert first.sealed.key == second.sealed.key == 1
    assert first != second, "each value has a nonce of its own"


async def test_many_who_seal_first_at_once_make_one_key(keys: Keys) -> None:
    sealed = await asyncio.gather(*(keys.seal(SHIFAN, PERSON, n) for n in range(12)))
    assert {each.sealed.key for each in sealed} == {1}
    assert [await keys.open(SHIFAN, each) for each in sealed] == list(range(12))


async def test_after_erasure_nobody_opens_it_and_a_new_value_has_a_new_key(keys: Keys) -> None:
    before = await keys.seal(SHIFAN, PERSON, "张三")
    await keys.erase(SHIFAN, PERSON)
    await keys.erase(SHIFAN, PERSON)
    assert await keys.open(SHIFAN, before) is None
    after = await keys.seal(SHIFAN, PERSON, "张三")
    assert after.sealed.key == 2
    assert await keys.open(SHIFAN, after) == "张三"
    assert await keys.open(SHIFAN, before) is None


async def test_erasing_one_leaves_the_others(keys: Keys) -> None:
    other = await keys.seal(SHIFAN, a_command("李四"), "李四")
    await keys.erase(SHIFAN, PERSON)
    assert await keys.open(SHIFAN, other) == "李四"


async def test_in_another_district_the_same_subject_has_another_key(keys: Keys) -> None:
    sealed = await keys.seal(SHIFAN, PERSON, "张三")
    assert await keys.open(LUANCHUAN, sealed) is None
    await keys.seal(LUANCHUAN, PERSON, "张三")
    with pytest.raises(InvalidTag):
        await keys.open(LUANCHUAN, sealed)
    await keys.erase(LUANCHUAN, PERSON)
    assert await keys.open(SHIFAN, sealed) == "张三"


async def test_a_changed_value_or_subject_does_not_open(keys: Keys) -> None:
    sealed = await keys.seal(SHIFAN, PERSON, "张三")
    await keys.seal(SHIFAN, a_command("李四"), "李四")
    seal = sealed.sealed
    for changed in (
        seal.model_copy(update={"value": seal.value[:-4] + "AAAA"}),
        seal.model_copy(update={"subject": a_command("李四")}),
    ):
        with pytest.raises(InvalidTag):
            await keys.open(SHIFAN, Sealed(sealed=changed))


async def test_another_owners_value_is_not_for_this_service(keys: Keys, log: Log) -> None:
    sealed = await Keys(log.database, "casework", MASTER).seal(SHIFAN, PERSON, "张三")
    with pytest.raises(ValueError, match="sealed by casework, not by ledger"):
        await keys.open(SHIFAN, sealed)


async def test_without_the_master_key_nothing_opens_and_it_is_said_why(keys: Keys, log: Log) -> None:
    sealed = await keys.seal(SHIFAN, PERSON, "张三")
    with pytest.raises(ValueError, match="wrapped by master key"):
        await Keys(log.database, "ledger", bytes(32)).open(SHIFAN, sealed)


async def test_the_database_holds_neither_a_plain_key_nor_the_master_key(keys: Keys, fresh: FreshDatabase) -> None:
    await keys.seal(SHIFAN, PERSON, "张三")
    connection = await asyncpg.connect(fresh.superuser_url)
    row = await connection.fetchrow("SELECT * FROM keys.keys")
    assert row is not None
    assert len(row["wrapped"]) == 12 + 32 + 16
    assert MASTER not in row["wrapped"]
    await keys.erase(SHIFAN, PERSON)
    row = await connection.fetchrow("SELECT * FROM keys.keys")
    await connection.close()
    assert row is not None
    assert (row["number"], row["wrapped"]) == (1, None)


MADE_MEANWHILE = """
CREATE FUNCTION keys.another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO keys.keys (tenant, subject, number, wrapped, wrapped_by)
        VALUES (OLD.tenant, OLD.subject, OLD.number + 1, OLD.wrapped, OLD.wrapped_by);
    RETURN NULL;
END $$;
CREATE TRIGGER another AFTER UPDATE ON keys.keys FOR EACH ROW EXECUTE FUNCTION keys.another();
"""


async def test_a_key_that_a_writer_makes_meanwhile_is_not_called_destroyed(keys: Keys, fresh: FreshDatabase) -> None:
    await keys.seal(SHIFAN, PERSON, "张三")
    connection = await asyncpg.connect(fresh.superuser_url)
    await connection.execute(MADE_MEANWHILE)
    destroyed = await keys.erase(SHIFAN, PERSON)
    await connection.execute("DROP FUNCTION keys.another() CASCADE")  # others are given this database later
    await connection.close()
    assert destroyed == 1
    assert (await keys.newest(SHIFAN, PERSON), await keys.last(SHIFAN, PERSON)) == (2, 2)
