"""What the ledger said of each matter: who spoke, and their words; all sealed, opened by the ledger alone."""

from collections.abc import Iterator

from sqlalchemy import JSON, Column, MetaData, Table, Uuid, insert

from shared.change import Change, Envelope, tenant_column
from shared.contracts.ledger import MatterRaised, Petitioner
from shared.eventstore.projections import Projection

__all__ = ["HEARD", "HEARD_MATTERS", "Petitioner"]

METADATA = MetaData(schema="heard")

HEARD = Table(
    "heard",
    METADATA,
    tenant_column(),
    Column("matter", Uuid, primary_key=True),
    Column("words", JSON(none_as_null=True), nullable=False),
    Column("petitioners", JSON, nullable=False),
)
"""Sealed words and the petitioners (subject, household, sealed name and telephone) of each matter."""

ADD = insert(HEARD)


def project_heard(said: MatterRaised, envelope: Envelope) -> Iterator[Change]:
    """One row for each matter that was raised."""
    plain = said.model_dump(mode="json", include={"words", "petitioners"})
    yield str(said.matter), ADD, {"matter": said.matter, **plain}


HEARD_MATTERS = Projection("heard", 1, "ledger", (MatterRaised,), METADATA, project_heard)
