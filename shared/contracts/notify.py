"""What notify says of itself: that somebody could not be told."""

from typing import Literal

from shared.event import Fact, Instant
from shared.ids import SubscriptionId, UnitId


class DeliveryFailed(Fact):
    """A webhook keeps failing; it is still tried. Not deliverable by webhook itself."""

    type: Literal["notify.delivery-failed.v1"] = "notify.delivery-failed.v1"
    subscription: SubscriptionId
    unit: UnitId
    number: int
    attempts: int
    at: Instant


NotifyFact = DeliveryFailed
