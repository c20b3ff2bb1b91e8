"""A small world with events of a usual size: visits are noted; another service reads of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Literal
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, MetaData, Table, Text, Uuid, insert

from shared.change import Change, Envelope, tenant_column
from shared.decider import Decider
from shared.event import Event, Fact, Frozen, Instant
from shared.eventstore.projections import Language, Projection
from shared.eventstore.streams import Context
from shared.ids import Tenant

SHIFAN = Tenant("shifan")
MORNING = datetime(2010, 11, 29, 1, 30, tzinfo=UTC)
_WORDS = "走访第12户，了解冷暖，听取意见：征地补偿款三年没有到账，请有关部门核实后答复。"


class Visit(Frozen):
    """What is told of a visit: some 400 bytes as JSON."""

    visit: UUID
    household: UUID
    place: UUID
    by: UUID
    number: int
    at: Instant
    words: str


class VisitNoted(Event, Visit):
    """A visit was noted."""

    type: Literal["visit-noted.v1"] = "visit-noted.v1"


class VisitSaid(Fact, Visit):
    """What the others hear of it."""

    type: Literal["ledger.visit-noted.v1"] = "ledger.visit-noted.v1"


@dataclass(frozen=True)
class Note:
    """Note a visit in the stream of its household."""

    visit: Visit

    @property
    def stream(self) -> str:
        """Of the household."""
        return f"household/{self.visit.household}"


@dataclass(frozen=True)
class Visits:
    """What the rules ask for."""

    noted: int = 0


def _decide(command: Note, visits: Visits) -> Sequence[VisitNoted]:
    return [VisitNoted(**dict(command.visit))]


def _evolve(visits: Visits, event: VisitNoted) -> Visits:
    return Visits(visits.noted + 1)


VISITS: Decider[Note, Visits, VisitNoted] = Decider(Visits(), _decide, _evolve, (Note,), (VisitNoted,))


def announce(event: Event, envelope: Envelope) -> Fact | None:
    """Each visit is said to others."""
    return VisitSaid(**event.model_dump(exclude={"type"}))


def projection(name: str, language: Language) -> Projection:
    """One row for each visit, of ledger's own events or of its facts."""
    table = Table(
        "visits",
        MetaData(schema=name),
        tenant_column(),
        Column("visit", Uuid, primary_key=True),
        Column("household", Uuid, nullable=False),
        Column("number", BigInteger, nullable=False),
        Column("at", DateTime(timezone=True), nullable=False),
        Column("words", Text, nullable=False),
    )
    add = insert(table)

    def project(said: VisitNoted | VisitSaid, envelope: Envelope) -> Iterator[Change]:
        row = {"visit": said.visit, "household": said.household, "number": said.number}
        yield str(said.visit), add, {**row, "at": said.at, "words": said.words}

    return Projection(name, 1, "ledger", language, table.metadata, project)


def ids(chance: Random) -> Iterator[UUID]:
    """Ids without end."""
    while True:
        yield UUID(int=chance.getrandbits(128), version=4)


def visits(chance: Random, many: int, household: UUID | None = None) -> list[Visit]:
    """So many visits, each to a household of its own or all to this one."""
    new = ids(chance)
    place, by = next(new), next(new)
    return [
        Visit(
            visit=next(new),
            household=household or next(new),
            place=place,
            by=by,
            number=number,
            at=MORNING,
            words=_WORDS,
        )
        for number in range(many)
    ]


def noted(visit: Visit) -> VisitNoted:
    """The event of a visit."""
    return VisitNoted.model_construct(**dict(visit))


def context(command: UUID, tenant: Tenant = SHIFAN) -> Context:
    """Who asks, and when."""
    meta = {"correlationid": str(command)}
    return Context(tenant, command, f"account:{command}", MORNING, body_mac=command.bytes * 2, meta=meta)
