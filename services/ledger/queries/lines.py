"""Lines of the books as people read them: 序号, 日期, 对象, 内容, 办理人, 结果, 来源."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.events.books import BookLine, Figure, LineKind, Span
from services.ledger.projections.filings import BOOK_NAMES
from services.ledger.queries.field import household_refs
from services.ledger.queries.labels import BOOKS, COLUMNS, label, object_of
from services.ledger.queries.views import HouseholdRef
from services.ledger.queries.wording import ERASED, Opener, worded
from shared.calendar import day_of
from shared.directory.tables import persons
from shared.ids import reference
from shared.sealed import Sealed
from shared.words import Book as BookName

WITHHELD = "（不在您的阅读范围）"
HEARD: frozenset[LineKind] = frozenset({"diary", "request-settled"})
"""The lines that tell what was heard."""


class LineSource(BaseModel):
    """The event a line comes from; not where it stands in its log, since a gap would tell of what is hidden."""

    service: Literal["ledger", "casework"]
    event: UUID


class Line(BaseModel):
    """A line by its columns; `struck`: earlier wordings, oldest first; `withheld`: words are left out."""

    number: int
    date: date
    object: str
    content: str
    handler: str
    result: str
    source: LineSource
    kind: LineKind
    record: UUID
    reference: str | None
    struck: list[str]
    withheld: bool


class Book(BaseModel):
    """One of the four books. `empty` says 本月无 where there is no line."""

    book: BookName
    name: str
    columns: tuple[str, ...] = COLUMNS
    lines: list[Line]
    empty: Literal["本月无"] | None


@dataclass(frozen=True)
class Reader:
    """Who reads: opens words (None: none at all), but not those of some kinds of lines."""

    opener: Opener | None
    closed: frozenset[LineKind]

    def of(self, kind: LineKind) -> Opener | None:
        """What opens the words of a kind of line."""
        return None if kind in self.closed else self.opener

    async def text(self, sealed: Sealed, kind: LineKind) -> str:
        """Words, or why there are none."""
        wording = await worded(self.of(kind), sealed)
        if wording.text is not None:
            return wording.text
        return WITHHELD if wording.state == "withheld" else ERASED


@dataclass(frozen=True)
class _Names:
    place: str
    people: Mapping[UUID, str]
    households: Mapping[UUID, HouseholdRef]


async def books_shown(db: AsyncConnection, found: Sequence[BookLine], reader: Reader, place: str | None) -> list[Book]:
    """All four books, each numbered from 1, also those without a line."""
    names = await _names(db, found, place or "")
    books = []
    for book in BOOK_NAMES:
        mine = [line for line in found if line.book == book]
        shown = [await _shown(number, line, names, reader) for number, line in enumerate(mine, 1)]
        books.append(Book(book=book, name=BOOKS[book], lines=shown, empty=None if shown else "本月无"))
    return books


async def lines_shown(db: AsyncConnection, found: Sequence[BookLine], reader: Reader, place: str | None) -> list[Line]:
    """Some lines, numbered as they come."""
    names = await _names(db, found, place or "")
    return [await _shown(number, line, names, reader) for number, line in enumerate(found, 1)]


async def _names(db: AsyncConnection, found: Iterable[BookLine], place: str) -> _Names:
    people = {line.cadre for line in found if line.cadre}
    rows = (await db.execute(select(persons.c.person, persons.c.name).where(persons.c.person.in_(people)))).all()
    households = await household_refs(db, {one for line in found for one in line.households})
    return _Names(place, {row[0]: row[1] for row in rows}, households)


async def _shown(number: int, line: BookLine, names: _Names, reader: Reader) -> Line:
    is_matter = line.kind in ("request-settled", "dispute-found", "dispute-resolved")
    sealed = bool(line.spans or line.was or line.result)
    return Line(
        number=number,
        date=day_of(line.at),
        object=_object(line, names),
        content=await _content(line, line.spans, reader),
        handler=names.people.get(line.cadre, "") if line.cadre else "",
        result=await _result(line, reader),
        source=LineSource(service=line.source.service, event=line.source.event),
        kind=line.kind,
        record=line.record,
        reference=reference(line.record) if is_matter else None,
        struck=[await _content(line, earlier, reader) for earlier in line.was],
        withheld=sealed and reader.of(line.kind) is None,
    )


def _object(line: BookLine, names: _Names) -> str:
    refs = [names.households[one] for one in line.households]
    if refs:
        return "、".join(f"{ref.group or ''}{ref.number}号" if ref.number else str(ref.id) for ref in refs)
    return object_of(line.kind) or ("来访群众" if line.kind in HEARD else names.place)


async def _content(line: BookLine, spans: Sequence[Span], reader: Reader) -> str:
    """The word it is about, the subject, the words; of a screening each finding, or that there is none."""
    if line.kind == "screening":
        return "；".join([await _finding(span, reader) for span in spans]) or label("none-found")
    words = [await reader.text(span.words, line.kind) for span in spans]
    about = label(line.about, line.kind) if line.kind != "note" else ""
    return "：".join(part for part in (about, line.subject or "", "；".join(words)) if part)


async def _finding(span: Span, reader: Reader) -> str:
    marks = "·".join(label(word) for word in (span.about, span.level) if word)
    words = await reader.text(span.words, "screening")
    return f"【{marks}】{words}" if marks else words


async def _result(line: BookLine, reader: Reader) -> str:
    words = await reader.text(line.result, line.kind) if line.result else ""
    outcome = label(line.outcome) if line.kind != "screening" or line.spans else ""
    return "；".join(part for part in (outcome, *map(_figure, line.figures), words) if part)


_FIGURES = {"money": "资金{}元", "days": "出工{}天", "party": "党员{}人", "people": "群众代表{}人"}


def _figure(figure: Figure) -> str:
    return _FIGURES[figure.name].format(figure.value)
