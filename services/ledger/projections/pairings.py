"""Pairings with their needs and measures."""

from collections.abc import Iterator
from typing import Any, assert_never, get_args  # parameters are whatever the columns take
from uuid import UUID

from sqlalchemy import Column, DateTime, Integer, MetaData, Numeric, Table, Text, Uuid, bindparam, insert, update

from services.ledger.events.pairing import MeasureResulted, MeasureTaken, NeedRanked, PairingHappened, PairingMade
from services.ledger.projections.shapes import on_stay_columns, on_stay_values, plain, sealed_column
from shared.change import Change, Envelope, tenant_column
from shared.eventstore.projections import Projection

METADATA = MetaData(schema="pairings")

pairings = Table(
    "pairings",
    METADATA,
    tenant_column(),
    Column("pairing", Uuid, primary_key=True),
    *on_stay_columns(),
    Column("household", Uuid, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
needs = Table(
    "needs",
    METADATA,
    tenant_column(),
    Column("pairing", Uuid, primary_key=True),
    Column("rank", Integer, primary_key=True),
    sealed_column("need", nullable=False),
)
measures = Table(
    "measures",
    METADATA,
    tenant_column(),
    Column("pairing", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("event", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("amount", Numeric(12, 2)),
    sealed_column("what", nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    sealed_column("result"),
    Column("result_at", DateTime(timezone=True)),
)

PAIR = insert(pairings)
COUNT = update(pairings).where(pairings.c.pairing == bindparam("of")).values(version=bindparam("version"))
NEED = insert(needs)
TAKE = insert(measures)
RESULT = (
    update(measures)
    .where(measures.c.pairing == bindparam("of"), measures.c.number == bindparam("of_number"))
    .values(result=bindparam("result"), result_at=bindparam("result_at"))
)

_Rows = Iterator[tuple[Any, dict[str, Any]]]


def project(said: PairingHappened, envelope: Envelope) -> Iterator[Change]:
    """Everything of a pairing under its own key."""
    for statement, parameters in _rows(said, envelope):
        yield f"pairing/{said.pairing}", statement, parameters


def _rows(said: PairingHappened, envelope: Envelope) -> _Rows:
    version = envelope.version
    if isinstance(said, PairingMade):
        told = {"pairing": said.pairing, "household": said.household, "kind": said.kind, "version": version}
        yield PAIR, {**on_stay_values(said), **told}
        return
    yield COUNT, {"of": said.pairing, "version": version}
    yield _step(said, envelope.id)


def _step(said: NeedRanked | MeasureTaken | MeasureResulted, event: UUID) -> tuple[Any, dict[str, Any]]:
    match said:
        case NeedRanked():
            return NEED, {"pairing": said.pairing, "rank": said.rank, "need": plain(said.need)}
        case MeasureTaken():
            told = {"pairing": said.pairing, "number": said.number, "kind": said.kind, "amount": said.amount}
            return TAKE, {**told, "event": event, "what": plain(said.what), "at": said.at}
        case MeasureResulted():
            of = {"of": said.pairing, "of_number": said.number}
            return RESULT, {**of, "result": plain(said.result), "result_at": said.at}
        case _:
            assert_never(said)


PAIRINGS = Projection("pairings", 1, "ledger", get_args(PairingHappened), METADATA, project)
