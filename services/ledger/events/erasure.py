"""Erasures: whose keys were destroyed, on what ground, by whom; no value (design 8)."""

from typing import Literal
from uuid import UUID

from shared.erasure import Document, Dropped, Ground
from shared.event import Event, Instant


class ErasureForeseen(Event):
    """Somebody was shown what an erasure of the subject would destroy: the ids of what lists them.

    `by`: the actor who looked.
    """

    type: Literal["erasure-foreseen.v1"] = "erasure-foreseen.v1"
    subject: UUID
    by: str
    at: Instant


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
