"""The inbox: what people, holders of posts and offices are told inside. One table for each service that speaks.

A message holds references, never an identity; who holds a post is found when it is read.
"""

from collections.abc import Iterator
from typing import Any  # details are JSON, columns whatever they take

from sqlalchemy import JSON, Boolean, Column, DateTime, MetaData, Table, Text, Uuid, insert
from sqlalchemy.dialects.postgresql import ARRAY

from shared.change import Change, Envelope, tenant_column
from shared.contracts.casework import CaseEscalated, CaseReturned, LimitReminded
from shared.contracts.ledger import FilingOverdue, FilingReturned
from shared.contracts.scheduling import StayShortfallForeseen
from shared.eventstore.projections import Projection
from shared.ids import PersonId, UnitId, thing_of
from shared.words import Addressee


def _messages(producer: str) -> Table:
    return Table(
        "messages",
        MetaData(schema=f"inbox_{producer}"),
        tenant_column(),
        Column("message", Uuid, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("at", DateTime(timezone=True), nullable=False),
        Column("campaign", Uuid),
        Column("addressed", Text, nullable=False),
        Column("person", Uuid, index=True),
        Column("post", Text),
        Column("unit", Uuid, index=True),
        Column("place", Uuid, nullable=False),
        Column("about", Text, nullable=False),
        Column("thing", Uuid, nullable=False),
        Column("details", JSON, nullable=False),
        Column("accusation", Boolean, nullable=False, server_default="false"),
        Column("concerns", ARRAY(Uuid), nullable=False, server_default="{}"),
    )


from_scheduling = _messages("scheduling")
from_ledger = _messages("ledger")
from_casework = _messages("casework")
"""`addressed`: to a person, to the holders of a `post` in a `unit`, or to an office; `about` what kind of `thing`."""

SAY_SCHEDULING = insert(from_scheduling)
SAY_LEDGER = insert(from_ledger)
SAY_CASEWORK = insert(from_casework)


def _office(unit: UnitId | None) -> Addressee:
    return Addressee(kind="office", unit=unit)


def _head(section: UnitId) -> Addressee:
    return Addressee(kind="post", post="head", unit=section)


def _to(to: Addressee, envelope: Envelope, nth: int) -> dict[str, Any]:
    return {
        "message": thing_of(envelope.id, "message", nth),
        "addressed": to.kind,
        "person": to.person,
        "post": to.post,
        "unit": to.unit,
    }


def project_scheduling(said: StayShortfallForeseen, envelope: Envelope) -> Iterator[Change]:
    """A shortfall is told to the cadre, the head of the section and the activity office (R14)."""
    what = {
        "kind": "stay-shortfall-foreseen",
        "at": said.at,
        "campaign": said.campaign,
        "place": said.place,
        "about": "stay",
        "thing": said.stay,
        "details": {"person": str(said.person), "nights": said.nights, "missing": said.missing},
    }
    told = (_person(said.person), _head(said.unit), _office(said.activity_office))
    for nth, to in enumerate(told, 1):
        yield envelope.stream, SAY_SCHEDULING, {**what, **_to(to, envelope, nth)}


def _person(person: PersonId) -> Addressee:
    return Addressee(kind="person", person=person)


def project_ledger(said: FilingOverdue | FilingReturned, envelope: Envelope) -> Iterator[Change]:
    """An overdue filing is told to the head of its section and the district office; a returned one to who filed it."""
    overdue = isinstance(said, FilingOverdue)
    told = (_head(said.unit), _office(said.district_office)) if overdue else (_office(said.activity_office),)
    what = {
        "kind": "filing-overdue" if overdue else "filing-returned",
        "at": envelope.occurred,
        "campaign": said.campaign,
        "place": said.place,
        "about": "filing",
        "thing": said.filing,
        "details": {"period": said.period, "due": said.due.isoformat()},
    }
    for nth, to in enumerate(told, 1):
        yield envelope.stream, SAY_LEDGER, {**what, **_to(to, envelope, nth)}


def project_casework(said: LimitReminded | CaseEscalated | CaseReturned, envelope: Envelope) -> Iterator[Change]:
    """Reminders and escalations go to whom casework names, a returned case to the office that took it in."""
    what = {
        "at": said.at,
        "campaign": said.campaign,
        "place": said.place,
        "about": "case",
        "thing": said.case,
        "accusation": said.kind == "accusation",
        "concerns": [one.id for one in said.concerns],
    }
    yield envelope.stream, SAY_CASEWORK, {**what, **_step(said), **_to(_told(said), envelope, 1)}


def _told(said: LimitReminded | CaseEscalated | CaseReturned) -> Addressee:
    return _office(said.office) if isinstance(said, CaseReturned) else said.to


def _step(said: LimitReminded | CaseEscalated | CaseReturned) -> dict[str, Any]:
    match said:
        case CaseReturned():
            return {"kind": "case-returned", "details": {"department": str(said.handed_to)}}
        case CaseEscalated():
            return {"kind": "case-escalated", "details": {"limit": said.limit.isoformat(), "level": said.level}}
        case LimitReminded():
            return {"kind": "limit-reminded", "details": {"limit": said.limit.isoformat()}}


_HEARD: tuple[tuple[str, Table, tuple[type[Any], ...], Any], ...] = (
    ("scheduling", from_scheduling, (StayShortfallForeseen,), project_scheduling),
    ("ledger", from_ledger, (FilingOverdue, FilingReturned), project_ledger),
    ("casework", from_casework, (LimitReminded, CaseEscalated, CaseReturned), project_casework),
)
INBOXES = tuple(
    Projection(f"inbox_{producer}", 1, producer, language, table.metadata, project)
    for producer, table, language, project in _HEARD
)
