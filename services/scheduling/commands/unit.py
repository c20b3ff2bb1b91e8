"""What may be asked of a unit."""

from dataclasses import dataclass

from shared.ids import UnitId
from shared.words import UnitKind


@dataclass(frozen=True, kw_only=True)
class DescribeUnit:
    """Say what a unit is now; `path` runs from the top unit to this one."""

    unit: UnitId
    code: str
    name: str
    kind: UnitKind
    parent: UnitId | None
    path: tuple[UnitId, ...]

    @property
    def stream(self) -> str:
        """The unit's own stream."""
        return f"unit/{self.unit}"
