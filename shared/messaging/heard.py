"""A fact as it was heard, on the bell or from a feed: checked item by item, never trusted as a batch (design 5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal  # a fact's data is any JSON object
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints
from pydantic_core import to_json

from shared.envelope import Envelope
from shared.event import Instant
from shared.eventstore.cloudevents import TYPE_PREFIX
from shared.eventstore.pages import Said
from shared.ids import TENANT_PATTERN, Tenant

Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class CloudFact(BaseModel):
    """The attributes of formats 4; others are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"]
    id: UUID
    type: Annotated[str, StringConstraints(pattern=rf"^{TYPE_PREFIX}")]
    subject: str
    time: Instant
    tenant: Annotated[str, StringConstraints(pattern=TENANT_PATTERN)]
    store: UUID
    position: int
    hash: Hash
    previous: int
    previoushash: Hash
    correlationid: str | None = None
    causationid: str | None = None
    traceparent: str | None = None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """A fact in its chain: what was said, and which fact of the district came before it."""

    said: Said
    store: UUID
    previous: int
    previous_hash: bytes


def link_of(item: Any) -> Link:
    """The checked fact. Raises pydantic's ValidationError for what is none."""
    fact = CloudFact.model_validate(item)
    envelope = _envelope(fact, fact.time)
    text = to_json(fact.data).decode()
    carried = {"correlationid": fact.correlationid, "causationid": fact.causationid, "traceparent": fact.traceparent}
    meta = to_json({name: value for name, value in carried.items() if value}).decode()
    said = Said(envelope, bytes.fromhex(fact.hash), None, (fact.type.removeprefix(TYPE_PREFIX), text), meta)
    return Link(said, fact.store, fact.previous, bytes.fromhex(fact.previoushash))


def _envelope(fact: CloudFact, occurred: datetime) -> Envelope:
    return Envelope(fact.id, Tenant(fact.tenant), fact.subject, 0, fact.position, "", occurred)
