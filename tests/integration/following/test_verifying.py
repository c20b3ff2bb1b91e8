"""A fresh fold of a log equals the live read model, row for row, or the first difference is named (G6)."""

import asyncio

from shared.eventstore.comparing import Difference
from shared.eventstore.own import OwnLog
from shared.eventstore.pages import Source
from shared.eventstore.verify import Verdict, verify, verify_all
from shared.messaging.peer import Peer
from tests.integration.following.jars import CASEWORK, LEDGER, POISON, Put
from tests.integration.following.speaker import Speaker
from tests.integration.following.stations import SHIFAN, Station


async def _filled(ledger: Station, coins: int) -> None:
    for n in range(coins):
        await ledger.do(Put(f"jar{n % 7}", n))
    assert await ledger.following.reached(SHIFAN, (await ledger.log.head(SHIFAN)).position, 10)


async def _verdict(ledger: Station) -> Verdict:
    return await verify(ledger.database, OwnLog(ledger.log), LEDGER.projections[0], SHIFAN)


async def _differs(ledger: Station) -> str:
    difference = (await _verdict(ledger)).difference
    return difference.differs if difference else "nothing"


async def test_a_read_model_equals_a_fresh_fold_of_its_log(ledger: Station) -> None:
    await _filled(ledger, 30)
    verdict = await _verdict(ledger)
    assert verdict.equal
    assert (verdict.position, verdict.rows) == (30, 7)


async def test_a_changed_row_is_named(ledger: Station) -> None:
    await _filled(ledger, 10)
    async with ledger.database.transaction(SHIFAN) as connection:
        await connection.exec_driver_sql("UPDATE jars_v1.jars SET worth = 99 WHERE jar = 'jar3'")
    assert (await _verdict(ledger)).difference == Difference("jars", '["shifan", "jar3"]', "another worth")


async def test_a_missing_and_a_superfluous_row_are_named(ledger: Station) -> None:
    await _filled(ledger, 10)
    async with ledger.database.transaction(SHIFAN) as connection:
        await connection.exec_driver_sql("DELETE FROM jars_v1.jars WHERE jar = 'jar1'")
    assert await _differs(ledger) == "missing in the live tables"
    async with ledger.database.transaction(SHIFAN) as connection:
        insert = "INSERT INTO jars_v1.jars (jar, coins, worth, last) VALUES ('jar0x', 1, 1, 1)"
        await connection.exec_driver_sql(insert)
    assert await _differs(ledger) == "only in the live tables"


async def test_what_is_parked_is_parked_in_the_fresh_fold_too(ledger: Station) -> None:
    await ledger.do(Put("a", POISON))
    await ledger.do(Put("a", 1))
    await _filled(ledger, 10)
    assert (await _verdict(ledger)).equal


async def test_a_log_of_several_pages_is_verified_while_it_grows(ledger: Station) -> None:
    await _filled(ledger, 1100)

    verifying = asyncio.create_task(_verdict(ledger))
    late = 0
    while not verifying.done():
        await ledger.do(Put("late"))
        late += 1
    verdict = await verifying
    assert verdict.equal
    assert late > 1, "it grew meanwhile"
    assert 1100 <= verdict.position <= 1100 + late


async def test_a_read_model_of_foreign_facts_is_verified_from_the_feed(listener: Station, speaker: Speaker) -> None:
    for n in range(20):
        await speaker.says(f"jar{n % 3}", n)
    await speaker.says("last", ring=True)
    await listener.shows("counted", {"jar0": (7, 63), "jar1": (7, 70), "jar2": (6, 57), "last": (1, 1)})
    sources: dict[str, Source] = {"ledger": Peer(speaker), "casework": OwnLog(listener.log)}
    verdicts = [each async for each in verify_all(listener.database, sources, CASEWORK.read_models())]
    assert [(each.projection, each.equal, each.rows) for each in verdicts] == [("heard", True, 4), ("counted", True, 4)]


async def test_nothing_is_left_of_the_fresh_fold(ledger: Station) -> None:
    await _filled(ledger, 3)
    await _verdict(ledger)
    async with ledger.database.transaction(None) as connection:
        schemas = await connection.exec_driver_sql("SELECT nspname FROM pg_namespace WHERE nspname LIKE '%%_fresh'")
        assert schemas.all() == []
