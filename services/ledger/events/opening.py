"""Openings of identities: who saw whose, why and when; what was seen stands nowhere (design 8)."""

from typing import Literal
from uuid import UUID

from shared.event import Event, Instant
from shared.ids import MatterId, UnitId
from shared.sealed import Sealed


class IdentityOpened(Event):
    """Identities are about to be shown. `by`: the actor who asked; the purpose is sealed under the opening's key."""

    type: Literal["identity-opened.v1"] = "identity-opened.v1"
    opening: UUID
    matter: MatterId
    unit: UnitId | None
    by: str
    subjects: tuple[UUID, ...]
    purpose: Sealed
    at: Instant
