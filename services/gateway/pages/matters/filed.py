"""入账: the line in a place's books that a matter became, and the filing that holds it."""

import asyncio
from collections.abc import Mapping
from typing import Any, NamedTuple  # what the API answers is JSON

from services.gateway.pages.language import N_
from services.gateway.pages.matters.standing import part
from services.gateway.pages.page import OwnVisit

ENTERED = N_("入账")
NOT_YET = N_("（尚未报送）")


class Line(NamedTuple):
    """A line of a book: its book, and its number there."""

    book: str
    number: int


class Entry(NamedTuple):
    """A line, and where, for which month, when and by whom it was filed; "" while nothing filed holds it."""

    line: Line
    path: str = ""
    period: str = ""
    at: str = ""
    by: str = ""


async def entry(page: OwnVisit, matter: Mapping[str, Any]) -> Entry | None:
    """The line, for who may read the books of its place; None until there is one."""
    if matter["state"] != "struck" or not matter["campaign"] or not page.may("book.read"):
        return None
    query = {"campaign": matter["campaign"]}
    books, filings = await asyncio.gather(
        part(page, f"/places/{matter['place']['id']}/books", **query),
        part(page, "/filings", place=matter["place"]["id"], **query),
    )
    line = _line_in(books, matter["id"]) if books else None
    if line is None:
        return None
    held = await asyncio.gather(*(_held(page, one, matter["id"]) for one in filings["items"] if one["filed"]))
    return next((one for one in held if one), Entry(line))


async def _held(page: OwnVisit, filing: Mapping[str, Any], matter: str) -> Entry | None:
    version = await part(page, f"/filings/{filing['id']}/versions/{filing['filed']}")
    line = _line_in(version, matter) if version else None
    if line is None:
        return None
    path = f"/filings/{filing['id']}?book={line.book}&version={filing['filed']}#line-{line.number}"
    return Entry(line, path, filing["period"], version["filed_at"], await _name(page, version["filed_by"]))


async def _name(page: OwnVisit, person: str | None) -> str:
    """Who filed it; "" for who is no official."""
    found = await part(page, f"/people/{person}") if person else None
    return str(found["name"]) if found else ""


def _line_in(books: Mapping[str, Any], matter: str) -> Line | None:
    """The line that says how the matter was resolved."""
    lines = ((line, book["book"]) for book in books["books"] for line in book["lines"])
    resolved = (one for one in lines if one[0]["record"] == matter and one[0]["kind"] == "dispute-resolved")
    return next((Line(book, line["number"]) for line, book in resolved), None)
