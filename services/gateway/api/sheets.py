"""A CSV file as rows, and what is wrong with it, cell by cell."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.gateway.accounts.importing import FIRST_ROW, Fault
from shared.web.problems import Unprocessable

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "units": ("code", "name", "kind", "parent"),
    "people": ("code", "name", "unit", "party_member", "posts"),
    "places": ("code", "name", "level", "parent", "contact_unit", "contact_section", "contact_leader"),
    "households": ("code", "place", "number", "head", "telephone", "address", "difficulty"),
    "competences": ("field", "unit"),
    "accounts": ("login", "person", "unit", "password", "grants"),
}
"""The columns of each kind of file, in any order, none missing."""


@dataclass(frozen=True)
class Sheet:
    """The rows of a file, by column, in order, and the faults of its form; a row with one is filled up."""

    rows: Sequence[Mapping[str, str]]
    faults: Sequence[Fault]


def read(kind: str, file: bytes) -> Sheet:
    """A file of a kind. Raises Unprocessable with a sentence for what cannot be read at all."""
    table = _table(file)
    if not table:
        raise Unprocessable("file-empty")
    header, *lines = table
    _check(kind, header)
    faults = [
        Fault(row, "", "row-cells", {"found": len(line), "expected": len(header)})
        for row, line in enumerate(lines, FIRST_ROW)
        if len(line) != len(header)
    ]
    rows = [dict(zip(header, [*line, *[""] * len(header)], strict=False)) for line in lines]
    return Sheet(rows, faults)


def _table(file: bytes) -> list[list[str]]:
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unprocessable("file-not-utf8") from error
    if "\0" in text:
        raise Unprocessable("file-not-utf8")
    try:
        lines = [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(text, newline=""), strict=True)]
    except csv.Error as error:
        raise Unprocessable("file-not-csv", reason=str(error)) from error
    while lines and not any(lines[-1]):
        lines.pop()  # what a spreadsheet leaves at the end
    return lines


def _check(kind: str, header: Sequence[str]) -> None:
    expected = COLUMNS[kind]
    if sorted(header) != sorted(expected):
        found = ", ".join(header)
        raise Unprocessable("file-columns", expected=", ".join(expected), found=found[:500])
