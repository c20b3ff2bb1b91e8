"""What was filed beside what the books say now, line by line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # lines are JSON of the API

_SAID = ("object", "content", "handler", "result")
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Row:
    """A line as it was filed, and whether it was `corrected` since.

    `now`: what its cells say by now, of those that say otherwise to this reader; `gone`: it is no more.
    """

    line: Mapping[str, Any]
    now: Mapping[str, str]
    corrected: bool = False
    gone: bool = False


@dataclass(frozen=True)
class Comparison:
    """The four books by their name's word."""

    books: Mapping[str, Sequence[Row]]

    @property
    def corrected(self) -> Sequence[Row]:
        """The lines that read otherwise now."""
        return [row for rows in self.books.values() for row in rows if row.corrected]

    def rows(self, book: str) -> Sequence[Row]:
        """The lines of a book, or all that are `corrected`."""
        return self.corrected if book == "corrected" else self.books.get(book, ())


def compared(books: Iterable[Mapping[str, Any]], changed: Iterable[Mapping[str, Any]]) -> Comparison:
    """Books as they were filed, each line with what it says now."""
    now = {one["before"]["source"]["event"]: one["after"] for one in changed if one["before"]}
    return Comparison({book["book"]: [_row(line, now) for line in book["lines"]] for book in books})


def _row(line: Mapping[str, Any], now: Mapping[str, Any]) -> Row:
    event = line["source"]["event"]
    if event not in now:
        return Row(line, _NOTHING)
    after = now[event]
    if after is None:
        return Row(line, _NOTHING, corrected=True, gone=True)
    return Row(line, {name: after[name] for name in _SAID if after[name] != line[name]}, corrected=True)
