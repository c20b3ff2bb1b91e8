"""From a fact to its receiver: numbered, signed, in order, until it is taken, and then never again."""

import json
from contextlib import AsyncExitStack
from datetime import timedelta
from uuid import UUID

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from starlette.responses import Response

from services.notify.settings import Settings
from shared.contracts import casework
from shared.testing.ground import Ground
from shared.testing.names import named
from shared.testing.speaker import Speaker
from shared.testing.waiting import until
from tests.component.notify import district as d
from tests.component.notify.receivers import Receiver, receiving
from tests.component.notify.stage import Stage, opened
from tests.unit.notify import cast

HANDED, ISSUED = "casework.case-handed-over.v1", "casework.reply-issued.v1"


def taken(receiver: Receiver) -> list[tuple[str, str]]:
    """(subject, sequence) of what was answered 2xx, in the order of arrival."""
    bodies = [json.loads(one.body) for one in receiver.arrived if one.status < 300]
    return [(body["subject"], body["sequence"]) for body in bodies]


async def cases(stage: Stage, *subjects: str) -> None:
    """A hand-over to the land office for each of these subjects."""
    for subject in subjects:
        await stage.say(cast.case(), f"case/{named(subject)}")


async def test_a_fact_reaches_its_receiver_as_a_signed_cloud_event(stage: Stage) -> None:
    async with receiving() as receiver:
        path = await stage.subscribed(d.LAND_CLERK, f"{receiver.url}/land", HANDED)
        await cases(stage, "a")
        await stage.quiet()
    (arrived,) = receiver.arrived
    subscription = UUID(path.rpartition("/")[2])
    event = Webhook(stage.secrets[subscription]).verify(arrived.body, arrived.headers)
    assert arrived.headers["webhook-id"] == f"{subscription}/1"
    assert (event["type"], event["sequence"]) == (f"minqing.{HANDED}", "00000000000000000001")
    assert event["subject"] == f"case/{named('a')}"
    assert event["data"]["handed_to"] == str(cast.LAND)


async def test_five_times_503_and_then_everything_arrives_in_order_and_once(stage: Stage) -> None:
    def busy(path: str, count: int) -> Response:
        return Response(status_code=503 if count <= 5 else 204)

    async with receiving(busy) as receiver:
        path = await stage.subscribed(d.LAND_CLERK, receiver.url, HANDED, ISSUED)
        await cases(stage, "a", "b")
        await stage.say(cast.case(casework.ReplyIssued, handling_unit=cast.LAND), f"case/{named('a')}")
        await cases(stage, "c")
        await stage.quiet()
    arrived = taken(receiver)
    assert len(arrived) == len(set(arrived)) == 4
    assert len(receiver.arrived) == 9
    of_a = [sequence for subject, sequence in arrived if subject == f"case/{named('a')}"]
    assert of_a == sorted(of_a)
    log = (await stage.read(d.LAND_CLERK, f"{path}/deliveries"))["items"]
    assert [line["number"] for line in log] == [1, 2, 3, 4]
    assert {line["state"] for line in log} == {"acknowledged"}
    statuses = [attempt["status"] for line in log for attempt in line["attempts"]]
    assert sorted(statuses) == [204] * 4 + [503] * 5


async def test_one_subject_that_is_not_taken_holds_up_no_other(stage: Stage) -> None:
    blocked = f"case/{named('a')}"
    async with receiving() as receiver:
        receiver.answering = lambda path, count: Response(status_code=500)
        await stage.subscribed(d.LAND_CLERK, receiver.url, HANDED)
        await cases(stage, "a")
        await until(lambda: len(receiver.arrived) >= 2)
        receiver.answering = lambda path, count: Response(status_code=204)
        await cases(stage, "b")
        await stage.quiet()
    assert {subject for subject, _ in taken(receiver)} == {blocked, f"case/{named('b')}"}


async def test_a_receiver_that_stays_away_is_reported_once_and_still_tried(stage: Stage) -> None:
    async with receiving(lambda *_: Response("后台维护", 500)) as receiver:
        path = await stage.subscribed(d.LAND_CLERK, receiver.url, HANDED)
        await cases(stage, "a")

        async def reported() -> bool:
            (line,) = (await stage.read(d.LAND_CLERK, f"{path}/deliveries"))["items"] or [{"attempts": []}]
            return len(line["attempts"]) > 8 and line["state"] == "failing"

        await until(reported)
        receiver.answering = lambda *_: Response(status_code=200)
        await stage.quiet()
    (line,) = (await stage.read(d.LAND_CLERK, f"{path}/deliveries"))["items"]
    assert line["state"] == "acknowledged"
    assert line["attempts"][0]["body"] == "后台维护"
    said = [row.fact_type for row in await stage.rows() if row.fact_type]
    assert said == ["notify.delivery-failed.v1"]


async def test_a_receiver_that_is_gone_pauses_its_subscription_and_nothing_is_lost(stage: Stage) -> None:
    async with receiving(lambda *_: Response(status_code=410)) as receiver:
        path = await stage.subscribed(d.LAND_CLERK, receiver.url, HANDED)
        await cases(stage, "a")
        await stage.quiet()
        shown = await stage.read(d.LAND_CLERK, path)
        assert (shown["status"], shown["pause"], shown["deliveries"]["waiting"]) == ("paused", "gone", 1)
        await cases(stage, "b")
        await stage.quiet()
        assert len(receiver.arrived) == 1
        receiver.answering = lambda *_: Response(status_code=204)
        await stage.done(d.LAND_CLERK, f"{path}/resumption")
        await stage.quiet()
    assert sorted(sequence for _, sequence in taken(receiver)) == [f"{n:020d}" for n in (1, 2)]


async def test_a_ping_comes_only_when_it_is_asked_for(stage: Stage) -> None:
    async with receiving() as receiver:
        path = await stage.subscribed(d.LAND_CLERK, receiver.url, HANDED)
        await stage.quiet()
        assert not receiver.arrived
        await stage.done(d.LAND_CLERK, f"{path}/ping")
        await stage.quiet()
    (arrived,) = receiver.arrived
    assert json.loads(arrived.body)["type"] == "minqing.notify.ping.v1"


async def test_what_ended_is_told_no_more_and_what_paused_is_told_later(stage: Stage) -> None:
    async with receiving() as receiver:
        paused = await stage.subscribed(d.LAND_CLERK, f"{receiver.url}/paused", HANDED)
        ended = await stage.subscribed(d.LAND_CLERK, f"{receiver.url}/ended", HANDED)
        await stage.done(d.LAND_CLERK, f"{paused}/pause")
        await stage.done(d.LAND_CLERK, f"{ended}/ending")
        await cases(stage, "a")
        await stage.quiet()
        assert not receiver.arrived
        await stage.done(d.LAND_CLERK, f"{paused}/resumption")
        await stage.quiet()
    assert [one.path for one in receiver.arrived] == ["/paused"]


async def test_a_replay_sends_from_a_number_on_under_the_same_numbers(stage: Stage) -> None:
    async with receiving() as receiver:
        path = await stage.subscribed(d.LAND_CLERK, receiver.url, HANDED)
        await cases(stage, "a", "b", "c")
        await stage.quiet()
        receiver.arrived.clear()
        await stage.done(d.LAND_CLERK, f"{path}/replay", {"from": 2})
        await stage.quiet()
    assert sorted(sequence for _, sequence in taken(receiver)) == [f"{n:020d}" for n in (2, 3)]
    log = (await stage.read(d.LAND_CLERK, f"{path}/deliveries", after=1))["items"]
    assert [[(one["round"], one["n"]) for one in line["attempts"]] for line in log] == [[(0, 1), (1, 1)]] * 2
    counts = (await stage.read(d.LAND_CLERK, path))["deliveries"]
    assert counts == {"queued": 3, "acknowledged": 3, "waiting": 0, "failing": 0}


async def test_while_a_secret_is_changed_both_verify(stage: Stage) -> None:
    async with receiving() as receiver:
        path = await stage.subscribed(d.LAND_CLERK, receiver.url, HANDED)
        new = (await stage.done(d.LAND_CLERK, f"{path}/secret"))["secret"]
        await cases(stage, "a")
        await stage.quiet()
    (arrived,) = receiver.arrived
    (old,) = stage.secrets.values()
    for secret in (old, new):
        assert Webhook(secret).verify(arrived.body, arrived.headers)


async def test_a_day_after_the_change_the_former_secret_signs_no_more(stage: Stage) -> None:
    async with receiving() as receiver:
        path = await stage.subscribed(d.LAND_CLERK, receiver.url, HANDED)
        new = (await stage.done(d.LAND_CLERK, f"{path}/secret"))["secret"]
        stage.now += timedelta(days=1)
        await stage.set_clock()
        await cases(stage, "a")
        await stage.quiet()
    (arrived,) = receiver.arrived
    (old,) = stage.secrets.values()
    assert Webhook(new).verify(arrived.body, arrived.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(arrived.body, arrived.headers)


async def test_a_restart_goes_on_where_it_stopped_and_sends_nothing_twice(
    ground: Ground, settings: Settings, heard: dict[str, Speaker]
) -> None:
    async with receiving(lambda path, count: Response(status_code=204 if count <= 2 else 503)) as receiver:
        async with opened(ground, settings, heard) as stage:
            await d.introduced(stage)
            await stage.subscribed(d.LAND_CLERK, receiver.url, HANDED)
            await cases(stage, *"abcd")
            await until(lambda: len(receiver.arrived) >= 4)
        before = set(taken(receiver))
        receiver.answering = lambda *_: Response(status_code=204)
        async with opened(ground, settings, heard) as stage:
            await stage.quiet()
    arrived = taken(receiver)
    assert len(before) == 2
    assert len(arrived) == len(set(arrived)) == 4


async def test_of_two_processes_one_posts_and_the_other_goes_on_when_it_has_ended(
    ground: Ground, settings: Settings, heard: dict[str, Speaker]
) -> None:
    async with receiving() as receiver, AsyncExitStack() as ending:
        first = await ending.enter_async_context(opened(ground, settings, heard))
        await d.introduced(first)
        await first.subscribed(d.LAND_CLERK, receiver.url, HANDED, ISSUED)
        async with opened(ground, settings, heard) as second:
            await cases(second, "a", "b")
            await second.say(cast.case(casework.ReplyIssued, handling_unit=cast.LAND), f"case/{named('a')}")
            await second.quiet()
            await ending.aclose()
            await cases(second, "c")
            await second.quiet()
    arrived = taken(receiver)
    of_a = [sequence for subject, sequence in arrived if subject == f"case/{named('a')}"]
    assert len(arrived) == len(set(arrived)) == 4
    assert of_a == sorted(of_a)


async def test_what_is_left_to_be_posted_is_pending_unless_its_subscription_is_paused(stage: Stage) -> None:
    async with receiving(lambda *_: Response(status_code=503)) as receiver:
        path = await stage.subscribed(d.LAND_CLERK, receiver.url, HANDED)
        await cases(stage, "a", "b")

        async def both() -> bool:
            return await stage.pending() == 2

        await until(both)
        await stage.done(d.LAND_CLERK, f"{path}/pause")
        await stage.quiet()
    assert (await stage.read(d.LAND_CLERK, path))["deliveries"]["waiting"] == 2


async def test_no_secret_and_no_sealed_value_is_in_the_log_as_it_is_told(stage: Stage) -> None:
    async with receiving() as receiver:
        await stage.subscribed(d.OFFICE, receiver.url, "ledger.matter-raised.v1")
        await stage.say(cast.matter(), f"matter/{cast.MATTER}")
        await stage.quiet()
    assert b"sealed" not in receiver.arrived[0].body
    rows = await stage.rows()
    assert not any(secret in row.data for secret in stage.secrets.values() for row in rows)
