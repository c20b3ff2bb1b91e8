"""What a follower reads: pages of one district's log, with the place before and after each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from shared.envelope import Envelope
from shared.errors import Refused
from shared.ids import Tenant

PAGE = 500
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Place:
    """How far a district's log has been read: the last fact, and the last position looked at, each with its hash.

    An empty hash stands for the genesis, at position 0 alone.
    """

    fact: int = 0
    fact_hash: bytes = b""
    position: int = 0
    hash: bytes = b""


BEGINNING = Place()


@dataclass(frozen=True, slots=True)
class Said:
    """One event as its followers see it; a foreign one shows its fact alone. Each is (type, exact JSON text)."""

    envelope: Envelope
    hash: bytes
    event: tuple[str, str] | None
    fact: tuple[str, str] | None
    meta: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands between two places, in order. `more`: the log goes on behind it."""

    said: Sequence[Said]
    after: Place
    more: bool = False


class NotTheLogRead(Refused):
    """The log has another hash where it was read, or ends before: it was restored, or changed (G8)."""

    def __init__(self, position: int, expected: str, found: str) -> None:
        super().__init__("not-the-log-you-read", None, position=position, expected=expected, found=found)


class Source(Protocol):
    """A log as its followers read it, their own service's or another's."""

    @property
    def service(self) -> str:
        """Whose log it is."""
        ...

    async def page(self, tenant: Tenant, place: Place) -> Page:
        """What comes after a place, at most `PAGE` positions or facts; empty with the same place at the end.

        Raises NotTheLogRead where the log is not the one that was read up to that place.
        """
        ...
