"""What notify shows."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import JsonValue

from shared.event import Frozen


class Named(Frozen):
    """A thing with its name; None where the directory does not know it."""

    id: UUID
    name: str | None


class Counts(Frozen):
    """What a subscription was told: all, acknowledged by its receiver, still to be posted, reported as failing."""

    queued: int
    acknowledged: int
    waiting: int
    failing: int


class SubscriptionView(Frozen):
    """A subscription; its secret is shown once, when it is made."""

    id: UUID
    name: str
    unit: Named
    url: str | None
    types: tuple[str, ...]
    places: tuple[UUID, ...]
    status: Literal["open", "paused", "ended"]
    pause: Literal["asked", "gone"] | None
    opened_at: datetime
    deliveries: Counts


class Subscriptions(Frozen):
    """The subscriptions that somebody keeps: a unit's few, on one page."""

    items: tuple[SubscriptionView, ...]
    next: str | None


State = Literal["waiting", "failing", "acknowledged", "unposted"]
"""What became of a delivery; unposted: its subscription is for fetching alone."""


class AttemptView(Frozen):
    """One request to the receiver, on the wall's clock; neither status nor error: it was cut off."""

    round: int
    n: int
    at: datetime
    milliseconds: int | None
    status: int | None
    error: str | None
    body: str | None


class DeliveryView(Frozen):
    """A delivery with its attempts; `subject` and the answers' bodies are for those who may read what was told."""

    number: int
    sequence: str
    fact: UUID
    type: str
    subject: str | None
    at: datetime
    state: State
    acknowledged_at: datetime | None
    attempts: tuple[AttemptView, ...]


class Deliveries(Frozen):
    """A page of the delivery log; `next` is the number to go on after."""

    items: tuple[DeliveryView, ...]
    next: int | None


class Events(Frozen):
    """A page of what a subscription was told, as CloudEvents; `next` is the sequence to go on after."""

    items: tuple[dict[str, JsonValue], ...]
    next: str


class To(Frozen):
    """To whom a message is addressed: a person, the holders of a post in a unit, or an office."""

    kind: Literal["person", "post", "office"]
    person: UUID | None
    post: str | None
    unit: Named | None


class MessageView(Frozen):
    """A message: a sentence by its key, in the reader's language, and references to look up; never an identity."""

    id: UUID
    kind: str
    at: datetime
    to: To
    sentence: str
    text: str
    about: Literal["stay", "filing", "case"]
    thing: UUID
    reference: str | None
    place: Named
    campaign: UUID | None
    details: dict[str, JsonValue]


class Inbox(Frozen):
    """A page of somebody's messages, the newest first."""

    items: tuple[MessageView, ...]
    next: str | None


class DeliveryFigure(Frozen):
    """How many deliveries of one type a unit's receivers have acknowledged, after how many requests."""

    unit: Named
    type: str
    acknowledged: int
    requests: int


class MessageFigures(Frozen):
    """A campaign's messages: of all its offices, or of those the asker sees (您可见的)."""

    scope: Literal["all", "yours"]
    inbox: dict[str, int]
    deliveries: tuple[DeliveryFigure, ...]
