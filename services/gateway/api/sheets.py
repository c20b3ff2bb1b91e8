"""A file as rows, whether CSV or XLSX, and what is wrong with it, cell by cell."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.gateway.accounts.importing import FIRST_ROW, Fault
from services.gateway.api import workbooks
from services.gateway.api.workbooks import Line
from shared.web.imports import MOST_ROWS
from shared.web.problems import Unprocessable

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "units": ("code", "name", "kind", "parent"),
    "people": ("code", "name", "unit", "party_member", "posts"),
    "places": ("code", "name", "level", "parent", "contact_unit", "contact_section", "contact_leader"),
    "households": ("code", "place", "number", "head", "telephone", "address", "difficulty"),
    "competences": ("field", "unit"),
    "accounts": ("login", "person", "unit", "password", "grants"),
    "roster": ("person", "name", "batch", "place"),
}
"""The columns of each kind of file, in any order, none missing."""


@dataclass(frozen=True)
class Sheet:
    """The rows of a file, by column, in order, and the faults of its form; a row with one is filled up."""

    rows: Sequence[Mapping[str, str]]
    faults: Sequence[Fault]


def read(kind: str, file: bytes) -> Sheet:
    """A file of a kind. Raises Unprocessable with a sentence for what cannot be read at all."""
    table = workbooks.lines(file) if workbooks.is_one(file) else _lines(file)
    if not table:
        raise Unprocessable("file-empty")
    if len(table) > MOST_ROWS + 1:
        raise Unprocessable("file-too-long", most=MOST_ROWS)
    header, *lines = table
    _check(kind, header.cells)
    faults = [fault for row, line in enumerate(lines, FIRST_ROW) for fault in _faults(row, line, header.cells)]
    rows = [dict(zip(header.cells, [*line.cells, *[""] * len(header.cells)], strict=False)) for line in lines]
    return Sheet(rows, faults)


def _lines(file: bytes) -> list[Line]:
    try:
        read = csv.reader(io.StringIO(_text(file), newline=""), strict=True)
        lines = [[cell.strip() for cell in line] for line in read]
    except csv.Error as error:
        raise Unprocessable("file-not-csv", reason=str(error)) from error
    while lines and not any(lines[-1]):
        lines.pop()  # what a spreadsheet leaves at the end
    return [Line(line) for line in lines]


def _text(file: bytes) -> str:
    if b"\0" in file:
        raise Unprocessable("file-not-a-sheet")
    try:
        return file.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unprocessable("file-not-utf8") from error


def _check(kind: str, header: Sequence[str]) -> None:
    expected = COLUMNS[kind]
    if sorted(header) != sorted(expected):
        found = ", ".join(header)
        raise Unprocessable("file-columns", expected=", ".join(expected), found=found[:500])


def _faults(row: int, line: Line, header: Sequence[str]) -> list[Fault]:
    if len(line.cells) != len(header):
        return [Fault(row, "", "row-cells", {"found": len(line.cells), "expected": len(header)})]
    return [Fault(row, header[at], code) for at, code in line.faults.items()]
