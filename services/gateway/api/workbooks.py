"""An XLSX workbook's first sheet as lines of text; a workbook comes from anywhere, so it is read with care.

What it unpacks to is bounded before anything is parsed, XML is parsed without entities (defusedxml), and nothing in
it is computed: a formula is a fault of its cell.
"""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice, repeat
from typing import Any  # cells hold whatever their type is
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook

from shared.web.imports import MOST_ROWS
from shared.web.problems import Unprocessable

MOST_UNPACKED = 16 << 20  # twice what as many rows as are taken need
MOST_ELEMENTS = 800_000  # each takes half a KB while its row is read
_MOST_PARTS = 1000
_MOST_LINES = 1_048_576  # as many as a sheet can have; a file may claim more
_MOST_WRITTEN = 100_000  # lines that are really in the file, most of them empty
_MOST_COLUMNS = 100
_EXACT = 10**15  # beyond, a spreadsheet's numbers have lost digits
_ZIP = b"PK\x03\x04"
_ZEROS = re.compile(r"0+")
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, ParseError, EOFError, OSError,
    ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError,
)  # fmt: skip
"""What reading a broken workbook raises, somewhere deep below."""

warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")  # they quote cells, and end up in logs


@dataclass(frozen=True)
class Line:
    """The cells of a line; `faults`: the codes of those that say nothing certain, by their place in it."""

    cells: Sequence[str]
    faults: Mapping[int, str] = field(default_factory=dict)


class _Uncertain(Exception):
    """A cell whose text depends on who computes or rounds it; the message is the fault's code."""


def is_one(file: bytes) -> bool:
    """Whether a file may be a workbook: those are ZIP archives."""
    return file.startswith(_ZIP)


def lines(file: bytes) -> list[Line]:
    """The lines of the first visible sheet, as wide as the first one unless there is more in them.

    Raises Unprocessable for what is no workbook, or unpacks to too much.
    """
    try:
        _check_size(file)
        found = list(islice(_found(file), MOST_ROWS + 2))
    except _UNREADABLE as error:
        raise Unprocessable("file-not-a-sheet") from error
    width = len(found[0].cells) if found else 0
    return [Line([*line.cells, *[""] * (width - len(line.cells))], line.faults) for line in found]


def _check_size(file: bytes) -> None:
    """See that reading takes neither memory nor time without end: a few KB may unpack to all the memory there is."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        parts = archive.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Unprocessable("file-unpacks-to-too-much")
        if sum(_elements(archive.read(part)) for part in parts) > MOST_ELEMENTS:
            raise Unprocessable("file-unpacks-to-too-much")


def _elements(part: bytes) -> int:
    return part.count(b"<") - part.count(b"</")


def _found(file: bytes) -> Iterator[Line]:
    workbook = load_workbook(io.BytesIO(file), read_only=True, keep_links=False)
    try:
        sheet = next((sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"), None)
        if sheet is None:
            return
        sheet.reset_dimensions()  # what it says of its own size may be wrong
        yield from _filled(islice(sheet.iter_rows(max_col=_MOST_COLUMNS), _MOST_LINES))
    finally:
        workbook.close()


def _filled(rows: Iterable[Sequence[Any]]) -> Iterator[Line]:
    """The lines up to the last that says anything: a sheet may go on for a million empty ones."""
    nothing, empty, last, written = Line(()), 0, None, 0
    for row in rows:
        line = nothing if row is last else _line(row)  # lines that are not in the file come as one and the same
        written += row is not last
        if written > _MOST_WRITTEN:
            raise Unprocessable("file-too-long", most=MOST_ROWS)
        if line.cells:
            yield from repeat(nothing, empty)
            yield line
        last, empty = row, 0 if line.cells else empty + 1


def _line(row: Iterable[Any]) -> Line:
    cells, faults = [""] * _MOST_COLUMNS, {}
    for at, cell in enumerate(row):
        if cell.value is None:
            continue
        try:
            cells[at] = _text(cell)
        except _Uncertain as error:
            faults[at] = str(error)
    width = max((at + 1 for at, text in enumerate(cells) if text or at in faults), default=0)
    return Line(cells[:width], faults)


def _text(cell: Any) -> str:
    if cell.data_type in ("f", "e"):
        raise _Uncertain("row-computed")
    match cell.value:
        case bool() as whether:
            return "yes" if whether else "no"
        case int() | float() as number:
            return _written(number, cell.number_format or "")
        case datetime() as moment:
            return str(moment.date()) if moment.time() == time() else moment.isoformat(" ", "minutes")
        case date() | time() as one:
            return one.isoformat()
        case other:
            return str(other).strip()


def _written(number: float, form: str) -> str:
    """A number as its cell shows it: codes with leading zeros are numbers to a spreadsheet, telephones too."""
    if abs(number) >= _EXACT:
        raise _Uncertain("row-digits-lost")
    if number != int(number):
        return format(number, ".15g")
    return str(int(number)).zfill(len(form) if _ZEROS.fullmatch(form) else 0)
