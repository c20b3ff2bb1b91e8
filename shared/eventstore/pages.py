"""What a follower reads: pages of one district's log, with the place before and after each."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol  # a tuple for each event: a dataclass takes its time
from uuid import UUID

from shared.envelope import Envelope
from shared.errors import Refused
from shared.ids import Tenant

PAGE = 500


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


class Said(NamedTuple):
    """One event as its followers see it; a foreign one shows its fact alone. Each is (type, exact JSON text).

    `meta` is the JSON text of what travels with it.
    """

    envelope: Envelope
    hash: bytes
    event: tuple[str, str] | None
    fact: tuple[str, str] | None
    meta: str = "{}"

    def carried(self) -> dict[str, str]:
        """What travels with it: correlationid, causationid, traceparent."""
        found: dict[str, str] = json.loads(self.meta)
        return found


@dataclass(frozen=True, slots=True)
class Page:
    """What stands between two places, in order. `more`: there may be more behind it, so read on at once."""

    said: Sequence[Said]
    after: Place
    more: bool = False


@dataclass(frozen=True, slots=True)
class Heads:
    """A producer's log: its store, and where each district's chain ends."""

    store: UUID
    ends: Sequence[tuple[Tenant, Place]]


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

    @property
    def own(self) -> bool:
        """Whether it is the reading service's own, which shows every event; another's shows its facts."""
        ...

    async def heads(self) -> Heads:
        """Where each district's log ends. Raises what a lost connection raises."""
        ...

    def moved(self, tenant: Tenant) -> None:
        """A district's log may have moved: call before waking those who read it."""
        ...

    async def page(self, tenant: Tenant, place: Place, look: bool = False) -> Page:
        """What comes after a place, at most `PAGE` positions or facts; empty at the end.

        With `look`, the log itself is asked, whatever is known of it here. Raises NotTheLogRead where it is not the
        one that was read up to that place.
        """
        ...

    async def past(self, tenant: Tenant, place: Place) -> Page:
        """What came after a place that was read before, from the log itself. Raises NotTheLogRead as `page`."""
        ...
