"""The households of the district's groups; who lives there stays sealed."""

from collections.abc import Iterator

from sqlalchemy import Boolean, Column, Integer, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import insert

from services.ledger.events.household import HouseholdDescribed
from services.ledger.projections.shapes import plain, sealed_column
from shared.change import Change, Envelope, tenant_column
from shared.eventstore.projections import Projection

METADATA = MetaData(schema="households")

households = Table(
    "households",
    METADATA,
    tenant_column(),
    Column("household", Uuid, primary_key=True),
    Column("code", Text, nullable=False, index=True),
    Column("place", Uuid, nullable=False, index=True),
    Column("number", Integer, nullable=False),
    sealed_column("head", nullable=False),
    sealed_column("telephone"),
    sealed_column("address"),
    Column("difficulty", Boolean, nullable=False),
    Column("mac", Text, nullable=False),
)

_DESCRIBE = insert(households)
_ANEW = {column.name: _DESCRIBE.excluded[column.name] for column in households.c if not column.primary_key}
DESCRIBE = _DESCRIBE.on_conflict_do_update(index_elements=list(households.primary_key), set_=_ANEW)


def project(said: HouseholdDescribed, envelope: Envelope) -> Iterator[Change]:
    """The newest says it all."""
    row = {name: getattr(said, name) for name in ("household", "code", "place", "number", "difficulty", "mac")}
    sealed = {"head": plain(said.head), "telephone": plain(said.telephone), "address": plain(said.address)}
    yield f"household/{said.household}", DESCRIBE, {**row, **sealed}


HOUSEHOLDS = Projection("households", 1, "ledger", (HouseholdDescribed,), METADATA, project)
