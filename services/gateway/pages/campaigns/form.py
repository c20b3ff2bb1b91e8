"""What is typed to plan a campaign, as the API has it; half a row is a fault at what it lacks."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any  # bodies of the API are JSON

from services.gateway.pages.field.entries import count_of
from services.gateway.pages.language import N_
from services.gateway.pages.page import OwnVisit
from services.gateway.pages.typed import Form

MOST_ROWS = 100
_STAYED_IN = ("village", "community")
_LINES, _TEXTS = ("aims", "linked"), ("authority", "basis", "theme", "main_line", "core", "plan")
_NEEDED = {
    "name": N_("请填写活动名称。"),
    "unit": N_("请选择派出单位。"),
    "activity_office": N_("请选择活动办公室。"),
    "district_office": N_("请选择区活动办公室。"),
    "begins": N_("请填写第一天。"),
    "ends": N_("请填写最后一天。"),
}
_COLUMNS = {
    "batches": {"begins": N_("请填写这一批的第一天。"), "ends": N_("请填写这一批的最后一天。")},
    "filings": {"period": N_("请填写月份，写作 2010-12。"), "due": N_("请填写报送期限。")},
}


def rows(page: OwnVisit, thing: str) -> int:
    """For how many batches or months the form has room."""
    numbers = [name.split(".")[1] for name, _ in page.typed if name.startswith(f"{thing}.")]
    return min(MOST_ROWS, max([1, *(int(number) + 1 for number in numbers if number.isdecimal())]))


def body_of(page: OwnVisit, places: Sequence[Any]) -> dict[str, Any]:
    """The campaign, in some of these places; what is missing is noted."""
    told: dict[str, Any] = {name: page.need(name, message) for name, message in _NEEDED.items()}
    page.need("minimum_nights", N_("请填写最少住几夜。"))
    batches = [{"number": n, **row} for n, row in enumerate(_filled(page, "batches"), 1)]
    if not batches:
        page.fault(_COLUMNS["batches"]["begins"], "batches.0.begins")
    return told | {
        "leading_group": page.typed["leading_group"] or None,
        "minimum_nights": count_of(page, "minimum_nights"),
        "batches": batches,
        "filings": list(_filled(page, "filings")),
        "places": _chosen(page, places),
        "statement": _statement(page),
    }


def _filled(page: OwnVisit, thing: str) -> Iterator[dict[str, str]]:
    """The rows in which anything was typed."""
    for number in range(rows(page, thing)):
        columns = {name: f"{thing}.{number}.{name}" for name in _COLUMNS[thing]}
        if any(page.typed[field] for field in columns.values()):
            yield {name: page.need(field, _COLUMNS[thing][name]) for name, field in columns.items()}


def lies_in(place: Any, town: str) -> bool:
    """Whether a place is a village or community of a town."""
    return place["level"] in _STAYED_IN and place["parent"] == town


def _chosen(page: OwnVisit, places: Sequence[Any]) -> list[str]:
    """The places that were ticked, by themselves or with their whole town."""
    towns, ticked = page.typed.all("towns"), page.typed.all("places")
    found = [one["id"] for one in places if one["id"] in ticked or any(lies_in(one, town) for town in towns)]
    if not found:
        page.fault(N_("请选择驻点村（社区）。"), "places")
    return found


def _statement(page: OwnVisit) -> dict[str, Any]:
    said = {name: page.typed[f"statement.{name}"] for name in _TEXTS}
    lines = {name: page.typed[f"statement.{name}"].splitlines() for name in _LINES}
    told: dict[str, Any] = {name: text for name, text in said.items() if text}
    return told | {name: [line.strip() for line in found if line.strip()] for name, found in lines.items()}


def list_months(page: OwnVisit) -> None:
    """Let the form have a row for each month of the campaign, whose books are due on its last day."""
    first, last = (_day(page, name) for name in ("begins", "ends"))
    if first is None or last is None:
        return
    kept = [(name, text) for name, text in page.typed if not name.startswith("filings.")]
    months = [(f"filings.{n}.{name}", text) for n, row in enumerate(_months(first, last)) for name, text in row.items()]
    page.typed = Form([*kept, *months], page.typed.files, sent=True)


def _day(page: OwnVisit, name: str) -> date | None:
    try:
        return date.fromisoformat(page.typed[name])
    except ValueError:
        page.fault(_NEEDED[name], name)
        return None


def _months(first: date, last: date) -> Iterator[dict[str, str]]:
    after = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    for year, month in (divmod(number, 12) for number in after[:MOST_ROWS]):
        due = date(year, month + 1, monthrange(year, month + 1)[1])
        yield {"period": f"{due:%Y-%m}", "due": due.isoformat()}
