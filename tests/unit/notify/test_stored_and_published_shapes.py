"""The JSON of every stored event and every fact, pinned: these shapes stay for ever (formats 7)."""

from datetime import timedelta
from pathlib import Path
from typing import Any  # fields of events of several types

import pytest

from services.notify.commands.delivery import Queue
from services.notify.decider import DELIVERY, QUEUE, SUBSCRIPTION
from services.notify.events import subscription as e
from services.notify.events.delivery import DeliveryAcknowledged, DeliveryFailing
from services.notify.policies import announce
from shared.contracts.notify import DeliveryFailed
from shared.event import Event, Fact, wire_form
from tests.unit.notify import cast

GOLDEN = Path(__file__).parent / "golden"
OF_LAND: dict[str, Any] = {"subscription": cast.SUBSCRIPTION, "unit": cast.LAND, "at": cast.NOON}
DELIVERED: dict[str, Any] = {
    **OF_LAND,
    "delivery": cast.DELIVERY,
    "number": 4,
    "fact_type": cast.HANDED_OVER,
    "campaign": cast.CAMPAIGN,
}
EVENTS: tuple[Event, ...] = (
    *SUBSCRIPTION.decide(cast.opening(places=(cast.VILLAGE,)), SUBSCRIPTION.initial),
    e.SubscriptionPaused(**OF_LAND, reason="gone"),
    e.SubscriptionResumed(**OF_LAND),
    e.SubscriptionEnded(**OF_LAND),
    e.SecretChanged(**OF_LAND, secret=cast.sealed("AwQF"), former_until=cast.NOON + timedelta(days=1)),
    e.PingAsked(**OF_LAND),
    e.ReplayAsked(**OF_LAND, first=3, last=9, round=1),
    *QUEUE.decide(Queue(cast.SUBSCRIPTION, cast.LAND, True, cast.told(cast.case())), None),
    DeliveryAcknowledged(**DELIVERED, round=0, attempts=6, status=204),
    DeliveryFailing(**DELIVERED, attempts=10),
)
FACTS = tuple(fact for event in EVENTS if (fact := announce(event, cast.envelope())) is not None)  # type: ignore[arg-type]  # they are notify's


@pytest.mark.parametrize("said", [*EVENTS, *FACTS], ids=lambda said: said.type)
def test_what_is_stored_and_said_is_fixed(said: Event | Fact) -> None:
    _, text = wire_form(said)
    assert text + "\n" == (GOLDEN / f"{said.type}.json").read_text("utf-8")
    assert type(said).model_validate_json(text) == said


def test_every_shape_that_can_be_stored_is_pinned() -> None:
    stored = {event for decider in (SUBSCRIPTION, QUEUE, DELIVERY) for event in decider.events}
    assert stored == {type(event) for event in EVENTS}


def test_that_somebody_could_not_be_told_is_all_that_notify_says() -> None:
    assert {type(fact) for fact in FACTS} == {DeliveryFailed}
