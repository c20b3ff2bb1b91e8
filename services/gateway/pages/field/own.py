"""The reader's own stay, what may still be noted on it, and how late."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple  # what the API answers is JSON
from uuid import UUID

from services.gateway.pages.page import OwnVisit
from shared.calendar import day_of
from shared.errors import NotFound

DAYS_TO_NOTE = 7
"""Days after a stay's end in which its cadre may still note what was done on it (roles.md); the ledger holds to it."""
_INSTANT = timedelta(microseconds=1)


class OwnStay(NamedTuple):
    """A stay of the reader; `over`: days since it ended, None while it has not."""

    told: dict[str, Any]
    over: int | None
    last: date | None

    @property
    def open(self) -> bool:
        """Whether something may be noted on it."""
        return self.told["started_at"] is not None and (self.over is None or self.over <= DAYS_TO_NOTE)


async def own_stay(page: OwnVisit, stay: UUID | str) -> OwnStay:
    """The stay. Raises NotFound for one of somebody else, though the reader may see it elsewhere."""
    told = await page.get(f"/stays/{stay}")
    if not is_own(page, told):
        raise NotFound("not-found")
    return of_stay(page, told)


def is_own(page: OwnVisit, told: dict[str, Any]) -> bool:
    """Whether the reader is the stay's cadre, who alone notes what was done on it."""
    person = page.asker.person
    return person is not None and told["person"]["id"] == str(person) and page.may("field.log")


def of_stay(page: OwnVisit, told: dict[str, Any]) -> OwnStay:
    """A stay with the days since its end."""
    if not told["ended_at"]:
        return OwnStay(told, None, None)
    last = day_of(datetime.fromisoformat(told["ended_at"]) - _INSTANT)  # one that ends at 24:00 ends on that day
    return OwnStay(told, (page.today - last).days, last)
