"""Screenings, deeds, meetings and notes."""

from collections.abc import Iterator
from typing import Any, assert_never  # parameters are whatever the columns take

from sqlalchemy import Column, Integer, MetaData, Numeric, Table, Text, Uuid, bindparam, func, insert, update
from sqlalchemy.dialects.postgresql import JSONB

from services.ledger.events.records import DeedDone, MeetingHeld, NoteWritten
from services.ledger.events.screening import ScreeningCorrected, ScreeningDone
from services.ledger.projections.shapes import on_stay_columns, on_stay_values, plain, plains, sealed_column
from shared.change import Change, Envelope, tenant_column
from shared.eventstore.projections import Projection

METADATA = MetaData(schema="records")

screenings = Table(
    "screenings",
    METADATA,
    tenant_column(),
    Column("screening", Uuid, primary_key=True),
    *on_stay_columns(),
    Column("spot", Uuid),
    Column("version", Integer, nullable=False),
    Column("findings", JSONB, nullable=False),
    Column("was", JSONB, nullable=False, server_default="[]"),
)
"""`findings` as they are worded now, `was`: the earlier wordings, oldest first; their words are sealed."""

deeds = Table(
    "deeds",
    METADATA,
    tenant_column(),
    Column("deed", Uuid, primary_key=True),
    *on_stay_columns(),
    Column("kind", Text, nullable=False),
    sealed_column("what", nullable=False),
    Column("money", Numeric(12, 2)),
    Column("days", Integer),
)
meetings = Table(
    "meetings",
    METADATA,
    tenant_column(),
    Column("meeting", Uuid, primary_key=True),
    *on_stay_columns(),
    Column("kind", Text, nullable=False),
    Column("party", Integer, nullable=False),
    Column("people", Integer, nullable=False),
    sealed_column("minutes", nullable=False),
    sealed_column("opinions"),
)
notes = Table(
    "notes",
    METADATA,
    tenant_column(),
    Column("note", Uuid, primary_key=True),
    *on_stay_columns(),
    Column("about", Text, nullable=False),
    sealed_column("text", nullable=False),
)

SCREEN = insert(screenings)
CORRECT = (
    update(screenings)
    .where(screenings.c.screening == bindparam("of"))
    .values(
        version=bindparam("version"),
        findings=bindparam("findings"),
        was=screenings.c.was.op("||")(func.jsonb_build_array(screenings.c.findings)),
    )
)
DO = insert(deeds)
MEET = insert(meetings)
WRITE = insert(notes)

Recorded = ScreeningDone | ScreeningCorrected | DeedDone | MeetingHeld | NoteWritten


def project(said: Recorded, envelope: Envelope) -> Iterator[Change]:
    """Each record under its stream's key."""
    statement, parameters = _row(said, envelope.version)
    yield envelope.stream, statement, parameters


def _row(said: Recorded, version: int) -> tuple[Any, dict[str, Any]]:
    if isinstance(said, ScreeningCorrected):
        return CORRECT, {"of": said.screening, "version": version, "findings": plains(said.findings)}
    statement, told = _first(said)
    return statement, {**on_stay_values(said), **told, **({"version": version} if statement is SCREEN else {})}


def _first(said: ScreeningDone | DeedDone | MeetingHeld | NoteWritten) -> tuple[Any, dict[str, Any]]:
    match said:
        case ScreeningDone():
            return SCREEN, {"screening": said.screening, "spot": said.spot, "findings": plains(said.findings)}
        case DeedDone(contribution=given):
            gift = {"money": given.money if given else None, "days": given.days if given else None}
            return DO, {"deed": said.deed, "kind": said.kind, "what": plain(said.what), **gift}
        case MeetingHeld(attendance=came):
            words = {"minutes": plain(said.minutes), "opinions": plain(said.opinions)}
            return MEET, {
                "meeting": said.meeting,
                "kind": said.kind,
                **words,
                "party": came.party,
                "people": came.people,
            }
        case NoteWritten():
            return WRITE, {"note": said.note, "about": said.about, "text": plain(said.text)}
        case _:
            assert_never(said)


RECORDS = Projection(
    "records", 1, "ledger", (ScreeningDone, ScreeningCorrected, DeedDone, MeetingHeld, NoteWritten), METADATA, project
)
