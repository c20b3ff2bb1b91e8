"""Subscriptions as they stand; their secrets stay sealed."""

from collections.abc import Iterator, Mapping
from typing import Any, assert_never, get_args  # parameters are whatever the columns take

from sqlalchemy import JSON, BigInteger, Column, DateTime, MetaData, Table, Text, Uuid, bindparam, insert, update
from sqlalchemy.dialects.postgresql import ARRAY

from services.notify.events import subscription as e
from shared.change import Change, Envelope, tenant_column
from shared.eventstore.projections import Projection

METADATA = MetaData(schema="subscriptions")

subscriptions = Table(
    "subscriptions",
    METADATA,
    tenant_column(),
    Column("subscription", Uuid, primary_key=True),
    Column("unit", Uuid, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("url", Text),
    Column("types", ARRAY(Text), nullable=False),
    Column("places", ARRAY(Uuid), nullable=False),
    Column("status", Text, nullable=False),
    Column("pause", Text),
    Column("secret", JSON(none_as_null=True)),
    Column("former_secret", JSON(none_as_null=True)),
    Column("former_until", DateTime(timezone=True)),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("version", BigInteger, nullable=False),
)
"""`status`: open, paused or ended; `pause`: why it is paused. No `url`: for fetching alone."""

_ONE = update(subscriptions).where(subscriptions.c.subscription == bindparam("of"))
OPEN = insert(subscriptions)
STAND = _ONE.values(status=bindparam("to"), pause=bindparam("because"), version=bindparam("at_version"))
CHANGE_SECRET = _ONE.values(
    former_secret=subscriptions.c.secret,
    secret=bindparam("new", type_=JSON(none_as_null=True)),
    former_until=bindparam("until"),
    version=bindparam("at_version"),
)
TOUCH = _ONE.values(version=bindparam("at_version"))

STATUS: Mapping[type, str] = {
    e.SubscriptionPaused: "paused",
    e.SubscriptionResumed: "open",
    e.SubscriptionEnded: "ended",
}


def project(said: e.SubscriptionHappened, envelope: Envelope) -> Iterator[Change]:
    """One row for each subscription."""
    key, one = envelope.stream, {"of": said.subscription, "at_version": envelope.version}
    match said:
        case e.SubscriptionOpened():
            yield key, OPEN, _opened(said, envelope)
        case e.SubscriptionPaused() | e.SubscriptionResumed() | e.SubscriptionEnded():
            yield key, STAND, {**one, "to": STATUS[type(said)], "because": getattr(said, "reason", None)}
        case e.SecretChanged():
            yield key, CHANGE_SECRET, {**one, "new": said.secret.model_dump(mode="json"), "until": said.former_until}
        case e.PingAsked() | e.ReplayAsked():
            yield key, TOUCH, one
        case _:
            assert_never(said)


def _opened(said: e.SubscriptionOpened, envelope: Envelope) -> dict[str, Any]:
    return {
        **said.model_dump(include={"subscription", "unit", "kind", "name", "url"}),
        "types": list(said.types),
        "places": list(said.places),
        "secret": said.secret.model_dump(mode="json") if said.secret else None,
        "status": "open",
        "opened_at": said.at,
        "version": envelope.version,
    }


SUBSCRIPTIONS = Projection("subscriptions", 1, "notify", get_args(e.SubscriptionHappened), METADATA, project)
