"""备案: the filings of a campaign, and each frozen version."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal  # rows by their columns
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, RowMapping, Select, and_, false, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.events.books import Reading, digest
from services.ledger.projections.filings import BOOK_NAMES, filings, versions
from services.ledger.queries.lines import HEARD, Book, Reader, books_shown
from services.ledger.queries.receipts import Receipt, covers, receipt_of
from services.ledger.queries.sight import ALL, READ_WORDS, Seer, ground_of, seen_by
from services.ledger.queries.views import Named
from services.ledger.queries.wording import Opener, Wording, worded
from shared.directory.tables import places, units
from shared.errors import NotFound
from shared.ids import CampaignId, FilingId, PlaceId
from shared.roles import Role
from shared.viewer import Viewer

State = Literal["opened", "drafted", "submitted", "returned", "receipted"]
Act = Literal["draft", "submission", "return", "receipt"]


def _line_after(word: str) -> tuple[date, UUID]:
    day, _, id = word.partition("_")
    return date.fromisoformat(day), UUID(id)


def _is_a_line(word: str) -> str:
    """Raises ValueError for a word that no page has given."""
    if word:
        _line_after(word)
    return word


class Filters(BaseModel):
    """What is looked for; nothing = whatever. `place` with all below it; `after` as the last page said.

    `overdue`: whether the due day has ended and nothing was filed since.
    """

    model_config = ConfigDict(extra="forbid")

    campaign: CampaignId | None = None
    period: str | None = None
    place: PlaceId | None = None
    state: State | None = None
    overdue: bool | None = None
    after: Annotated[str, AfterValidator(_is_a_line)] = ""
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class FilingLine(BaseModel):
    """A filing as it stands. `filed`: its newest version (0: none); `late`: version 1 came after the due day.

    `acts`: what the asker may do with it now.
    """

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
    acts: list[Act]


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
    """A filing with its versions. `receipt`: for the two offices that exchange it, null for others."""

    versions: list[VersionLine]
    receipt: Receipt | None


class Version(VersionLine):
    """A frozen version. `verified`: the digest is its own."""

    filing: FilingLine
    verified: bool
    books: list[Book]


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
    if filters.overdue is not None:
        yield and_(filings.c.overdue_at.is_not(None), filings.c.filed == 0).is_(filters.overdue)


async def filings_of(db: AsyncConnection, seer: Seer, filters: Filters) -> FilingPage:
    """Filings by due day."""
    asked = _lines(seer).where(*_wanted(filters))
    if filters.after:
        asked = asked.where(tuple_(filings.c.due, filings.c.filing) > tuple_(*_line_after(filters.after)))
    ordered = asked.order_by(filings.c.due, filings.c.filing).limit(filters.limit + 1)
    rows = (await db.execute(ordered)).mappings().all()
    shown = [FilingLine(**_line(row, seer.viewer)) for row in rows[: filters.limit]]
    after = f"{shown[-1].due}_{shown[-1].id}" if len(rows) > filters.limit else None
    return FilingPage(items=shown, next=after)


_TOLD = ("campaign", "place", "place_name", "period", "due", "state", "filed", "late", "number", "receipted_at")


def _line(row: RowMapping, viewer: Viewer) -> dict[str, Any]:
    section = {"id": row["unit"], "name": row["section_name"]}
    told = {name: row[name] for name in _TOLD}
    acts = acts_of(viewer, row)
    return {**told, "id": row["filing"], "section": section, "overdue": row["overdue_at"] is not None, "acts": acts}


async def filing(db: AsyncConnection, seer: Seer, id: FilingId, opener: Opener) -> tuple[Filing, int]:
    """A filing with its versions, and its stream's version. Raises NotFound for one that the asker must not see."""
    row = await row_of(db, seer, id)
    asked = select(versions).where(versions.c.filing == id).order_by(versions.c.n)
    found = [VersionLine(**await _version(one, opener)) for one in (await db.execute(asked)).mappings()]
    receipt = await receipt_of(db, seer.viewer, row)
    return Filing(**_line(row, seer.viewer), versions=found, receipt=receipt), row["version"]


_TURNS: Mapping[State, tuple[Role, str, tuple[Act, ...]]] = {
    "opened": (Role.SECTION_HEAD, "unit", ("draft",)),
    "returned": (Role.SECTION_HEAD, "unit", ("draft",)),
    "drafted": (Role.ACTIVITY_OFFICE, "activity_office", ("submission",)),
    "submitted": (Role.DISTRICT_OFFICE, "district_office", ("receipt", "return")),
}
"""Whose turn it is in which state: as which role, for which of the filing's units, to do what."""


def acts_of(viewer: Viewer, row: RowMapping) -> list[Act]:
    """What a viewer may do with a filing as it stands; the rules say so again when it is done."""
    turn = _TURNS.get(row["state"])
    if turn is None:
        return []
    role, column, acts = turn
    return list(acts) if any(grant.role is role and covers(grant, row, column) for grant in viewer.grants) else []


async def row_of(db: AsyncConnection, seer: Seer, id: FilingId) -> RowMapping:
    """A filing's row. Raises NotFound for one that the asker must not see."""
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
    row = await row_of(db, seer, id)
    frozen = await frozen_of(db, id, n)
    books = Reading.model_validate(frozen["books"])
    return Version(
        **await _version(frozen, opener),
        filing=FilingLine(**_line(row, seer.viewer)),
        verified=digest(id, n, books) == frozen["digest"],
        books=await books_shown(db, books.lines, reader_of(row, opener), row["place_name"]),
    )


def reader_of(row: RowMapping, opener: Opener) -> Reader:
    """A filing is read by those it is filed with, but for what was heard (roles.md)."""
    return Reader(opener, frozenset() if row["reads"] else HEARD)


async def frozen_of(db: AsyncConnection, id: FilingId, n: int) -> RowMapping:
    """A version's row. Raises NotFound for one that is not there."""
    asked = select(versions).where(versions.c.filing == id, versions.c.n == n)
    row: RowMapping | None = (await db.execute(asked)).mappings().one_or_none()
    if row is None:
        raise NotFound("not-found")
    return row
