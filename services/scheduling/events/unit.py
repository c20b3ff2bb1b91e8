"""What happens to a unit of the district: a department, a section, an office, a committee."""

from typing import Literal

from shared.event import Event
from shared.ids import UnitId
from shared.words import UnitKind


class UnitDescribed(Event):
    """The unit is now as said here. `path` runs from the top unit to this one; `code` is the district's own."""

    type: Literal["unit-described.v1"] = "unit-described.v1"
    unit: UnitId
    code: str
    name: str
    kind: UnitKind
    parent: UnitId | None
    path: tuple[UnitId, ...]
