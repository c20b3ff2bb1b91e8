"""What operators decide of parked events is carried out in order, by whoever moves the place, and recorded."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any  # languages differ

import pytest
from sqlalchemy import text

from shared.change import Change, Envelope
from shared.errors import NotFound
from shared.eventstore.own import OwnLog
from shared.eventstore.parking import BEHIND
from shared.eventstore.projections import Policy, Projection
from shared.eventstore.verdicts import Discarding
from shared.eventstore.verify import verify
from shared.messaging.following import Followers
from shared.testing.databases import FreshDatabase, MakeDatabase
from shared.testing.waiting import until
from tests.integration.following.jars import CASEWORK, COUNTING, LEDGER, POISON, Put
from tests.integration.following.speaker import Speaker
from tests.integration.following.stations import SHIFAN, Station, station

ME = "account:an operator"


def _mended(model: Projection) -> Projection:
    """The same in a release that takes in what the one before could not: as worth nothing."""

    def project(said: Any, envelope: Envelope) -> Iterator[Change]:
        return model.project(said.model_copy(update={"worth": 0}) if said.worth == POISON else said, envelope)

    return replace(model, project=project)


def _mended_policy(policy: Policy) -> Policy:
    def react(said: Any, envelope: Envelope) -> Iterator[Any]:
        return policy.react(said.model_copy(update={"worth": 0}) if said.worth == POISON else said, envelope)

    return replace(policy, react=react)


MENDED = Followers((_mended(LEDGER.projections[0]),), LEDGER.policies, LEDGER.timers)
MENDED_CASEWORK = Followers(tuple(map(_mended, CASEWORK.projections)), (_mended_policy(COUNTING),))


@pytest.fixture
async def fresh(make_database: MakeDatabase) -> FreshDatabase:
    return await make_database("ledger")


async def _parked(station: Station) -> list[tuple[str, int, Sequence[str], str]]:
    listed = await station.following.parking.listed(SHIFAN)
    return [(one.follower, one.position, one.keys, one.reason) for one in listed]


def _discarding(position: int, producer: str = "ledger") -> Discarding:
    return Discarding(producer, "jars", position, "counted twice by hand", ME)


async def _at(station: Station, *positions: int) -> None:
    async def as_expected() -> bool:
        listed = await station.following.parking.listed(SHIFAN)
        return [one.position for one in listed] == list(positions) and not any(one.verdict for one in listed)

    await until(as_expected)


async def _filled(ledger: Station) -> None:
    for put in (Put("a", 1), Put("a", POISON), Put("a", 3), Put("b", POISON)):
        await ledger.do(put)
    receipt = await ledger.do(Put("b", 5))
    assert await ledger.following.reached(SHIFAN, receipt.last, 5)


async def test_what_is_parked_is_listed_by_what_it_is_and_never_by_what_it_says(ledger: Station) -> None:
    await _filled(ledger)
    first, *_ = await ledger.following.parking.listed(SHIFAN)
    assert (first.type, first.stream, first.producer, first.verdict) == ("coin-put.v1", "jar/a", "ledger", None)
    assert await _parked(ledger) == [
        ("jars", 2, ["a"], "DataError 22000"),
        ("jars", 3, ["a"], BEHIND),
        ("jars", 4, ["b"], "DataError 22000"),
        ("jars", 5, ["b"], BEHIND),
    ]


async def test_a_release_that_is_mended_takes_a_key_in_again_in_order(fresh: FreshDatabase, redis_url: str) -> None:
    async with station(fresh, redis_url, LEDGER) as ledger:
        await _filled(ledger)
    async with station(fresh, redis_url, MENDED) as ledger:
        assert await ledger.following.parking.resume(SHIFAN, "jars", "a") == 2
        await _at(ledger, 4, 5)
        await ledger.shows("jars", {"a": (3, 4)})
        receipt = await ledger.do(Put("a", 10))
        assert await ledger.following.reached(SHIFAN, receipt.last, 5)
        assert await ledger.coins("jars") == {"a": (4, 14)}
        assert await ledger.following.parking.resume(SHIFAN, "jars", "") == 2
        await ledger.shows("jars", {"a": (4, 14), "b": (2, 5)})
        rows = await ledger.rows("jars_v1.jars")
        assert [row["last"] for row in rows] == [6, 5]
        assert await ledger.following.problems() == []
        assert (await verify(ledger.database, OwnLog(ledger.log), MENDED.projections[0], SHIFAN)).equal


async def test_what_fails_again_stays_parked_with_all_behind_it(ledger: Station) -> None:
    await _filled(ledger)
    before = await _parked(ledger)
    await ledger.following.parking.resume(SHIFAN, "jars", "a")
    await _at(ledger, 2, 3, 4, 5)
    assert await _parked(ledger) == before
    assert await ledger.coins("jars") == {"a": (1, 1)}


async def test_what_is_discarded_is_left_out_for_good_and_what_waited_goes_on(ledger: Station) -> None:
    await _filled(ledger)
    assert await ledger.following.parking.discard(SHIFAN, _discarding(2)) == 1
    await _at(ledger, 4, 5)
    await ledger.shows("jars", {"a": (2, 4)})
    async with ledger.database.transaction(SHIFAN) as connection:
        read = text("SELECT position, parked_for, why, discarded_by FROM run.discarded")
        assert [tuple(row) for row in await connection.execute(read)] == [
            (2, "DataError 22000", "counted twice by hand", ME)
        ]
    assert (await verify(ledger.database, OwnLog(ledger.log), LEDGER.projections[0], SHIFAN)).equal


async def test_what_is_not_parked_cannot_be_decided_of(ledger: Station) -> None:
    await _filled(ledger)
    with pytest.raises(NotFound):
        await ledger.following.parking.resume(SHIFAN, "jars", "c")
    with pytest.raises(NotFound):
        await ledger.following.parking.resume(SHIFAN, "nobody", "")
    with pytest.raises(NotFound):
        await ledger.following.parking.discard(SHIFAN, _discarding(1))
    with pytest.raises(NotFound):
        await ledger.following.parking.discard(SHIFAN, _discarding(2, "casework"))
    async with ledger.database.transaction(SHIFAN) as connection:
        assert (await connection.execute(text("SELECT count(*) FROM run.discarded"))).scalar() == 0


async def test_what_an_earlier_version_has_parked_waits_for_nobody(fresh: FreshDatabase, redis_url: str) -> None:
    async with station(fresh, redis_url, LEDGER) as ledger:
        await _filled(ledger)
    newer = replace(MENDED.projections[0], version=2)
    async with station(fresh, redis_url, Followers((newer,), LEDGER.policies, LEDGER.timers)) as ledger:
        assert await ledger.following.reached(SHIFAN, 5, 5)
        assert await _parked(ledger) == []
        assert await ledger.following.problems() == []
        with pytest.raises(NotFound):
            await ledger.following.parking.resume(SHIFAN, "jars", "")


async def test_foreign_facts_are_taken_in_again_from_their_feed(
    make_database: MakeDatabase, redis_url: str, speaker: Speaker
) -> None:
    fresh = await make_database("casework")
    async with station(fresh, redis_url, CASEWORK, {"ledger": speaker}) as listener:
        for worth in (1, POISON, 3):
            await speaker.says("a", worth, ring=True)
        await speaker.says("b", 4, ring=True)
        await listener.shows("heard", {"a": (1, 1), "b": (1, 4)})
        await listener.shows("counted", {"a": (1, 1), "b": (1, 4)})
    async with station(fresh, redis_url, MENDED_CASEWORK, {"ledger": speaker}) as listener:
        await listener.following.parking.resume(SHIFAN, "heard", "")
        await listener.following.parking.resume(SHIFAN, "counting", "")
        await listener.shows("heard", {"a": (3, 4), "b": (1, 4)})
        await listener.shows("counted", {"a": (3, 4), "b": (1, 4)})
        await speaker.says("a", 5, ring=True)
        await listener.shows("counted", {"a": (4, 9), "b": (1, 4)})
        await _at(listener)
