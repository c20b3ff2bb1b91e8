"""The books and filings, judging by the requests that made them."""

from datetime import date, datetime

from deploy.demo.client import Sent

Figures = dict[str, int | str]

_DUE = {"2010-12": date(2010, 12, 31), "2011-01": date(2011, 1, 31), "2011-02": date(2011, 2, 28)}


def filings(sent: list[Sent]) -> Figures:
    filed = [one for one in sent if one.verb == "file"]
    first: dict[tuple[int, str], date] = {}
    for one in filed:
        first.setdefault((one.about[1], one.told["period"]), one.at.date())
    late = sum(day > _DUE[period] for (_, period), day in first.items())
    lines = _lines(sent)
    return {
        "filings": len(first),
        "versions": len(filed),
        "receipts": sum(one.verb == "receipt" for one in sent),
        "on_time": len(first) - late,
        "late": late,
        "books": 4 * len(first),
        **{f"lines_{book}": sum(one[0] == book for one in lines) for book in _BOOKS},
        "empty_books": _empty(filed, lines),
        "overdue": late,
        "returned_filings": sum(one.verb == "return-filing" for one in sent),
    }


_BOOKS = ("sentiment", "assistance", "organisation", "stability")
_BOOK_OF = {
    "visit": "sentiment",
    "measure-result": "assistance",
    "deed": "assistance",
    "note": "organisation",
    "forum": "organisation",
    "evaluation": "organisation",
    "screen": "stability",
    "strike": "stability",
}


def _lines(sent: list[Sent]) -> list[tuple[str, int, datetime]]:
    """(book, place, when) of every line that the requests have made."""
    lines = [(_BOOK_OF[one.verb], one.about[1], one.at) for one in sent if one.verb in _BOOK_OF]
    for one in (one for one in sent if one.verb == "visit"):
        for matter in one.body["matters"]:
            lines.append(("assistance" if "answer" in matter else "stability", one.about[1], one.at))
    return lines


def _empty(filed: list[Sent], lines: list[tuple[str, int, datetime]]) -> int:
    """Books without a line between a place's filing and the one before it; a filing sent again keeps its span."""
    spans: dict[tuple[int, str], tuple[datetime, datetime]] = {}
    last: dict[int, datetime] = {}
    for one in filed:
        place, period = one.about[1], one.told["period"]
        if (place, period) not in spans:
            spans[place, period] = (last.get(place, datetime.min.replace(tzinfo=one.at.tzinfo)), one.at)
            last[place] = one.at
    held = {
        (place, period, book)
        for (place, period), (after, until) in spans.items()
        for book, where, when in lines
        if where == place and after < when <= until
    }
    return 4 * len(spans) - len(held)
