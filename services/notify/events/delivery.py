"""What happens to deliveries: queued for a subscription, acknowledged by its receiver, or failing for too long."""

from typing import Literal
from uuid import UUID

from pydantic import JsonValue

from services.notify.events.sight import About
from shared.event import Event, Instant
from shared.ids import CampaignId, SubscriptionId, UnitId

PING = "notify.ping.v1"
"""What a ping bears as its type: it is a delivery like any other, and no fact."""


class DeliveryQueued(Event):
    """A subscription is to be told of a fact. Its stream's version is the delivery's number, dense from 1.

    `data` is the fact as it may leave the district's services: sealed values are null. `subject` is the stream that
    the fact is of; deliveries of one subject keep their order. Not `posted` = for fetching alone.
    """

    type: Literal["delivery-queued.v1"] = "delivery-queued.v1"
    subscription: SubscriptionId
    unit: UnitId
    fact: UUID
    fact_type: str
    subject: str
    posted: bool
    about: About
    data: dict[str, JsonValue]
    at: Instant


class DeliveryEvent(Event):
    """What every step of a delivery names; `delivery` is the id of the event that queued it."""

    delivery: UUID
    subscription: SubscriptionId
    unit: UnitId
    number: int
    fact_type: str
    campaign: CampaignId | None
    at: Instant


class DeliveryAcknowledged(DeliveryEvent):
    """The receiver has it: it answered `status` (2xx) to the last of `attempts` requests.

    `round` 0 is the first sending; a replay's is its number.
    """

    type: Literal["delivery-acknowledged.v1"] = "delivery-acknowledged.v1"
    round: int
    attempts: int
    status: int


class DeliveryFailing(DeliveryEvent):
    """The receiver has not taken it in `attempts` attempts; it is still tried."""

    type: Literal["delivery-failing.v1"] = "delivery-failing.v1"
    attempts: int


DeliveryHappened = DeliveryAcknowledged | DeliveryFailing


def queue_stream(subscription: UUID) -> str:
    """The stream in which a subscription's deliveries are numbered."""
    return f"deliveries/{subscription}"


def delivery_stream(delivery: UUID) -> str:
    """The stream of what became of one delivery."""
    return f"delivery/{delivery}"
