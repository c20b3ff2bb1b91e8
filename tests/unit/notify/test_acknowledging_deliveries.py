from dataclasses import replace

from services.notify.commands.delivery import Acknowledge, NoteFailing, Numbered, Queue
from services.notify.decider import DELIVERY, QUEUE
from services.notify.events.delivery import DeliveryAcknowledged, DeliveryFailing, DeliveryQueued
from services.notify.policies import announce
from shared.contracts.notify import DeliveryFailed
from shared.testing import given
from tests.unit.notify import cast

WHICH = Numbered(cast.DELIVERY, cast.SUBSCRIPTION, cast.LAND, 4, cast.HANDED_OVER, cast.CAMPAIGN)
TAKEN = Acknowledge(WHICH, 6, cast.NOON, 0, 204)
ACKNOWLEDGED = DeliveryAcknowledged(
    delivery=cast.DELIVERY,
    subscription=cast.SUBSCRIPTION,
    unit=cast.LAND,
    number=4,
    fact_type=cast.HANDED_OVER,
    campaign=cast.CAMPAIGN,
    at=cast.NOON,
    round=0,
    attempts=6,
    status=204,
)
NOT_TAKEN = NoteFailing(WHICH, 10, cast.NOON)
FAILING = DeliveryFailing(**ACKNOWLEDGED.model_dump(exclude={"type", "round", "attempts", "status"}), attempts=10)


def test_a_delivery_is_acknowledged_once() -> None:
    given(DELIVERY).when(TAKEN).then(ACKNOWLEDGED).when(TAKEN).then()


def test_a_replay_is_acknowledged_by_itself() -> None:
    again = ACKNOWLEDGED.model_copy(update={"round": 1})
    given(DELIVERY, ACKNOWLEDGED).when(replace(TAKEN, round=1)).then(again)


def test_a_delivery_that_keeps_failing_is_reported_once() -> None:
    given(DELIVERY).when(NOT_TAKEN).then(FAILING).when(replace(NOT_TAKEN, attempts=11)).then()


def test_a_delivery_that_was_reported_still_arrives() -> None:
    given(DELIVERY, FAILING).when(TAKEN).then(ACKNOWLEDGED)


def test_what_has_arrived_is_not_reported_as_failing() -> None:
    given(DELIVERY, ACKNOWLEDGED).when(NOT_TAKEN).then()


def test_the_others_hear_that_somebody_could_not_be_told() -> None:
    said = announce(FAILING, cast.envelope())
    assert said == DeliveryFailed(subscription=cast.SUBSCRIPTION, unit=cast.LAND, number=4, attempts=10, at=cast.NOON)


def test_the_queue_takes_whatever_comes_without_reading_what_it_holds() -> None:
    told = cast.told(cast.case())
    (queued,) = QUEUE.decide(Queue(cast.SUBSCRIPTION, cast.LAND, True, told), None)
    assert QUEUE.blind
    assert isinstance(queued, DeliveryQueued)
    assert (queued.fact, queued.fact_type, queued.about) == (told.fact, told.fact_type, told.about)
    assert announce(queued, cast.envelope()) is None
