"""Deliveries with what they tell and what became of them, and the outbox: what is still to be posted."""

from collections.abc import Iterator
from typing import Any, assert_never  # parameters are whatever the columns take

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from services.notify.events.delivery import DeliveryAcknowledged, DeliveryFailing, DeliveryQueued
from services.notify.events.subscription import ReplayAsked
from shared.change import Change, Envelope, tenant_column
from shared.eventstore.projections import Projection

METADATA = MetaData(schema="deliveries")

deliveries = Table(
    "deliveries",
    METADATA,
    tenant_column(),
    Column("subscription", Uuid, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("delivery", Uuid, nullable=False),
    Column("unit", Uuid, nullable=False),
    Column("fact", Uuid, nullable=False),
    Column("fact_type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("posted", Boolean, nullable=False),
    Column("about", JSON, nullable=False),
    Column("data", JSON, nullable=False),
    Column("campaign", Uuid, index=True),
    Column("accusation", Boolean, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("acknowledged_at", DateTime(timezone=True)),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("failing", Boolean, nullable=False, server_default="false"),
    Index(None, "tenant", "delivery"),
)
"""A delivery; `attempts` are those of sendings that have arrived."""

outbox = Table(
    "outbox",
    METADATA,
    tenant_column(),
    Column("subscription", Uuid, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("subject", Text, nullable=False),
    Index(None, "tenant", "subscription", "subject"),
)
"""What is still to be posted: round 0 the first time, others as replays."""

_D, _O = deliveries.c, outbox.c
_ONE = update(deliveries).where(_D.subscription == bindparam("of"), _D.number == bindparam("no"))
TELL = insert(deliveries)
SEND = insert(outbox)
SENT = delete(outbox).where(
    _O.subscription == bindparam("of"), _O.number == bindparam("no"), _O.round == bindparam("nth")
)
ARRIVED = _ONE.values(acknowledged_at=bindparam("arrived_at"), attempts=_D.attempts + bindparam("more"))
ARRIVED_AGAIN = _ONE.values(attempts=_D.attempts + bindparam("more"))
FAILING = _ONE.values(failing=True)
SEND_AGAIN = insert(outbox).from_select(
    ["subscription", "number", "round", "subject"],
    select(_D.subscription, _D.number, bindparam("nth", type_=Integer), _D.subject).where(
        _D.subscription == bindparam("of"), _D.number.between(bindparam("first"), bindparam("last"))
    ),
)

Said = DeliveryQueued | DeliveryAcknowledged | DeliveryFailing | ReplayAsked


def project(said: Said, envelope: Envelope) -> Iterator[Change]:
    """A first sending goes under its delivery's key, a replay under its subscription's: it concerns many."""
    match said:
        case DeliveryQueued():
            yield from _queued(said, envelope)
        case DeliveryAcknowledged():
            yield from _acknowledged(said)
        case DeliveryFailing():
            yield _key(said, 0), FAILING, {"of": said.subscription, "no": said.number}
        case ReplayAsked():
            span = {"of": said.subscription, "first": said.first, "last": said.last, "nth": said.round}
            yield f"replays/{said.subscription}", SEND_AGAIN, span
        case _:
            assert_never(said)


def _queued(said: DeliveryQueued, envelope: Envelope) -> Iterator[Change]:
    key = f"delivery/{envelope.id}"
    yield key, TELL, _told(said, envelope)
    if said.posted:
        first = {"subscription": said.subscription, "number": envelope.version, "round": 0, "subject": said.subject}
        yield key, SEND, first


def _told(said: DeliveryQueued, envelope: Envelope) -> dict[str, Any]:
    return {
        **said.model_dump(include={"subscription", "unit", "fact", "fact_type", "subject", "posted", "data", "at"}),
        "about": said.about.model_dump(mode="json"),
        "number": envelope.version,
        "delivery": envelope.id,
        "campaign": said.about.campaign,
        "accusation": said.about.accusation,
    }


def _acknowledged(said: DeliveryAcknowledged) -> Iterator[Change]:
    one = {"of": said.subscription, "no": said.number}
    key = _key(said, said.round)
    yield key, SENT, {**one, "nth": said.round}
    if said.round:
        yield key, ARRIVED_AGAIN, {**one, "more": said.attempts}
    else:
        yield key, ARRIVED, {**one, "more": said.attempts, "arrived_at": said.at}


def _key(said: DeliveryAcknowledged | DeliveryFailing, nth: int) -> str:
    return f"replays/{said.subscription}" if nth else f"delivery/{said.delivery}"


DELIVERIES = Projection(
    name="deliveries",
    version=1,
    source="notify",
    language=(DeliveryQueued, DeliveryAcknowledged, DeliveryFailing, ReplayAsked),
    metadata=METADATA,
    project=project,
)
