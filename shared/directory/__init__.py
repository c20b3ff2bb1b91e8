"""Who and where: units, places, people, campaigns as scheduling last said, kept by every service that asks."""

from shared.directory.project import DIRECTORY
from shared.directory.queries import (
    all_people,
    all_places,
    all_units,
    campaign,
    expand,
    holders,
    people_below,
    person,
    place,
    places_below,
    roster_entry,
    unit,
    units_below,
)
from shared.directory.sides import side, side_of

__all__ = [
    "DIRECTORY",
    "all_people",
    "all_places",
    "all_units",
    "campaign",
    "expand",
    "holders",
    "people_below",
    "person",
    "place",
    "places_below",
    "roster_entry",
    "side",
    "side_of",
    "unit",
    "units_below",
]
