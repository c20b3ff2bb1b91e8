"""Whom the words of a record name, where its structure does not tell: so that an erasure finds them (design 8)."""

from typing import Literal
from uuid import UUID

from shared.erasure import Kind
from shared.event import Event, Instant
from shared.ids import HouseholdId


class SubjectsListed(Event):
    """A record's words name these households. It follows the record in the record's own stream."""

    type: Literal["subjects-listed.v1"] = "subjects-listed.v1"
    kind: Kind
    record: UUID
    subjects: tuple[HouseholdId, ...]
    at: Instant
