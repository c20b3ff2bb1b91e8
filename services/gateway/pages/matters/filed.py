"""入账: the line in a place's books that a matter became, and the filing that holds it."""

import asyncio
from collections.abc import Mapping
from typing import Any, NamedTuple  # what the API answers is JSON

from services.gateway.pages.language import N_
from services.gateway.pages.matters.standing import part
from services.gateway.pages.page import OwnVisit

ENTERED = N_("入账")
NOT_YET = N_("（尚未报送）")


class Entry(NamedTuple):
    """A line: its day and book; the filing that holds it and that one's period, "" while none does."""

    day: str
    book: str
    period: str
    filing: str


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
    holding = next((one for one in held if one), None)
    day, book = line
    return Entry(day, book, holding["period"] if holding else "", holding["id"] if holding else "")


async def _held(page: OwnVisit, filing: Mapping[str, Any], matter: str) -> Mapping[str, Any] | None:
    version = await part(page, f"/filings/{filing['id']}/versions/{filing['filed']}")
    return filing if version and _line_in(version, matter) else None


def _line_in(books: Mapping[str, Any], matter: str) -> tuple[str, str] | None:
    """The day and the book of the line that says how it was resolved."""
    lines = ((line, book["book"]) for book in books["books"] for line in book["lines"])
    resolved = (line for line in lines if line[0]["record"] == matter and line[0]["kind"] == "dispute-resolved")
    return next(((line["date"], book) for line, book in resolved), None)
