"""Erasures: in which matters casework's own words were destroyed, since they list somebody erased (design 8)."""

from typing import Literal
from uuid import UUID

from shared.erasure import Document, Dropped, Ground
from shared.event import Event, Instant


class WordsErased(Event):
    """Words of matters were erased with their subject: `dropped` names what the erasures before it had not.

    `by`: the actor who did it, for the office that ordered it by `document`.
    """

    type: Literal["words-erased.v1"] = "words-erased.v1"
    subject: UUID
    ground: Ground
    document: Document
    by: str
    dropped: tuple[Dropped, ...]
    at: Instant
