"""What the ledger says was done on a stay: its visits."""

from collections.abc import Iterator

from sqlalchemy import Boolean, Column, DateTime, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import insert

from shared.change import Change, Envelope, tenant_column
from shared.contracts.ledger import VisitLogged
from shared.eventstore.projections import Projection

METADATA = MetaData(schema="activity")

visits = Table(
    "visits",
    METADATA,
    tenant_column(),
    Column("visit", Uuid, primary_key=True),
    Column("stay", Uuid, nullable=False, index=True),
    Column("mode", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("late", Boolean, nullable=False),
)

ADD = insert(visits)


def project(said: VisitLogged, envelope: Envelope) -> Iterator[Change]:
    """One row a visit."""
    yield f"visit/{said.visit}", ADD, said.model_dump(include={"visit", "stay", "mode", "at", "late"})


ACTIVITY = Projection(
    name="activity",
    version=1,
    source="ledger",
    language=(VisitLogged,),
    metadata=METADATA,
    project=project,
)
