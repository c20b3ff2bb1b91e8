"""What happens to a subscription: opened, paused, resumed, ended, its secret changed, a ping or a replay asked for."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from shared.event import Event, Instant
from shared.ids import PlaceId, SubscriptionId, UnitId
from shared.sealed import Sealed
from shared.words import UnitKind

Name = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
Pause = Literal["asked", "gone"]
"""Why nothing is sent for now: its unit asked for it, or its receiver answered 410."""

DELIVERABLE: frozenset[str] = frozenset(
    {
        "scheduling.unit-described.v1",
        "scheduling.place-described.v1",
        "scheduling.person-described.v1",
        "scheduling.campaign-planned.v1",
        "scheduling.roster-published.v1",
        "scheduling.stay-started.v1",
        "scheduling.stay-interrupted.v1",
        "scheduling.stay-resumed.v1",
        "scheduling.stay-ended.v1",
        "scheduling.stay-shortfall-foreseen.v1",
        "ledger.visit-logged.v1",
        "ledger.matter-raised.v1",
        "ledger.filing-submitted.v1",
        "ledger.filing-returned.v1",
        "ledger.filing-receipted.v1",
        "ledger.filing-overdue.v1",
        "casework.matter-settled.v1",
        "casework.case-opened.v1",
        "casework.case-handed-over.v1",
        "casework.case-returned.v1",
        "casework.case-accepted.v1",
        "casework.limit-reminded.v1",
        "casework.case-escalated.v1",
        "casework.result-recorded.v1",
        "casework.reply-issued.v1",
        "casework.copy-served.v1",
        "casework.case-struck.v1",
    }
)
"""The fact types that may be subscribed to: who opened an identity is for auditors, who have no webhooks; a delivery
that failed would be told by deliveries that fail."""


class SubscriptionEvent(Event):
    """What every step of a subscription names: its unit is the one that is told, and no other."""

    subscription: SubscriptionId
    unit: UnitId
    at: Instant


class SubscriptionOpened(SubscriptionEvent):
    """A unit asked to be told of facts of these types, everywhere or at some places with all below them.

    Without a `url` it is only fetched: nothing is sent, and there is no secret.
    """

    type: Literal["subscription-opened.v1"] = "subscription-opened.v1"
    kind: UnitKind
    name: Name
    url: str | None
    types: tuple[str, ...]
    places: tuple[PlaceId, ...]
    secret: Sealed | None


class SubscriptionPaused(SubscriptionEvent):
    """Nothing is sent until it is resumed; what happens meanwhile waits in order."""

    type: Literal["subscription-paused.v1"] = "subscription-paused.v1"
    reason: Pause


class SubscriptionResumed(SubscriptionEvent):
    """What has waited is sent, in order."""

    type: Literal["subscription-resumed.v1"] = "subscription-resumed.v1"


class SubscriptionEnded(SubscriptionEvent):
    """Its unit is told nothing any more, and what has waited is not sent."""

    type: Literal["subscription-ended.v1"] = "subscription-ended.v1"


class SecretChanged(SubscriptionEvent):
    """Deliveries are signed with a new secret; until `former_until` with the former one beside it."""

    type: Literal["subscription-secret-changed.v1"] = "subscription-secret-changed.v1"
    secret: Sealed
    former_until: Instant


class PingAsked(SubscriptionEvent):
    """Its unit wants to see that a delivery arrives."""

    type: Literal["subscription-ping-asked.v1"] = "subscription-ping-asked.v1"


class ReplayAsked(SubscriptionEvent):
    """Deliveries `first`..`last` are to be sent again, as the subscription's `round`-th replay."""

    type: Literal["subscription-replay-asked.v1"] = "subscription-replay-asked.v1"
    first: int
    last: int
    round: int


SubscriptionHappened = (
    SubscriptionOpened
    | SubscriptionPaused
    | SubscriptionResumed
    | SubscriptionEnded
    | SecretChanged
    | PingAsked
    | ReplayAsked
)


def subscription_stream(subscription: UUID) -> str:
    """The stream of a subscription."""
    return f"subscription/{subscription}"
