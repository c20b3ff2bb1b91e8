"""The feed between services: facts in order, byte by byte as they were stored (formats 4, 5)."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any  # a page is JSON

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_structured
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from shared import clock
from shared.eventstore.feed import Feed
from shared.eventstore.pages import NotTheLogRead
from shared.ids import Tenant
from shared.messaging.following import Followers
from shared.testing.databases import MakeDatabase
from tests.integration.following.jars import Put, Shake
from tests.integration.following.stations import SHIFAN, Station, station


@pytest.fixture
async def quiet_ledger(redis_url: str, make_database: MakeDatabase) -> AsyncIterator[Station]:
    """Ledger without followers: what it holds is what the test put there."""
    async with station(await make_database("ledger"), redis_url, Followers()) as ledger:
        yield ledger


async def _page(feed: Feed, after: int = 0, hash: str = "", **more: Any) -> dict[str, Any]:
    page: dict[str, Any] = json.loads(await feed.page(SHIFAN, after, hash, **more))
    return page


async def test_a_fact_is_a_cloud_event_with_its_place_in_the_chain(quiet_ledger: Station) -> None:
    await quiet_ledger.do(Shake("a"))
    await quiet_ledger.do(Put("a", 1))
    await quiet_ledger.do(Put("a", 2))
    shaken, one, two = await quiet_ledger.log.read(SHIFAN, 0, 10)
    genesis = await quiet_ledger.log.hash_at(SHIFAN, 0)
    page = await _page(quiet_ledger.feed)
    assert genesis is not None
    assert page["facts"][0] == {
        "specversion": "1.0",
        "datacontenttype": "application/json",
        "id": str(one.event_id),
        "source": "/districts/shifan/ledger",
        "type": "minqing.ledger.coin-put.v1",
        "subject": "jar/a",
        "time": "2010-11-01T00:00:00.000000Z",
        "tenant": "shifan",
        "store": str(quiet_ledger.log.store),
        "position": 2,
        "hash": one.hash.hex(),
        "previous": 0,
        "previoushash": genesis.hex(),
        "recordedtime": one.recorded.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "data": {"jar": "a", "worth": 1},
    }
    assert (page["facts"][1]["previous"], page["facts"][1]["previoushash"]) == (2, one.hash.hex())
    assert page["upto"] == page["head"] == {"position": 3, "hash": two.hash.hex()}
    assert shaken.fact_type is None


async def test_the_sdk_of_cloudevents_reads_a_fact(quiet_ledger: Station) -> None:
    await quiet_ledger.do(Put("a", 1))
    (fact,) = (await _page(quiet_ledger.feed))["facts"]
    message = HTTPMessage(headers={"content-type": "application/cloudevents+json"}, body=json.dumps(fact).encode())
    event = from_structured(message, JSONFormat(), CloudEvent)
    assert (event.get_type(), event.get_extension("tenant")) == ("minqing.ledger.coin-put.v1", "shifan")
    assert event.get_data() == {"jar": "a", "worth": 1}


async def test_the_stored_bytes_are_passed_on(quiet_ledger: Station) -> None:
    await quiet_ledger.do(Put("罐子", 1))
    (row,) = await quiet_ledger.log.read(SHIFAN, 0, 1)
    assert row.fact_data is not None
    assert f'"data":{row.fact_data}}}'.encode() in await quiet_ledger.feed.page(SHIFAN, 0)


async def test_a_reader_moves_past_events_that_are_no_facts(quiet_ledger: Station) -> None:
    await quiet_ledger.do(Put("a"))
    for _ in range(3):
        await quiet_ledger.do(Shake("a"))
    head = await quiet_ledger.log.head(SHIFAN)
    (first,) = await quiet_ledger.log.read(SHIFAN, 0, 1)
    page = await _page(quiet_ledger.feed, 1, first.hash.hex())
    assert (page["facts"], page["upto"]) == ([], {"position": 4, "hash": head.hash.hex()})


async def test_a_page_has_at_most_as_many_facts_as_were_asked_for(quiet_ledger: Station) -> None:
    for _ in range(5):
        await quiet_ledger.do(Put("a"))
    page = await _page(quiet_ledger.feed, limit=2)
    assert [fact["position"] for fact in page["facts"]] == [1, 2]
    page = await _page(quiet_ledger.feed, 2, page["upto"]["hash"], limit=9)
    assert [fact["position"] for fact in page["facts"]] == [3, 4, 5]


@pytest.mark.parametrize("after", [1, 2, 9])
async def test_a_reader_of_another_log_is_told_so(quiet_ledger: Station, after: int) -> None:
    await quiet_ledger.do(Put("a"))
    await quiet_ledger.do(Put("a"))
    with pytest.raises(NotTheLogRead) as told:
        await quiet_ledger.feed.page(SHIFAN, after, "00" * 32)
    assert told.value.code == "not-the-log-you-read"
    assert told.value.details["expected"] == "00" * 32
    with pytest.raises(NotTheLogRead):
        await quiet_ledger.feed.page(SHIFAN, after)


async def test_an_unknown_district_has_an_empty_feed_and_a_head_at_zero(quiet_ledger: Station) -> None:
    page = json.loads(await quiet_ledger.feed.page(Tenant("nowhere"), 0))
    assert page["facts"] == []
    assert page["head"]["position"] == page["upto"]["position"] == 0


async def test_a_long_poll_ends_with_the_first_fact(quiet_ledger: Station) -> None:
    waiting = asyncio.create_task(quiet_ledger.feed.page(SHIFAN, 0, wait=20))
    begun = clock.ticking()
    await quiet_ledger.do(Put("a"))
    assert len(json.loads(await waiting)["facts"]) == 1
    assert clock.ticking() - begun < 5


async def test_a_long_poll_of_a_silent_log_ends_empty_when_its_time_is_over(quiet_ledger: Station) -> None:
    begun = clock.ticking()
    assert (await _page(quiet_ledger.feed, wait=0.2))["facts"] == []
    assert clock.ticking() - begun >= 0.2


async def test_heads_tell_where_every_district_ends(quiet_ledger: Station) -> None:
    await quiet_ledger.do(Put("a"))
    await quiet_ledger.do(Shake("a"))
    await quiet_ledger.do(Put("b"), Tenant("other"))
    heads = json.loads(await quiet_ledger.feed.heads())
    assert (heads["service"], heads["store"]) == ("ledger", str(quiet_ledger.log.store))
    assert [(each["tenant"], each["position"], each["factposition"]) for each in heads["heads"]] == [
        ("other", 1, 1),
        ("shifan", 2, 1),
    ]
