"""The sheet that an administrator hands out: who it is for, the one-time link, until when."""

import csv
import io
from collections.abc import Iterable
from uuid import UUID

from shared.calendar import BEIJING
from shared.event import Frozen, Instant

CSV = {"text/csv": {"schema": {"type": "string"}}}
_HEADER = ("单位 unit", "姓名 name", "账号 account", "一次性链接 one-time link", "有效期至 good until")
_COMPUTED = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula


class LinkLine(Frozen):
    """A link with whom it is for; `name` and `unit` are empty where the directory does not know them."""

    account: UUID
    login: str
    name: str
    unit: str
    link: str
    expires_at: Instant


def written(lines: Iterable[LinkLine]) -> bytes:
    """The sheet as CSV, as spreadsheets read it: UTF-8 with a mark, times of Beijing, nothing to compute."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(_HEADER)
    for line in lines:
        until = line.expires_at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
        sheet.writerow([_plain(cell) for cell in (line.unit, line.name, line.login, line.link, until)])
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_COMPUTED) else cell
