"""Who is competent for which field, and the prefix of each unit's letters."""

from collections.abc import Iterator
from typing import Any, assert_never  # parameters are whatever the columns take

from sqlalchemy import Column, DateTime, MetaData, Table, Text, Uuid, bindparam
from sqlalchemy.dialects.postgresql import insert

from services.casework.events.offices import CompetenceSet, LetterheadSet
from shared.change import Change, Envelope, tenant_column
from shared.eventstore.projections import Projection

METADATA = MetaData(schema="offices")

COMPETENCES = Table(
    "competences",
    METADATA,
    tenant_column(),
    Column("field", Text, primary_key=True),
    Column("unit", Uuid, nullable=False),
    Column("name", Text),
    Column("since", DateTime(timezone=True), nullable=False),
)
"""R117: one competent unit for each field."""

LETTERHEADS = Table(
    "letterheads",
    METADATA,
    tenant_column(),
    Column("unit", Uuid, primary_key=True),
    Column("prefix", Text, nullable=False),
)
"""机关代字, where a unit has set its own."""

_NEW: dict[str, Any] = {"unit": bindparam("unit"), "name": bindparam("name"), "since": bindparam("since")}
SET_COMPETENCE = insert(COMPETENCES).values(field=bindparam("field"), **_NEW)
SET_COMPETENCE = SET_COMPETENCE.on_conflict_do_update(
    index_elements=["tenant", "field"], set_={name: SET_COMPETENCE.excluded[name] for name in _NEW}
)
SET_LETTERHEAD = insert(LETTERHEADS).values(unit=bindparam("unit"), prefix=bindparam("prefix"))
SET_LETTERHEAD = SET_LETTERHEAD.on_conflict_do_update(
    index_elements=["tenant", "unit"], set_={"prefix": SET_LETTERHEAD.excluded.prefix}
)


def project_offices(said: CompetenceSet | LetterheadSet, envelope: Envelope) -> Iterator[Change]:
    """The newest says it all."""
    match said:
        case CompetenceSet():
            row = {"field": said.field, "unit": said.unit, "name": said.name, "since": said.at}
            yield f"competence/{said.field}", SET_COMPETENCE, row
        case LetterheadSet():
            yield f"letterhead/{said.unit}", SET_LETTERHEAD, {"unit": said.unit, "prefix": said.prefix}
        case _:
            assert_never(said)


OFFICES = Projection("offices", 1, "casework", (CompetenceSet, LetterheadSet), METADATA, project_offices)
