"""Screenings, deeds, meetings and notes, for those who read the diary too."""

from decimal import Decimal
from typing import Any, TypeVar  # rows by their columns
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import RowMapping, Table
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.projections.records import deeds, meetings, notes, screenings
from services.ledger.queries import field
from services.ledger.queries.field import Filters
from services.ledger.queries.sight import Seer
from services.ledger.queries.views import Done
from services.ledger.queries.wording import Opener, Wording, maybe_worded, worded
from shared.errors import NotFound


class Finding(BaseModel):
    """A problem or hazard, with its field and level."""

    what: Wording
    field: str | None
    level: str | None


class Screening(Done):
    """A screening; no findings = none found (R37). `struck`: earlier wordings, oldest first."""

    spot: UUID | None
    findings: list[Finding]
    struck: list[list[Finding]]
    version: int


class Deed(Done):
    """A good deed, with what was given."""

    kind: str
    what: Wording
    money: Decimal | None
    days: int | None


class Meeting(Done):
    """A forum or an evaluation meeting."""

    kind: str
    party: int
    people: int
    minutes: Wording
    opinions: Wording | None


class Note(Done):
    """How the branch and its members stand."""

    about: str
    text: Wording


R = TypeVar("R", Screening, Deed, Meeting, Note)
TABLES: dict[type[Done], Table] = {Screening: screenings, Deed: deeds, Meeting: meetings, Note: notes}


class ScreeningPage(BaseModel):
    """A page of screenings."""

    items: list[Screening]
    next: str | None


class DeedPage(BaseModel):
    """A page of deeds."""

    items: list[Deed]
    next: str | None


class MeetingPage(BaseModel):
    """A page of meetings."""

    items: list[Meeting]
    next: str | None


class NotePage(BaseModel):
    """A page of notes."""

    items: list[Note]
    next: str | None


async def listed(
    db: AsyncConnection, seer: Seer, kind: type[R], filters: Filters, opener: Opener
) -> tuple[list[R], str | None]:
    """A page of one kind of record, newest first."""
    table = TABLES[kind]
    rows, after = await field.page(db, field.lines(seer, table), table, filters)
    return [await _record(kind, row, opener) for row in rows], after


async def one(db: AsyncConnection, seer: Seer, kind: type[R], id: UUID, opener: Opener) -> R:
    """One record. Raises NotFound for one that the asker must not see."""
    table = TABLES[kind]
    asked = field.lines(seer, table).where(field.key_of(table) == id)
    row = (await db.execute(asked)).mappings().one_or_none()
    if row is None:
        raise NotFound("not-found")
    return await _record(kind, row, opener)


async def _record(kind: type[R], row: RowMapping, opener: Opener) -> R:
    reader = opener if row["reads"] else None
    key = field.key_of(TABLES[kind]).name
    told = {name: row[name] for name in kind.model_fields if name in row}
    words = await (_findings(row, reader) if "findings" in kind.model_fields else _words(kind, row, reader))
    return kind(**{**told, **field.done(row, row[key]), **words})


async def _words(kind: type[Done], row: RowMapping, reader: Opener | None) -> dict[str, Any]:
    names = [name for name in ("what", "minutes", "opinions", "text") if name in kind.model_fields]
    return {name: await maybe_worded(reader, row[name]) for name in names}


async def _findings(row: RowMapping, reader: Opener | None) -> dict[str, Any]:
    struck = [[await _finding(one, reader) for one in earlier] for earlier in row["was"]]
    return {"findings": [await _finding(one, reader) for one in row["findings"]], "struck": struck}


async def _finding(told: dict[str, Any], reader: Opener | None) -> Finding:
    return Finding(what=await worded(reader, told["what"]), field=told["field"], level=told["level"])
