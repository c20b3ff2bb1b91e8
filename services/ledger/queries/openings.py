"""Who read whose identity, why and when, for the auditor; and what services may have opened."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import and_, exists, func, not_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.projections.openings import openings
from services.ledger.projections.visits import matters
from services.ledger.queries.field import Filters
from services.ledger.queries.sight import Seer, audited_by, not_against
from services.ledger.queries.wording import Opener, Wording, worded
from shared.cursor import cursor_of, line_of
from shared.ids import MatterId, reference


class Opening(BaseModel):
    """An opening: who asked, whose identities (subjects, no names), for which matter, why and when; no contents."""

    id: UUID
    by: str
    unit: UUID | None
    subjects: list[UUID]
    matter: UUID
    reference: str
    purpose: Wording
    at: datetime


class OpeningPage(BaseModel):
    """A page of openings."""

    items: list[Opening]
    next: str | None


async def openings_of(db: AsyncConnection, seer: Seer, filters: Filters, opener: Opener) -> OpeningPage:
    """All openings that the auditor's grants cover, newest first; the firewall goes before that."""
    shown_to = and_(not_against(seer), audited_by(seer))
    hidden = exists().where(matters.c.matter == openings.c.matter, not_(shown_to))
    asked = select(openings).where(not_(hidden))
    if filters.after:
        asked = asked.where(tuple_(openings.c.at, openings.c.opening) < tuple_(*line_of(filters.after)))
    ordered = asked.order_by(openings.c.at.desc(), openings.c.opening.desc()).limit(filters.limit + 1)
    rows = (await db.execute(ordered)).mappings().all()
    shown = rows[: filters.limit]
    after = cursor_of(shown[-1]["at"], shown[-1]["opening"]) if len(rows) > filters.limit else None
    items = []
    for row in shown:
        told = {name: row[name] for name in ("by", "unit", "subjects", "matter", "at")}
        purpose = await worded(opener, row["purpose"])
        items.append(Opening(**told, id=row["opening"], reference=reference(row["matter"]), purpose=purpose))
    return OpeningPage(items=items, next=after)


async def belong_to(db: AsyncConnection, matter: MatterId, subjects: Iterable[UUID]) -> bool:
    """Whether these are identities of the matter's own people (for an accusation also its words)."""
    asked = select(func.count()).where(matters.c.matter == matter, matters.c.subjects.contains(list(set(subjects))))
    return (await db.execute(asked)).scalar_one() == 1


async def are_words(db: AsyncConnection, subjects: Iterable[UUID]) -> bool:
    """Whether these are words of matters, none of them an accusation's, and no identities."""
    wanted = set(subjects)
    words = and_(matters.c.matter.in_(wanted), matters.c.kind != "accusation")
    return (await db.execute(select(func.count()).where(words))).scalar_one() == len(wanted)
