"""What is typed on the pages of the field: texts, moments, numbers; with a fault where one is none."""

from datetime import datetime

from services.gateway.pages.field.own import OwnStay
from services.gateway.pages.language import N_
from services.gateway.pages.page import OwnVisit
from shared.calendar import BEIJING

LONGEST_TEXT = 4000
"""Characters of a text that the ledger takes."""


def text_of(page: OwnVisit, field: str, message: str, most: int = LONGEST_TEXT) -> str:
    """What was typed in a field; the message says so where there is nothing, and a fault where there is too much."""
    text = page.need(field, message)
    if len(text) > most:
        page.fault(N_("最多 %(most)s 字，现有 %(now)s 字。"), field, most=most, now=len(text))
    return text


def moment_of(page: OwnVisit) -> str | None:
    """The moment that was typed as `date` and `time`."""
    day, hour = page.need("date", N_("请填写日期。")), page.need("time", N_("请填写时间。"))
    if not (day and hour):
        return None
    try:
        return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=BEIJING).isoformat()
    except ValueError:
        page.fault(N_("日期写作 2010-12-07，时间写作 19:30。"), "date")
        return None


def count_of(page: OwnVisit, field: str) -> int | None:
    """The number that was typed; None for none."""
    text = page.typed[field]
    if text and not (text.isascii() and text.isdecimal()):
        page.fault(N_("请填写数字。"), field)
        return None
    return int(text) if text else None


def now_of(page: OwnVisit, of: OwnStay) -> tuple[str, str]:
    """The day and the time that a form begins with: now; after the stay its last day, and no time."""
    if of.last:
        return of.last.isoformat(), ""
    now = page.now.astimezone(BEIJING)
    return now.date().isoformat(), f"{now:%H:%M}"
