"""A service follows its own log: read models, policies, and whoever writes reads what they wrote."""

import asyncio

from shared.ids import Tenant
from tests.integration.following.jars import Put, Shake
from tests.integration.following.stations import SHIFAN, Station


async def test_whoever_writes_reads_what_they_wrote(ledger: Station) -> None:
    for n in range(1, 6):
        receipt = await ledger.do(Put("a"))
        assert await ledger.following.reached(SHIFAN, receipt.last, 2)
        assert await ledger.coins("jars") == {"a": (n, n)}


async def test_a_position_that_is_not_there_yet_is_not_reached(ledger: Station) -> None:
    receipt = await ledger.do(Put("a"))
    assert not await ledger.following.reached(SHIFAN, receipt.last + 1, 0.1)


async def test_a_read_model_shows_one_district_alone(ledger: Station) -> None:
    other = Tenant("other")
    await ledger.do(Put("a"))
    receipt = await ledger.do(Put("b"), other)
    assert await ledger.following.reached(other, receipt.last, 2)
    assert await ledger.coins("jars", other) == {"b": (1, 1)}


async def test_a_policy_upon_own_events_gives_its_command_once(ledger: Station) -> None:
    await ledger.do(Shake("a"))
    await ledger.shows("jars", {"a": (1, 100)})
    assert await ledger.types() == ["jar-shaken.v1", "coin-put.v1"]


async def test_a_policy_says_who_asked_and_why(ledger: Station) -> None:
    await ledger.do(Shake("a"))
    await ledger.shows("jars", {"a": (1, 100)})
    shaken, put = await ledger.log.read(SHIFAN, 0, 10)
    assert put.actor == "policy:ledger/shaken"
    assert put.occurred == shaken.occurred
    assert f'"causationid":"{shaken.event_id}"' in put.meta


async def test_many_writers_at_once_are_all_seen_in_the_order_of_each_jar(ledger: Station) -> None:
    async def fill(jar: str) -> None:
        for worth in range(10):
            await ledger.do(Put(jar, worth))

    await asyncio.gather(*(fill(f"jar{n}") for n in range(7)))
    head = await ledger.log.head(SHIFAN)
    assert await ledger.following.reached(SHIFAN, head.position, 5)
    last = {row["jar"]: row["last"] for row in await ledger.rows("jars_v1.jars")}
    log = await ledger.log.read(SHIFAN, 0, 100)
    assert last == {row.stream.removeprefix("jar/"): row.position for row in log}
    assert await ledger.coins("jars") == {f"jar{n}": (10, 45) for n in range(7)}
