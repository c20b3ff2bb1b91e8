"""One poisoned event stops its own keys, visibly, and nothing else (G7)."""

from shared.event import Fact
from shared.eventstore.rows import AppendRequest, NewEvent
from shared.ids import event_of, new_token
from shared.messaging.following import Problem
from shared.testing.waiting import until
from tests.integration.following.jars import FULL, POISON, Put
from tests.integration.following.speaker import Speaker
from tests.integration.following.stations import DAY_ONE, SHIFAN, Station


async def _parked(station: Station, follower: str, keys: set[str]) -> list[Problem]:
    found: list[Problem] = []

    async def as_expected() -> bool:
        problems = await station.following.problems()
        found[:] = [each for each in problems if each.kind == "parked" and each.follower == follower]
        return {each.key for each in found} == keys

    await until(as_expected)
    return found


async def _stored(ledger: Station, stream: str, type_: str, data: str) -> None:
    command = new_token()
    event = NewEvent(event_of(command, 0), type_, data)
    await ledger.log.append(SHIFAN, AppendRequest(stream, None, command, "account:tester", DAY_ONE, (event,)))


async def test_what_a_table_does_not_take_parks_its_key_and_the_rest_flows_on(ledger: Station) -> None:
    await ledger.do(Put("a", 1))
    await ledger.do(Put("a", POISON))
    await ledger.do(Put("a", 3))
    receipt = await ledger.do(Put("b", 4))
    assert await ledger.following.reached(SHIFAN, receipt.last, 5)
    assert await ledger.coins("jars") == {"a": (1, 1), "b": (1, 4)}
    (problem,) = await _parked(ledger, "jars", {"a"})
    assert (problem.position, problem.producer) == (2, "ledger")
    assert "not a number" not in problem.reason  # a reason holds no value


async def test_what_the_server_refuses_undoes_nothing_but_itself(ledger: Station) -> None:
    much = -(2**62) - 1  # twice that is less than a column holds
    await ledger.do(Put("a", much))
    await ledger.do(Put("a", much))
    receipt = await ledger.do(Put("b", 4))
    assert await ledger.following.reached(SHIFAN, receipt.last, 5)
    assert await ledger.coins("jars") == {"a": (1, much), "b": (1, 4)}
    (problem,) = await _parked(ledger, "jars", {"a"})
    assert problem.position == 2


async def test_later_events_of_a_parked_key_wait_behind_it(ledger: Station) -> None:
    await ledger.do(Put("a", POISON))
    receipt = await ledger.do(Put("b"))
    assert await ledger.following.reached(SHIFAN, receipt.last, 5)
    receipt = await ledger.do(Put("a"))
    assert await ledger.following.reached(SHIFAN, receipt.last, 5)
    assert await ledger.coins("jars") == {"b": (1, 1)}
    async with ledger.database.transaction(SHIFAN) as connection:
        rows = (await connection.exec_driver_sql("SELECT key, position, reason FROM run.parked ORDER BY 2")).all()
    assert [tuple(row) for row in rows] == [("a", 1, "DataError 22000"), ("a", 3, "waits behind an earlier one")]


async def test_a_text_that_is_not_of_its_shape_parks_its_stream(ledger: Station) -> None:
    await _stored(ledger, "jar/a", "coin-put.v1", '{"jar":"a","worth":"a secret"}')
    await _stored(ledger, "jar/a", "coin-put.v1", '{"jar":"a","worth":1}')
    receipt = await ledger.do(Put("b"))
    assert await ledger.following.reached(SHIFAN, receipt.last, 5)
    first, second = await _parked(ledger, "jars", {"jar/a", "a"})
    assert first.reason == "not of its shape: worth int_parsing"
    assert second.reason == "waits behind an earlier one"
    assert await ledger.coins("jars") == {"b": (1, 1)}


async def test_an_unknown_version_parks_and_an_unknown_type_passes(ledger: Station) -> None:
    await _stored(ledger, "jar/a", "coin-put.v2", "{}")
    await _stored(ledger, "jar/c", "coin-lost.v1", "{}")
    receipt = await ledger.do(Put("b"))
    assert await ledger.following.reached(SHIFAN, receipt.last, 5)
    (problem,) = await _parked(ledger, "jars", {"jar/a"})
    assert problem.reason == "UnknownShape"


async def test_a_foreign_fact_that_is_poisoned_parks_in_each_follower_what_it_touches(
    listener: Station, speaker: Speaker
) -> None:
    await speaker.says("a", POISON, ring=True)
    await speaker.says("a", 2, ring=True)
    await speaker.says("b", 3, ring=True)
    await listener.shows("heard", {"b": (1, 3)})
    await listener.shows("counted", {"b": (1, 3)})
    await _parked(listener, "heard", {"a"})
    await _parked(listener, "counting", {"count/a", "jar/a"})


async def test_a_refused_command_of_a_policy_parks_its_stream(listener: Station, speaker: Speaker) -> None:
    await speaker.says("a", FULL, ring=True)
    await speaker.says("a", 1, ring=True)
    await speaker.says("b", 1, ring=True)
    await listener.shows("counted", {"a": (1, FULL), "b": (1, 1)})
    (problem,) = await _parked(listener, "counting", {"count/a"})
    assert problem.reason == "refused: too-much-to-count"
    assert problem.remedy


async def test_a_fact_of_an_unknown_version_parks(listener: Station, speaker: Speaker) -> None:
    class CoinSaidAnew(Fact):
        type: str = "ledger.coin-put.v9"

    row = await speaker.log.append(
        SHIFAN,
        AppendRequest(
            "jar/a",
            None,
            command := new_token(),
            "account:tester",
            DAY_ONE,
            (NewEvent(event_of(command, 0), "coin-put.v1", "{}", ("ledger.coin-put.v9", "{}")),),
        ),
    )
    assert row.last == 1
    await speaker.says("b", ring=True)
    await listener.shows("counted", {"b": (1, 1)})
    await _parked(listener, "heard", {"jar/a"})
    await _parked(listener, "counting", {"jar/a"})
