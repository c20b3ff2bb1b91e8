"""Visits with their diary lines, who was met, which matters were heard. No words of an accusation come here."""

from collections.abc import Iterator
from typing import Any, assert_never, get_args  # parameters are whatever the columns take

from sqlalchemy import Column, Integer, MetaData, Table, Text, Uuid, bindparam, func, insert, update
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from services.ledger.events.listing import SubjectsListed
from services.ledger.events.visit import DiaryCorrected, MatterRaised, VisitHappened, VisitLogged
from services.ledger.projections.shapes import on_stay_columns, on_stay_values, plain, sealed_column
from shared.change import Change, Envelope, tenant_column
from shared.eventstore.projections import Projection

METADATA = MetaData(schema="visits")

visits = Table(
    "visits",
    METADATA,
    tenant_column(),
    Column("visit", Uuid, primary_key=True),
    *on_stay_columns(),
    Column("mode", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("diary", JSONB, nullable=False),
    Column("was", JSONB, nullable=False, server_default="[]"),
)
"""`diary` sealed, as it is worded now; `was`: its earlier wordings, oldest first."""

callers = Table(
    "callers",
    METADATA,
    tenant_column(),
    Column("visit", Uuid, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("household", Uuid, index=True),
)

matters = Table(
    "matters",
    METADATA,
    tenant_column(),
    Column("matter", Uuid, primary_key=True),
    Column("visit", Uuid, nullable=False, index=True),
    *on_stay_columns(),
    Column("kind", Text, nullable=False),
    Column("field", Text),
    Column("confidentiality", Text, nullable=False),
    Column("subject", Text),
    Column("subjects", ARRAY(Uuid), nullable=False),
    sealed_column("words"),
    sealed_column("answer"),
)
"""`subjects`: whose identities belong to the matter; `words` and `answer` are never an accusation's."""

concerned = Table(
    "concerned",
    METADATA,
    tenant_column(),
    Column("matter", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
)
"""The persons and units that matters are about; for an accusation, the firewall's ground."""

LOG = insert(visits)
MEET = insert(callers)
RAISE = insert(matters)
CONCERN = insert(concerned)
_OF = visits.c.visit == bindparam("of")
COUNT = update(visits).where(_OF).values(version=bindparam("version"))
CORRECT = (
    update(visits)
    .where(_OF)
    .values(
        version=bindparam("version"),
        diary=bindparam("diary"),
        was=visits.c.was.op("||")(func.jsonb_build_array(visits.c.diary)),
    )
)

_Rows = Iterator[tuple[Any, dict[str, Any]]]


def project(said: VisitHappened | SubjectsListed, envelope: Envelope) -> Iterator[Change]:
    """Everything of a visit under its own key."""
    if isinstance(said, SubjectsListed):
        yield envelope.stream, COUNT, {"of": said.record, "version": envelope.version}  # of no visit, for others
        return
    for statement, parameters in _rows(said, envelope.version):
        yield f"visit/{said.visit}", statement, parameters


def _rows(said: VisitHappened, version: int) -> _Rows:
    match said:
        case VisitLogged():
            row = {"visit": said.visit, "mode": said.mode, "version": version, "diary": plain(said.diary)}
            yield LOG, {**on_stay_values(said), **row}
            for n, caller in enumerate(said.callers):
                yield MEET, {"visit": said.visit, "n": n, "household": caller.household}
        case MatterRaised():
            yield COUNT, {"of": said.visit, "version": version}
            yield from _raised(said)
        case DiaryCorrected():
            yield CORRECT, {"of": said.visit, "version": version, "diary": plain(said.diary)}
        case _:
            assert_never(said)


def _raised(said: MatterRaised) -> _Rows:
    told = {name: getattr(said, name) for name in ("matter", "visit", "kind", "field", "confidentiality", "subject")}
    yield RAISE, {**on_stay_values(said), **told, **_words(said)}
    for one in sorted({one.id for one in said.concerns}):
        yield CONCERN, {"matter": said.matter, "id": one}


def _words(said: MatterRaised) -> dict[str, Any]:
    subjects = [caller.subject for caller in said.petitioners]
    if said.kind == "accusation":
        return {"subjects": [*subjects, said.matter], "words": None, "answer": None}
    return {"subjects": subjects, "words": plain(said.words), "answer": plain(said.answer)}


VISITS = Projection("visits", 1, "ledger", (*get_args(VisitHappened), SubjectsListed), METADATA, project)
