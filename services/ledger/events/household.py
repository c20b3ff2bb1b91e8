"""Households of a resident group, as the district registers them (R25)."""

from typing import Literal

from shared.event import Event, Instant
from shared.ids import HouseholdId, PlaceId
from shared.sealed import Sealed


class HouseholdDescribed(Event):
    """A household as it now stands; the newest says it all.

    Head, telephone and address are sealed under the household's own key. `mac` is a keyed digest of the row
    that was imported: a sealed value is another one each time, so it tells the same row from a changed one.
    """

    type: Literal["household-described.v1"] = "household-described.v1"
    household: HouseholdId
    code: str
    place: PlaceId
    number: int
    head: Sealed
    telephone: Sealed | None
    address: Sealed | None
    difficulty: bool
    mac: str
    at: Instant
