"""What notify's figures tell of deliveries and of requests, by making them; and what they never tell."""

from dataclasses import replace

import pytest
from starlette.responses import Response

from services.notify.adapters.webhook import Answer
from services.notify.messaging.figures import outcome_of
from shared import clock
from shared.testing.figures import figure
from shared.testing.names import named
from shared.testing.waiting import until
from tests.component.notify import district as d
from tests.component.notify.receivers import receiving
from tests.component.notify.stage import Stage
from tests.unit.notify import cast

HANDED = "casework.case-handed-over.v1"
OUTCOMES = ("acknowledged", "answered-4xx", "answered-5xx", "gone", "unreachable")


def outcomes() -> dict[str, float]:
    """How many requests came to what, up to now."""
    return {word: figure("minqing_delivery_requests_total", outcome=word) for word in OUTCOMES}


def grown(before: dict[str, float]) -> dict[str, float]:
    """What has come since."""
    return {word: count - before[word] for word, count in outcomes().items() if count != before[word]}


def waited() -> tuple[float, float]:
    """How many deliveries have waited, and how long together."""
    return figure("minqing_delivery_wait_seconds_count"), figure("minqing_delivery_wait_seconds_sum")


async def test_each_request_to_a_receiver_is_counted_by_what_came_of_it(stage: Stage) -> None:
    before, waits = outcomes(), waited()
    answers = {1: 503, 2: 404, 3: 204}
    async with receiving(lambda path, count: Response(status_code=answers[count])) as receiver:
        await stage.subscribed(d.LAND_CLERK, receiver.url, HANDED)
        await stage.say(cast.case(), f"case/{named('a')}")
        await stage.quiet()
        assert grown(before) == {"answered-5xx": 1, "answered-4xx": 1, "acknowledged": 1}
        receiver.answering = lambda *_: Response(status_code=410)
        await stage.say(cast.case(), f"case/{named('b')}")
        await stage.quiet()
    assert grown(before)["gone"] == 1
    assert waited() == waits, "a sandbox's clock says nothing of how long anybody waits"


async def test_a_receiver_that_is_not_there_is_unreachable(stage: Stage) -> None:
    before = outcomes()
    async with receiving() as receiver:
        await stage.subscribed(d.LAND_CLERK, receiver.url, HANDED)
    await stage.say(cast.case(), f"case/{named('a')}")
    await until(lambda: grown(before).get("unreachable", 0) >= 2)
    assert set(grown(before)) == {"unreachable"}


async def test_how_long_a_delivery_waited_is_told_where_the_clock_is_the_walls(stage: Stage) -> None:
    count, seconds = waited()
    real = replace(stage.elsewhere(), now=clock.now())
    await d.peopled(real)
    async with receiving(lambda path, count: Response(status_code=204 if count > 2 else 503)) as receiver:
        path = await real.subscribed(d.LAND_CLERK, receiver.url, HANDED)
        began = clock.now()
        real.now = began
        await real.done(d.LAND_CLERK, f"{path}/ping")
        await real.quiet()
    now = waited()
    assert now[0] == count + 1
    assert 0 < now[1] - seconds <= (clock.now() - began).total_seconds()


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (Answer(1, 204), "acknowledged"),
        (Answer(1, 410), "gone"),
        (Answer(1, 302), "answered-3xx"),
        (Answer(1, error="timeout"), "timeout"),
        (Answer(0, error="secret-erased"), "secret-erased"),
        (Answer(0, error="target-inside"), "barred"),
        (Answer(0, error="ConnectError"), "unreachable"),
    ],
)
def test_what_came_of_a_request_is_one_word_of_a_short_list(answer: Answer, word: str) -> None:
    assert outcome_of(answer) == word


async def test_requests_are_timed_by_route_and_never_by_what_was_asked_for(stage: Stage) -> None:
    async with receiving() as receiver:
        path = await stage.subscribed(d.LAND_CLERK, receiver.url, HANDED)
        await stage.read(d.LAND_CLERK, path)
        await stage.get(d.TRADE_CLERK, path)
        await stage.get(d.LAND_CLERK, "/no-such-thing")
    told = (await stage.client.get("/metrics")).text
    one = "/api/v1/subscriptions/{subscription}"
    for status in ("2xx", "4xx"):
        assert f'minqing_http_seconds_count{{route="{one}",status="{status}"}}' in told
    assert 'minqing_http_seconds_count{route="none",status="4xx"}' in told
    for secret in (stage.tenant, path.rpartition("/")[2], "no-such-thing", receiver.url):
        assert secret not in told
