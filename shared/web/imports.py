"""An import: the rows of a file, everything that is wrong with them, and how many told something new.

A row is checked by reading it: each reader notes what is wrong and goes on, so that one report tells it all. The
sentences of a fault stand in the catalogues under its code, those of what to do about it under `<code>-fix`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from shared.decider import Command
from shared.event import Frozen
from shared.web.asking import Handle, handle_of
from shared.web.sentences import Language, column_called, language_of, sentence

MOST_ROWS = 20_000
_FIRST_ROW = 2  # the header is a file's first
_LONGEST = 200
_YES_NO = {"yes": True, "no": False}


Cell = Annotated[str, Field(pattern=r"^[^\x00]*$")]


class Rows(BaseModel):
    """The rows of a file, each by the names of its columns."""

    model_config = ConfigDict(extra="forbid")

    rows: Annotated[list[dict[str, Cell]], Field(max_length=MOST_ROWS)]


class RowError(Frozen):
    """What is wrong in which row (as a spreadsheet counts, the header being row 1), and what to do about it."""

    row: int
    column: str
    problem: str
    fix: str


class Report(Frozen):
    """What an import did; with any error it did nothing."""

    rows: int
    new: int = 0
    same: int = 0
    changed: int = 0
    errors: tuple[RowError, ...] = ()


@dataclass(frozen=True)
class Fault:
    """Something wrong in one cell; `details` fill the blanks of its sentences."""

    row: int
    column: str
    code: str
    details: Mapping[str, object] = field(default_factory=dict)

    def told(self, language: Language) -> RowError:
        """The fault in the words of a language."""
        blanks = {**self.details, "column": column_called(self.column, language)}
        problem, fix = (sentence(code, language, blanks) for code in (self.code, f"{self.code}-fix"))
        return RowError(row=self.row, column=self.column, problem=problem, fix=fix)


@dataclass
class Row:
    """One row of a file; what is wrong with it is noted in `faults`, which all rows share."""

    number: int
    cells: Mapping[str, str]
    faults: list[Fault]

    def optional(self, column: str) -> str:
        """A cell's text without surrounding blanks, "" for an empty one."""
        text = self.cells.get(column, "").strip()
        if len(text) > _LONGEST:
            self.fault(column, "import-too-long", longest=_LONGEST)
        return text

    def required(self, column: str) -> str:
        """A cell's text; an empty one is a fault (a missing column is one of the header)."""
        text = self.optional(column)
        if not text and column in self.cells:
            self.fault(column, "import-empty")
        return text

    def word(self, column: str, allowed: Collection[str]) -> str:
        """One of some words; another is a fault."""
        text = self.required(column)
        if text and text not in allowed:
            self.fault(column, "import-unknown-word", value=text, allowed=", ".join(allowed))
        return text

    def yes_or_no(self, column: str) -> bool:
        """`yes` or `no`; another word is a fault."""
        return _YES_NO.get(self.word(column, _YES_NO), False)

    def fault(self, column: str, code: str, **details: object) -> None:
        """Note something wrong in a cell."""
        self.faults.append(Fault(self.number, column, code, details))


def rows_of(body: Rows, columns: Sequence[str], key: str = "code") -> list[Row]:
    """The rows, sharing one list of faults, in which missing and unknown columns and keys given twice stand already."""
    faults: list[Fault] = []
    rows = [Row(number, cells, faults) for number, cells in enumerate(body.rows, _FIRST_ROW)]
    if rows:
        _check_header(rows[0], columns)
    seen: dict[str, int] = {}
    for row in rows:
        value = row.required(key)
        first = seen.setdefault(value, row.number)
        if value and first != row.number:
            row.fault(key, "import-twice", value=value, first=first)
    return rows


def _check_header(row: Row, columns: Sequence[str]) -> None:
    header = Row(1, row.cells, row.faults)
    for column in columns:
        if column not in row.cells:
            header.fault(column, "import-column-missing", columns=", ".join(columns))
    for column in row.cells:
        if column not in columns:
            header.fault(column, "import-column-unknown", columns=", ".join(columns))


def refused(rows: int, faults: Iterable[Fault], language: Language) -> Report:
    """The report of a file with errors, in the order of its rows."""
    told = (fault.told(language) for fault in sorted(faults, key=lambda fault: fault.row))
    return Report(rows=rows, errors=tuple(told))


async def _writing(request: Request, response: Response, dry_run: bool = False) -> Handle | None:
    return None if dry_run else await handle_of(request, response)


Writing = Annotated[Handle | None, Depends(_writing)]
"""The command handler of an import that writes; None for a dry run, which needs no Idempotency-Key."""


async def carried_out(handle: Handle, rows: Sequence[Command], besides: Iterable[Command] = ()) -> Report:
    """Give each row's command to its decider, then what follows besides; what is so already counts as the same.

    A stopped import is finished by sending it again: each command is a step of the same request.
    """
    receipts = [await handle(command, step=command.stream) for command in rows]
    for command in besides:
        await handle(command, step=command.stream)
    said = [receipt.version for receipt in receipts if receipt.last]
    new = said.count(1)
    return Report(rows=len(rows), new=new, same=len(receipts) - len(said), changed=len(said) - new)


def _asked_language(accept_language: Annotated[str, Header()] = "") -> Language:
    return language_of(accept_language)


AskedLanguage = Annotated[Language, Depends(_asked_language)]
"""The language in which the asker reads."""
