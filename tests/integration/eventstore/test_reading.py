"""A read that is done is done, whatever becomes of its connection afterwards."""

from sqlalchemy import text

from shared.eventstore.connect import Database
from shared.testing.databases import MakeDatabase
from shared.testing.waiting import until
from tests.integration.following.stations import SHIFAN

ME = text("SELECT pg_backend_pid()")
DISTRICT = text("SELECT current_setting('minqing.tenant', true)")
_END = "SELECT pg_terminate_backend($1)"
_IS_THERE = "SELECT 1 FROM pg_stat_activity WHERE pid = $1"


async def test_a_connection_that_breaks_after_the_reading_fails_nobody_and_is_made_again(
    make_database: MakeDatabase,
) -> None:
    database = Database((await make_database("ledger")).url, connections=1)
    await database.open()
    async with database.reading(SHIFAN) as connection:
        me = (await connection.execute(ME)).scalar_one()
        await database.pool.execute(_END, me)

        async def is_gone() -> bool:
            return not await database.pool.fetch(_IS_THERE, me)

        await until(is_gone)
    async with database.reading(SHIFAN) as connection:
        assert (await connection.execute(DISTRICT)).scalar_one() == SHIFAN
    await database.close()
