"""A line of the four books, and the books of a place as a filing freezes them (R109–R113)."""

import json
from hashlib import sha256
from typing import Literal
from uuid import UUID

from shared.event import Frozen, Instant
from shared.ids import FilingId, HouseholdId, PersonId, UnitId
from shared.sealed import Sealed
from shared.words import Book, Subject

LineKind = Literal[
    "diary",
    "request-settled",
    "measure",
    "deed",
    "note",
    "forum",
    "evaluation",
    "screening",
    "dispute-found",
    "dispute-resolved",
]


class Source(Frozen):
    """The event a line comes from: whose log, where in it."""

    service: Literal["ledger", "casework"]
    position: int
    event: UUID


class Span(Frozen):
    """A piece of what was written: sealed words, for a finding with its field and level."""

    words: Sealed
    about: str | None = None
    level: str | None = None


class Figure(Frozen):
    """A number that stands on a line: yuan, days of work, who attended."""

    name: Literal["money", "days", "party", "people"]
    value: str


class BookLine(Frozen):
    """A line as references and sealed spans. `record`: the visit, matter, pairing … (`n`: its measure).

    `about` is a word (field, kind of measure or deed), `subject` a matter's plain subject, `outcome` a word;
    `was`: earlier wordings, oldest first. A line of the stability book names no household.
    """

    book: Book
    kind: LineKind
    record: UUID
    n: int | None
    at: Instant
    households: tuple[HouseholdId, ...]
    cadre: PersonId | None
    unit: UnitId | None
    about: str | None
    subject: Subject | None
    spans: tuple[Span, ...]
    figures: tuple[Figure, ...]
    outcome: str | None
    result: Sealed | None
    was: tuple[tuple[Span, ...], ...]
    source: Source


class Positions(Frozen):
    """How far each log that feeds the books had been read."""

    ledger: int
    casework: int


class Reading(Frozen):
    """The books as they were read: every line after one pair of positions, up to another."""

    after: Positions
    until: Positions
    lines: tuple[BookLine, ...]


def digest(filing: FilingId, version: int, books: Reading) -> str:
    """SHA-256 (hex) of the canonical JSON of what is frozen: sorted keys, no blanks, UTF-8; over ciphertext."""
    frozen = {"filing": str(filing), "version": version, **books.model_dump(mode="json")}
    text = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
