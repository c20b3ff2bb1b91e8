"""Which records list whom, so that an erasure finds all that was written about somebody; and the erasures."""

from collections.abc import Iterator
from itertools import chain
from typing import assert_never, get_args
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, Integer, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB, insert

from services.ledger.events.erasure import SubjectErased
from services.ledger.events.household import HouseholdDescribed
from services.ledger.events.listing import SubjectsListed
from services.ledger.events.opening import IdentityOpened
from services.ledger.events.pairing import PairingMade
from services.ledger.events.redaction import TextRedacted
from services.ledger.events.visit import Caller, MatterRaised, VisitLogged
from services.ledger.projections.shapes import plain, plains, sealed_column
from shared.change import Change, Envelope, tenant_column
from shared.erasure import Kind
from shared.eventstore.projections import Projection

METADATA = MetaData(schema="erasures")

listed = Table(
    "listed",
    METADATA,
    tenant_column(),
    Column("subject", Uuid, primary_key=True),
    Column("record", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
)
"""A record under whose key something about the subject is sealed; its identity under the subject's own."""

erasures = Table(
    "erasures",
    METADATA,
    tenant_column(),
    Column("subject", Uuid, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("ground", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("dropped", JSONB, nullable=False),
)

redactions = Table(
    "redactions",
    METADATA,
    tenant_column(),
    Column("position", BigInteger, primary_key=True),
    Column("was", Text, nullable=False, index=True),
    Column("subject", Uuid, nullable=False),
    Column("record", Uuid, nullable=False, index=True),
    sealed_column("text", nullable=False),
)
"""What is read in the place of a sealed value whose key is destroyed; `was`: that value's fingerprint. The newest is.

All stay: a later erasure finds here under which keys the others are sealed.
"""

LIST = insert(listed).on_conflict_do_nothing()
ERASE = insert(erasures)
REDACT = insert(redactions)

Listing = HouseholdDescribed | VisitLogged | MatterRaised | PairingMade | IdentityOpened | SubjectsListed
_Line = tuple[UUID, Kind, UUID]


def project(said: Listing | TextRedacted | SubjectErased, envelope: Envelope) -> Iterator[Change]:
    """Whom a record lists does not change; each erasure stands for itself."""
    if isinstance(said, SubjectErased):
        told = {name: getattr(said, name) for name in ("subject", "ground", "document", "by", "at")}
        yield envelope.stream, ERASE, {**told, "n": envelope.version, "dropped": plains(said.dropped)}
        return
    if isinstance(said, TextRedacted):
        kept = {"was": said.was, "subject": said.subject, "record": said.record, "text": plain(said.text)}
        yield envelope.stream, REDACT, {**kept, "position": envelope.position}
        return
    for subject, kind, record in _lines(said):
        yield envelope.stream, LIST, {"subject": subject, "kind": kind, "record": record}


def _lines(said: Listing) -> Iterator[_Line]:
    match said:
        case HouseholdDescribed(household=household):
            yield household, "identity", household
        case VisitLogged(visit=visit):
            yield from chain.from_iterable(_met(caller, visit) for caller in said.callers)
        case MatterRaised(matter=matter):
            yield from ((caller.subject, "matter", matter) for caller in said.petitioners)
        case PairingMade():
            yield said.household, "pairing", said.pairing
        case IdentityOpened() | SubjectsListed():
            yield from _said(said)
        case _:
            assert_never(said)


def _said(said: IdentityOpened | SubjectsListed) -> Iterator[_Line]:
    """An accusation's words are opened like an identity, and are nobody."""
    if isinstance(said, SubjectsListed):
        yield from ((one, said.kind, said.record) for one in said.subjects)
        return
    yield from ((one, "opening", said.opening) for one in said.subjects if one != said.matter)


def _met(caller: Caller, visit: UUID) -> Iterator[_Line]:
    yield caller.subject, "visit", visit
    if caller.household is None:
        yield caller.subject, "identity", caller.subject


ERASURES = Projection("erasures", 2, "ledger", (*get_args(Listing), TextRedacted, SubjectErased), METADATA, project)
