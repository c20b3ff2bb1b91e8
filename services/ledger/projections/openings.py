"""Who opened whose identity, why and when; nothing of what was seen."""

from collections.abc import Iterator

from sqlalchemy import Column, DateTime, MetaData, Table, Text, Uuid, insert
from sqlalchemy.dialects.postgresql import ARRAY

from services.ledger.events.opening import IdentityOpened
from services.ledger.projections.shapes import plain, sealed_column
from shared.change import Change, Envelope, tenant_column
from shared.eventstore.projections import Projection

METADATA = MetaData(schema="openings")

openings = Table(
    "openings",
    METADATA,
    tenant_column(),
    Column("opening", Uuid, primary_key=True),
    Column("matter", Uuid, nullable=False, index=True),
    Column("unit", Uuid),
    Column("by", Text, nullable=False),
    Column("subjects", ARRAY(Uuid), nullable=False),
    sealed_column("purpose", nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

OPEN = insert(openings)


def project(said: IdentityOpened, envelope: Envelope) -> Iterator[Change]:
    """One row an opening."""
    told = {name: getattr(said, name) for name in ("opening", "matter", "unit", "by", "at")}
    yield envelope.stream, OPEN, {**told, "subjects": list(said.subjects), "purpose": plain(said.purpose)}


OPENINGS = Projection("openings", 1, "ledger", (IdentityOpened,), METADATA, project)
