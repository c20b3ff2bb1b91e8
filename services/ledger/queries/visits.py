"""走访记录: who was met, what the diary says, which matters were heard; as far as the asker may see and read them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Literal  # rows by their columns
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import RowMapping, exists, false, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.projections.visits import callers, matters, visits
from services.ledger.queries import field
from services.ledger.queries.sight import Seer, matters_read, matters_told
from services.ledger.queries.views import Done, HouseholdRef
from services.ledger.queries.wording import Opener, Wording, all_worded, maybe_worded, worded
from shared.errors import NotFound
from shared.ids import HouseholdId, VisitId, reference
from shared.words import Confidentiality, MatterKind, VisitMode


class Filters(field.Filters):
    """Visits also by mode and household."""

    mode: VisitMode | None = None
    household: HouseholdId | None = None


class VisitLine(Done):
    """A visit with its diary line; `others`: how many were met who belong to no registered household."""

    mode: VisitMode
    households: list[HouseholdRef]
    others: int
    diary: Wording


class HeardMatter(BaseModel):
    """A matter heard on a visit. `words` are withheld from those who see that there is one, no more."""

    id: UUID
    reference: str
    kind: MatterKind
    field: str | None
    confidentiality: Confidentiality
    subject: str | None
    settled: bool
    words: Wording | None
    answer: Wording | None


class Visit(VisitLine):
    """A visit with what was heard; `struck`: earlier wordings of the diary line, oldest first. Names are withheld.

    `version` counts every matter heard, so it is told to the visit's own cadre alone, who may correct it.
    """

    identities: Literal["withheld"] = "withheld"
    struck: list[Wording]
    matters: list[HeardMatter]
    version: int | None


class VisitPage(BaseModel):
    """A page of visits."""

    items: list[VisitLine]
    next: str | None


async def visits_of(db: AsyncConnection, seer: Seer, filters: Filters, opener: Opener) -> VisitPage:
    """Visits, newest first."""
    asked = field.lines(seer, visits)
    if filters.mode:
        asked = asked.where(visits.c.mode == filters.mode)
    if filters.household:
        met = callers.c.visit == visits.c.visit, callers.c.household == filters.household
        asked = asked.where(exists().where(*met))
    rows, after = await field.page(db, asked, visits, filters)
    return VisitPage(items=await lines(db, rows, opener), next=after)


async def lines(db: AsyncConnection, rows: Iterable[RowMapping], opener: Opener) -> list[VisitLine]:
    """The lines of some rows, their words opened where the asker reads them."""
    found = list(rows)
    met = await _met(db, [row["visit"] for row in found])
    refs = await field.household_refs(db, {one for all_met in met.values() for one in all_met if one})
    return [VisitLine(**await _line(row, met[row["visit"]], refs, opener)) for row in found]


async def _met(db: AsyncConnection, of: list[UUID]) -> dict[UUID, list[UUID | None]]:
    asked = select(callers.c.visit, callers.c.household).where(callers.c.visit.in_(of))
    met: dict[UUID, list[UUID | None]] = defaultdict(list)
    for row in await db.execute(asked.order_by(callers.c.visit, callers.c.n)):
        met[row.visit].append(row.household)
    return met


async def _line(
    row: RowMapping, met: list[UUID | None], refs: dict[UUID, HouseholdRef], opener: Opener
) -> dict[str, Any]:
    return {
        **field.done(row, row["visit"]),
        "mode": row["mode"],
        "households": [refs[one] for one in dict.fromkeys(met) if one],
        "others": met.count(None),
        "diary": await worded(opener if row["reads"] else None, row["diary"]),
    }


async def visit(db: AsyncConnection, seer: Seer, id: VisitId, opener: Opener) -> Visit:
    """A visit with what was heard. Raises NotFound for one that the asker must not see."""
    row = (await db.execute(field.lines(seer, visits).where(visits.c.visit == id))).mappings().one_or_none()
    if row is None:
        raise NotFound("not-found")
    (line,) = await lines(db, [row], opener)
    heard = await _matters(db, seer, id, opener)
    own = row["cadre"] == seer.viewer.person and len(heard) == await _count(db, id)
    return Visit(
        **dict(line),
        struck=await all_worded(opener if row["reads"] else None, row["was"]),
        matters=heard,
        version=row["version"] if own else None,
    )


async def _count(db: AsyncConnection, of: VisitId) -> int:
    counted = await db.execute(select(func.count()).select_from(matters).where(matters.c.visit == of))
    return int(counted.scalar_one())


async def _matters(db: AsyncConnection, seer: Seer, of: VisitId, opener: Opener) -> list[HeardMatter]:
    reads = func.coalesce(matters_read(seer), false()).label("reads")
    asked = select(matters, reads).where(matters.c.visit == of, matters_told(seer)).order_by(matters.c.matter)
    return [await _matter(row, opener if row["reads"] else None) for row in (await db.execute(asked)).mappings()]


async def _matter(row: RowMapping, opener: Opener | None) -> HeardMatter:
    told = {name: row[name] for name in ("kind", "field", "confidentiality")}
    shown = row["confidentiality"] == "ordinary" or opener is not None
    return HeardMatter(
        **told,
        id=row["matter"],
        reference=reference(row["matter"]),
        subject=row["subject"] if shown else None,
        settled=row["answer"] is not None,
        words=await maybe_worded(opener, row["words"]),
        answer=await maybe_worded(opener, row["answer"]),
    )
