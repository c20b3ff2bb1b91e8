"""What may be asked of deliveries: queue one, note that one has arrived, note that one keeps failing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue

from services.notify.events.delivery import delivery_stream, queue_stream
from services.notify.events.sight import About
from shared.ids import CampaignId, SubscriptionId, UnitId


@dataclass(frozen=True)
class Told:
    """What a delivery tells: the fact's id, type, stream and time, what it is about, and its data as it may leave."""

    fact: UUID
    fact_type: str
    subject: str
    about: About
    data: dict[str, JsonValue]
    at: datetime


@dataclass(frozen=True)
class Queue:
    """Tell a subscription of something, by post or for fetching alone."""

    subscription: SubscriptionId
    unit: UnitId
    is_posted: bool
    told: Told

    @property
    def stream(self) -> str:
        """The subscription's queue."""
        return queue_stream(self.subscription)


@dataclass(frozen=True)
class Numbered:
    """Which delivery of which subscription."""

    delivery: UUID
    subscription: SubscriptionId
    unit: UnitId
    number: int
    fact_type: str
    campaign: CampaignId | None


@dataclass(frozen=True)
class OfDelivery:
    """What became of a delivery after some attempts."""

    which: Numbered
    attempts: int
    at: datetime

    @property
    def stream(self) -> str:
        """The delivery's own stream."""
        return delivery_stream(self.which.delivery)


@dataclass(frozen=True)
class Acknowledge(OfDelivery):
    """The receiver answered 2xx; `round` 0 is the first sending, a replay's is its number."""

    round: int
    status: int


@dataclass(frozen=True)
class NoteFailing(OfDelivery):
    """The receiver has not taken it so often that somebody should know."""


DeliveryCommand = Acknowledge | NoteFailing
