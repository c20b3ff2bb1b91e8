"""Small XLSX workbooks, made by a library or part by part, for tests to read."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any  # a cell holds whatever its type is

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet


def workbook(*rows: Sequence[Any], then: Callable[[Workbook, Worksheet], object] = lambda book, sheet: None) -> bytes:
    """A workbook whose first sheet has these rows; `then` changes it before it is saved."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    then(book, sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(file: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part of its archive changed."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return changed.getvalue()
