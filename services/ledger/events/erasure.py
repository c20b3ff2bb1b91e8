"""Erasures: whose keys were destroyed, on what ground, by whom; no value (design 8)."""

from typing import Literal
from uuid import UUID

from shared.erasure import Document, Dropped, Ground
from shared.event import Event, Instant


class SubjectErased(Event):
    """A subject was erased everywhere: `dropped` names what the erasures before it had not.

    `by`: the actor who did it, for the office that ordered it by `document`.
    """

    type: Literal["subject-erased.v1"] = "subject-erased.v1"
    subject: UUID
    ground: Ground
    document: Document
    by: str
    dropped: tuple[Dropped, ...]
    at: Instant
