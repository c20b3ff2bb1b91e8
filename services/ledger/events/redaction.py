"""A text in the place of one that was erased: the same without the person, under a key of its own (design 8)."""

from typing import Literal
from uuid import UUID

from shared.erasure import Kind
from shared.event import Event, Instant
from shared.sealed import Sealed


class TextRedacted(Event):
    """A record's text has a successor without the subject. `was`: the fingerprint of the sealed value it follows.

    It is said before the key of that value is destroyed.
    """

    type: Literal["text-redacted.v1"] = "text-redacted.v1"
    subject: UUID
    kind: Kind
    record: UUID
    was: str
    text: Sealed
    by: str
    at: Instant
