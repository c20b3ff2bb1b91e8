"""Who is competent for what, and how a department signs its letters: data of the district."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from shared.event import Event, Instant
from shared.ids import PersonId, UnitId
from shared.words import Field

FieldName = Annotated[str, StringConstraints(min_length=1, max_length=20)]
"""A field as it reads in a letter: 土地征用."""

Prefix = Annotated[str, StringConstraints(min_length=1, max_length=20, pattern=r"^[^\s0-9〔〕]+$")]
"""The letters before a letter's year and number (机关代字): 示国土复."""

HANDLING_KINDS = frozenset({"department", "town", "discipline-office"})
"""The kinds of unit that handle matters (归口办理)."""


class CompetenceSet(Event):
    """A unit is competent for a field (R117); `name` is the field's when it is none of the seven (R36)."""

    type: Literal["competence-set.v1"] = "competence-set.v1"
    field: Field
    unit: UnitId
    name: FieldName | None
    by: PersonId | None
    at: Instant


class LetterheadSet(Event):
    """A unit's letters bear this prefix from now on."""

    type: Literal["letterhead-set.v1"] = "letterhead-set.v1"
    unit: UnitId
    prefix: Prefix
    by: PersonId | None
    at: Instant
