"""Stays as they now stand, and the spans in which somebody was there."""

from collections.abc import Iterator
from typing import Any, assert_never, get_args  # an update is a statement of the module, its type is SQLAlchemy's own

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, MetaData, Table, Text, Uuid, bindparam, update
from sqlalchemy.dialects.postgresql import insert

from services.scheduling.events import stay as e
from shared.change import Change, Envelope, tenant_column
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
    Column("batch_begins", Date, nullable=False),
    Column("batch_ends", Date, nullable=False),
    Column("minimum_nights", Integer, nullable=False),
    Column("activity_office", Uuid, nullable=False),
    Column("leading_group", Uuid),
    Column("district_office", Uuid, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("nights", Integer, nullable=False),
    Column("since", DateTime(timezone=True)),
    Column("started_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Column("short", Boolean),
    Column("foreseen_at", DateTime(timezone=True)),
)
"""`state`: planned, started, interrupted, ended, withdrawn; `nights` of the spans over, `since`: the running one's."""

spans = Table(
    "spans",
    METADATA,
    tenant_column(),
    Column("stay", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("began_at", DateTime(timezone=True), nullable=False),
    Column("began_role", Text, nullable=False),
    Column("left_at", DateTime(timezone=True)),
    Column("left_role", Text),
    Column("reason", Text),
)
"""`version`: the stay's, with which a span began; two may begin at one moment where a sandbox's clock stands still.
The roles tell a step of one's own from one taken for the cadre; null with a `left_at`: it ended by itself."""

_KEPT = ("tenant", "stay", "foreseen_at")
_PLAN = insert(stays)
PLAN = _PLAN.on_conflict_do_update(
    index_elements=list(stays.primary_key),
    set_={column.name: _PLAN.excluded[column.name] for column in stays.c if column.name not in _KEPT},
)


def _setting(*columns: str) -> Any:
    return update(stays).where(stays.c.stay == bindparam("of")).values({name: bindparam(name) for name in columns})


WITHDRAW = _setting("version", "state")
START = _setting("version", "state", "since", "started_at")
RESUME = _setting("version", "state", "since")
INTERRUPT = _setting("version", "state", "since", "nights")
END = _setting("version", "state", "since", "nights", "ended_at", "short")
FORESEE = _setting("version", "foreseen_at")
MOVE_IN = insert(spans)
MOVE_OUT = (
    update(spans)
    .where(spans.c.stay == bindparam("of"), spans.c.left_at.is_(None))
    .values({name: bindparam(name) for name in ("left_at", "left_role", "reason")})
)

_Rows = Iterator[tuple[Any, dict[str, Any]]]


def project(said: e.StayHappened, envelope: Envelope) -> Iterator[Change]:
    """What a step changes, all under the stay's own key."""
    for statement, parameters in _rows(said, {"of": said.stay, "version": envelope.version}):
        yield f"stay/{said.stay}", statement, parameters


def _rows(said: e.StayHappened, at: dict[str, Any]) -> _Rows:
    match said:
        case e.StayPlanned():
            yield PLAN, _planned(said, at["version"])
        case e.StayWithdrawn():
            yield WITHDRAW, {**at, "state": "withdrawn"}
        case e.StayShortfallForeseen():
            yield FORESEE, {**at, "foreseen_at": said.at}
        case e.StayStarted() | e.StayResumed():
            yield from _moved_in(said, at)
        case e.StayInterrupted() | e.StayEnded():
            yield from _moved_out(said, at)
        case _:
            assert_never(said)


def _planned(said: e.StayPlanned, version: int) -> dict[str, Any]:
    told = said.model_dump(exclude={"type", "at", "offices", "shortfall_due", "over_due"})
    offices = said.offices
    named = {
        "activity_office": offices.activity,
        "leading_group": offices.leading_group,
        "district_office": offices.district,
    }
    nothing_yet = {"since": None, "started_at": None, "ended_at": None, "short": None, "foreseen_at": None}
    return {**told, **named, **nothing_yet, "state": "planned", "version": version, "nights": 0}


def _moved_in(said: e.StayStarted | e.StayResumed, at: dict[str, Any]) -> _Rows:
    present = {**at, "state": "started", "since": said.at}
    yield (START, {**present, "started_at": said.at}) if isinstance(said, e.StayStarted) else (RESUME, present)
    yield MOVE_IN, {"stay": said.stay, "version": at["version"], "began_at": said.at, "began_role": said.role}


def _moved_out(said: e.StayInterrupted | e.StayEnded, at: dict[str, Any]) -> _Rows:
    gone = {**at, "since": None, "nights": said.nights}
    left = {"of": said.stay, "left_at": said.at, "left_role": said.role}
    match said:
        case e.StayInterrupted(reason=reason):
            yield INTERRUPT, {**gone, "state": "interrupted"}
            yield MOVE_OUT, {**left, "reason": reason}
        case e.StayEnded(short=short):
            yield END, {**gone, "state": "ended", "ended_at": said.at, "short": short}
            yield MOVE_OUT, {**left, "reason": None}
        case _:
            assert_never(said)


STAYS = Projection(
    name="stays",
    version=2,
    source="scheduling",
    language=get_args(e.StayHappened),
    metadata=METADATA,
    project=project,
)
