"""Whom an operator means, which records list them, and what was erased of them; ids and numbers alone."""

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.projections.erasures import erasures, listed
from services.ledger.projections.households import households
from services.ledger.projections.openings import openings
from shared.erasure import Document, Dropped, Ground, Kind
from shared.errors import NotFound
from shared.ids import first_of_reference

_REFERENCE = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}")
_REST = 2**78 - 1
"""What of a matter's id its reference does not tell."""


class Erasure(BaseModel):
    """An erasure: by whom, on what ground and by which paper, when, and what it destroyed where."""

    ground: Ground
    document: Document
    by: str
    at: datetime
    dropped: list[Dropped]


class Record(BaseModel):
    """A record that lists somebody."""

    kind: Kind
    record: UUID


async def subject_of(db: AsyncConnection, said: str) -> UUID:
    """Whom a household's code, the id of a household or caller, or a matter's reference means. Raises NotFound."""
    asked = select(listed.c.subject).where(_meant(said)).distinct().limit(1)
    found: UUID | None = (await db.execute(asked)).scalar_one_or_none()
    if found is None:
        raise NotFound("no-such-subject")
    return found


def _meant(said: str) -> ColumnElement[bool]:
    of_code = listed.c.subject.in_(select(households.c.household).where(households.c.code == said))
    if _REFERENCE.fullmatch(said):
        first = first_of_reference(said)
        raised = listed.c.record.between(first, UUID(int=first.int | _REST))
        return or_(of_code, (listed.c.kind == "matter") & raised)
    try:
        return or_(of_code, listed.c.subject == UUID(said))
    except ValueError:
        return of_code


async def records_of(db: AsyncConnection, subject: UUID) -> Sequence[Record]:
    """The records that list somebody: their identity first, then by kind.

    Why words of a matter were opened is about those who raised it, even where an opening lists none of them.
    """
    asked = select(listed.c.kind, listed.c.record).where(listed.c.subject == subject)
    raised = select(listed.c.record).where(listed.c.subject == subject, listed.c.kind == "matter")
    opened = select(literal("opening"), openings.c.opening).where(openings.c.matter.in_(raised))
    rows = (await db.execute(asked.union(opened))).mappings().all()
    found = [Record.model_validate(row) for row in rows]
    return sorted(found, key=lambda one: (one.kind != "identity", one.kind, one.record))


async def erasures_of(db: AsyncConnection, subject: UUID) -> list[Erasure]:
    """What was erased of somebody, in order."""
    asked = select(erasures).where(erasures.c.subject == subject).order_by(erasures.c.n)
    return [Erasure.model_validate(row) for row in (await db.execute(asked)).mappings()]
