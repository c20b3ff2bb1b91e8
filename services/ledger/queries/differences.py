"""What a filed version says otherwise: than the version before it, and than the books say now."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.events.books import BookLine, Positions, Reading
from services.ledger.queries import books
from services.ledger.queries.filings import frozen_of, reader_of, row_of
from services.ledger.queries.lines import Line, Reader, lines_shown
from services.ledger.queries.sight import Seer
from services.ledger.queries.wording import Opener
from shared.errors import NotFound
from shared.ids import FilingId


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


class Since(BaseModel):
    """What the books say now otherwise than a version, line by line."""

    filing: UUID
    version: int
    changed: list[Changed]


_Lines = Mapping[UUID, BookLine]


async def difference(db: AsyncConnection, seer: Seer, id: FilingId, n: int, opener: Opener) -> Difference:
    """What version `n` says otherwise than the one before; version 1 has none before it (NotFound)."""
    row = await row_of(db, seer, id)
    before, after = await _frozen_lines(db, id, n - 1), await _frozen_lines(db, id, n)
    reader = reader_of(row, opener)
    changed = [await _told(db, row, (reader, reader), pair) for pair in _changed(before, after)]
    return Difference(filing=id, version=n, against=n - 1, changed=changed)


async def since(db: AsyncConnection, seer: Seer, id: FilingId, n: int, opener: Opener) -> Since:
    """What the lines of version `n` say by now.

    Whoever reads no words is told that a line reads otherwise, not how: that is not filed yet.
    """
    row = await row_of(db, seer, id)
    before = await _frozen_lines(db, id, n)
    after = _by_source(await books.read(db, row["campaign"], row["place"], *_span(row)))
    readers = reader_of(row, opener), Reader(opener if row["reads"] else None, frozenset())
    changed = [await _told(db, row, readers, pair) for pair in _changed(before, after)]
    return Since(filing=id, version=n, changed=changed)


def _span(row: RowMapping) -> tuple[Positions, Positions]:
    if not row["filed"]:
        raise NotFound("not-found")
    after = Positions(ledger=row["ledger_after"], casework=row["casework_after"])
    return after, Positions(ledger=row["ledger_until"], casework=row["casework_until"])


async def _frozen_lines(db: AsyncConnection, id: FilingId, n: int) -> _Lines:
    return _by_source(Reading.model_validate((await frozen_of(db, id, n))["books"]).lines)


def _by_source(lines: Iterable[BookLine]) -> _Lines:
    return {line.source.event: line for line in lines}


_Pair = tuple[BookLine | None, BookLine | None]


def _changed(before: _Lines, after: _Lines) -> list[_Pair]:
    """Unchanged words are the same sealed value, so lines are compared closed."""
    events = dict.fromkeys((*before, *after))
    return [(before.get(event), after.get(event)) for event in events if before.get(event) != after.get(event)]


async def _told(db: AsyncConnection, row: RowMapping, readers: tuple[Reader, Reader], pair: _Pair) -> Changed:
    was, now = [
        await lines_shown(db, [line] if line else [], reader, row["place_name"])
        for line, reader in zip(pair, readers, strict=True)
    ]
    return Changed(before=was[0] if was else None, after=now[0] if now else None)
