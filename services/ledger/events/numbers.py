"""The numbers of receipts."""

from typing import Literal

from shared.event import Event, Instant
from shared.ids import FilingId, UnitId

Series = Literal["filing-receipt"]


class NumberDrawn(Event):
    """The next number of a unit's series and year was given to a filing's receipt; there are no gaps."""

    type: Literal["number-drawn.v1"] = "number-drawn.v1"
    unit: UnitId
    series: Series
    year: int
    number: int
    filing: FilingId
    at: Instant
