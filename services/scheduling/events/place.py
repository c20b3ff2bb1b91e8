"""What happens to a place: district > town or street > village or community > group (R15, R39)."""

from typing import Literal

from shared.event import Event, Frozen
from shared.ids import PersonId, PlaceId, UnitId
from shared.words import PlaceLevel


class Contact(Frozen):
    """Who stands by a place for good (R70–R74): 挂点单位, the section in charge of it, 挂点领导."""

    unit: UnitId | None
    section: UnitId | None
    leader: PersonId | None


class PlaceDescribed(Event):
    """The place is now as said here. `path` runs from the district to it; a group has its village's contact."""

    type: Literal["place-described.v1"] = "place-described.v1"
    place: PlaceId
    code: str
    name: str
    level: PlaceLevel
    parent: PlaceId | None
    path: tuple[PlaceId, ...]
    contact: Contact
