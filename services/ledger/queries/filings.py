"""备案: the filings of a campaign, each frozen version, and what a version says otherwise than the one before."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal  # rows by their columns
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, RowMapping, Select, false, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.events.books import BookLine, Reading, digest
from services.ledger.projections.filings import BOOK_NAMES, filings, versions
from services.ledger.queries.lines import HEARD, Book, Line, Reader, books_shown, lines_shown
from services.ledger.queries.sight import ALL, READ_WORDS, Seer, ground_of, seen_by
from services.ledger.queries.views import Named
from services.ledger.queries.wording import Opener, Wording, worded
from shared.directory.tables import places, units
from shared.errors import NotFound
from shared.ids import CampaignId, FilingId, PlaceId

State = Literal["opened", "drafted", "submitted", "returned", "receipted"]


def _line_after(word: str) -> tuple[date, UUID]:
    day, _, id = word.partition("_")
    return date.fromisoformat(day), UUID(id)


def _is_a_line(word: str) -> str:
    """Raises ValueError for a word that no page has given."""
    if word:
        _line_after(word)
    return word


class Filters(BaseModel):
    """What is looked for; nothing = whatever. `place` with all below it; `after` as the last page said."""

    model_config = ConfigDict(extra="forbid")

    campaign: CampaignId | None = None
    period: str | None = None
    place: PlaceId | None = None
    state: State | None = None
    after: Annotated[str, AfterValidator(_is_a_line)] = ""
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class FilingLine(BaseModel):
    """A filing as it stands. `filed`: its newest version (0: none); `late`: version 1 came after the due day."""

    id: UUID
    campaign: UUID
    place: UUID
    place_name: str | None
    section: Named
    period: str
    due: date
    state: State
    filed: int
    late: bool | None
    overdue: bool
    number: str | None
    receipted_at: datetime | None


class FilingPage(BaseModel):
    """A page of filings."""

    items: list[FilingLine]
    next: str | None


class VersionLine(BaseModel):
    """A version: when it was filed, its digest, how many lines each book has, what the district office said."""

    version: int
    filed_at: datetime
    filed_by: UUID | None
    digest: str
    lines: dict[str, int]
    returned_at: datetime | None
    reason: Wording | None
    receipted_at: datetime | None


class Filing(FilingLine):
    """A filing with its versions."""

    versions: list[VersionLine]


class Version(VersionLine):
    """A frozen version. `verified`: the digest is its own."""

    filing: FilingLine
    verified: bool
    books: list[Book]


class Changed(BaseModel):
    """A line that reads otherwise: as it was and as it is; null where there was or is none."""

    before: Line | None
    after: Line | None


class Difference(BaseModel):
    """What a version says otherwise than the one before."""

    filing: UUID
    version: int
    against: int
    changed: list[Changed]


def _lines(seer: Seer) -> Select[Any]:
    ground = ground_of(filings)
    return (
        select(
            filings,
            places.c.name.label("place_name"),
            units.c.name.label("section_name"),
            func.coalesce(seen_by(seer, ground, *READ_WORDS), false()).label("reads"),
        )
        .outerjoin(places, places.c.place == filings.c.place)
        .outerjoin(units, units.c.unit == filings.c.unit)
        .where(seen_by(seer, ground, *ALL))
    )


def _wanted(filters: Filters) -> Iterable[ColumnElement[bool]]:
    for name in ("campaign", "period", "state"):
        if (value := getattr(filters, name)) is not None:
            yield filings.c[name] == value
    if filters.place is not None:
        yield places.c.path.contains([filters.place])


async def filings_of(db: AsyncConnection, seer: Seer, filters: Filters) -> FilingPage:
    """Filings by due day."""
    asked = _lines(seer).where(*_wanted(filters))
    if filters.after:
        asked = asked.where(tuple_(filings.c.due, filings.c.filing) > tuple_(*_line_after(filters.after)))
    ordered = asked.order_by(filings.c.due, filings.c.filing).limit(filters.limit + 1)
    rows = (await db.execute(ordered)).mappings().all()
    shown = [FilingLine(**_line(row)) for row in rows[: filters.limit]]
    after = f"{shown[-1].due}_{shown[-1].id}" if len(rows) > filters.limit else None
    return FilingPage(items=shown, next=after)


_TOLD = ("campaign", "place", "place_name", "period", "due", "state", "filed", "late", "number", "receipted_at")


def _line(row: RowMapping) -> dict[str, Any]:
    section = {"id": row["unit"], "name": row["section_name"]}
    told = {name: row[name] for name in _TOLD}
    return {**told, "id": row["filing"], "section": section, "overdue": row["overdue_at"] is not None}


async def filing(db: AsyncConnection, seer: Seer, id: FilingId, opener: Opener) -> tuple[Filing, int]:
    """A filing with its versions, and its stream's version. Raises NotFound for one that the asker must not see."""
    row = await _row(db, seer, id)
    asked = select(versions).where(versions.c.filing == id).order_by(versions.c.n)
    found = [VersionLine(**await _version(one, opener)) for one in (await db.execute(asked)).mappings()]
    return Filing(**_line(row), versions=found), row["version"]


async def _row(db: AsyncConnection, seer: Seer, id: FilingId) -> RowMapping:
    asked = _lines(seer).where(filings.c.filing == id)
    row: RowMapping | None = (await db.execute(asked)).mappings().one_or_none()
    if row is None:
        raise NotFound("not-found")
    return row


async def _version(row: RowMapping, opener: Opener) -> dict[str, Any]:
    """The reason is for everybody who sees the filing: it is about the books, between those who keep them."""
    told = {name: row[name] for name in ("filed_at", "filed_by", "digest", "returned_at", "receipted_at")}
    lines = {book: row[f"{book}_lines"] for book in BOOK_NAMES}
    reason = await worded(opener, row["reason"]) if row["reason"] else None
    return {**told, "version": row["n"], "lines": lines, "reason": reason}


async def version(db: AsyncConnection, seer: Seer, id: FilingId, n: int, opener: Opener) -> Version:
    """A version with its four books. Raises NotFound for one that is not there, or not for the asker."""
    row = await _row(db, seer, id)
    frozen = await _frozen(db, id, n)
    books = Reading.model_validate(frozen["books"])
    return Version(
        **await _version(frozen, opener),
        filing=FilingLine(**_line(row)),
        verified=digest(id, n, books) == frozen["digest"],
        books=await books_shown(db, books.lines, _reader(row, opener), row["place_name"]),
    )


def _reader(row: RowMapping, opener: Opener) -> Reader:
    """A filing is read by those it is filed with, but for what was heard (roles.md)."""
    return Reader(opener, frozenset() if row["reads"] else HEARD)


async def _frozen(db: AsyncConnection, id: FilingId, n: int) -> RowMapping:
    asked = select(versions).where(versions.c.filing == id, versions.c.n == n)
    row: RowMapping | None = (await db.execute(asked)).mappings().one_or_none()
    if row is None:
        raise NotFound("not-found")
    return row


async def difference(db: AsyncConnection, seer: Seer, id: FilingId, n: int, opener: Opener) -> Difference:
    """What version `n` says otherwise than the one before; version 1 has none before it (NotFound)."""
    row = await _row(db, seer, id)
    both = await _by_source(db, id, n - 1), await _by_source(db, id, n)
    return await _compared(db, both, row, n, opener)


async def _by_source(db: AsyncConnection, id: FilingId, n: int) -> dict[UUID, BookLine]:
    books = Reading.model_validate((await _frozen(db, id, n))["books"])
    return {line.source.event: line for line in books.lines}


async def _compared(
    db: AsyncConnection,
    both: tuple[Mapping[UUID, BookLine], Mapping[UUID, BookLine]],
    row: RowMapping,
    n: int,
    opener: Opener,
) -> Difference:
    """Unchanged words are the same sealed value, so lines are compared closed."""
    before, after = both
    events = [event for event in dict.fromkeys((*before, *after)) if before.get(event) != after.get(event)]
    reader, changed = _reader(row, opener), []
    for event in events:
        sides = [[line] if (line := side.get(event)) else [] for side in both]
        was, now = [await lines_shown(db, side, reader, row["place_name"]) for side in sides]
        changed.append(Changed(before=was[0] if was else None, after=now[0] if now else None))
    return Difference(filing=row["filing"], version=n, against=n - 1, changed=changed)
