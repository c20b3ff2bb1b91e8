"""One thing that waits for a reader: which act, on which page, and how much time is left."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple  # what the API answers is JSON

from services.gateway.pages.words import Word

Told = Mapping[str, Any]


class Duty(NamedTuple):
    """An act on a page of its own; `until`: the day that still limits it, `stands`: where its `thing` stands."""

    path: str
    act: str
    reference: str
    what: str
    place: str
    until: date | None = None
    thing: str = ""
    stands: Word | None = None

    def left(self, today: date) -> int | None:
        """Days until the limit's day, negative once it has passed."""
        return (self.until - today).days if self.until else None
