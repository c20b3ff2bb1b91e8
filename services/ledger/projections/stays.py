"""When stays began and ended, as scheduling says."""

from collections.abc import Iterator
from typing import assert_never

from sqlalchemy import Column, DateTime, Integer, MetaData, Table, Uuid, bindparam, update
from sqlalchemy.dialects.postgresql import insert

from shared.change import Change, Envelope, tenant_column
from shared.contracts.scheduling import StayEnded, StayStarted
from shared.eventstore.projections import Projection

METADATA = MetaData(schema="stays")

stays = Table(
    "stays",
    METADATA,
    tenant_column(),
    Column("stay", Uuid, primary_key=True),
    Column("campaign", Uuid, nullable=False, index=True),
    Column("person", Uuid, nullable=False),
    Column("unit", Uuid, nullable=False),
    Column("place", Uuid, nullable=False),
    Column("batch", Integer, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
)

START = insert(stays).on_conflict_do_nothing()
END = update(stays).where(stays.c.stay == bindparam("of")).values(ended_at=bindparam("ended_at"))
_TOLD = ("stay", "campaign", "person", "unit", "place", "batch")


def project(said: StayStarted | StayEnded, envelope: Envelope) -> Iterator[Change]:
    """Interruptions do not matter here: what was done is noted on the stay as a whole."""
    match said:
        case StayStarted():
            row = {name: getattr(said, name) for name in _TOLD}
            yield f"stay/{said.stay}", START, {**row, "started_at": said.at}
        case StayEnded():
            yield f"stay/{said.stay}", END, {"of": said.stay, "ended_at": said.at}
        case _:
            assert_never(said)


STAYS = Projection("stays", 1, "scheduling", (StayStarted, StayEnded), METADATA, project)
