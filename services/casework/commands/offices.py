"""What may be asked of the tables of competence and letterheads."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.casework.events.offices import FieldName, Prefix
from shared.ids import PersonId, UnitId
from shared.words import Field, UnitKind


@dataclass(frozen=True, kw_only=True)
class SetCompetence:
    """Make a unit competent for a field; `kind` is the unit's as looked up, None if there is no such unit.

    `line` is the field's own id in its district (formats 1a, imported thing).
    """

    line: UUID
    field: Field
    unit: UnitId
    kind: UnitKind | None
    name: FieldName | None
    by: PersonId | None
    at: datetime

    @property
    def stream(self) -> str:
        """The field's own stream."""
        return f"competence/{self.line}"


@dataclass(frozen=True, kw_only=True)
class SetLetterhead:
    """Let a unit's letters bear a prefix."""

    unit: UnitId
    kind: UnitKind | None
    prefix: Prefix
    by: PersonId | None
    at: datetime

    @property
    def stream(self) -> str:
        """The unit's own letterhead."""
        return f"letterhead/{self.unit}"
