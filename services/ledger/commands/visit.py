"""What may be asked of a visit."""

from dataclasses import dataclass

from services.ledger.commands.field import Correct, Told
from services.ledger.events.visit import Caller
from shared.ids import MatterId, PlaceId, VisitId
from shared.sealed import Sealed
from shared.words import Concerned, MatterKind, VisitMode


@dataclass(frozen=True)
class Met:
    """Somebody who was met. `path`: the places the named household lies in, none if there is no such household."""

    caller: Caller
    path: tuple[PlaceId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A matter heard from caller number `caller` (from 0).

    `names_somebody`: its subject contains the name or telephone of one who was met. `unknown`: somebody whom
    it concerns is not in the directory.
    """

    matter: MatterId
    kind: MatterKind
    field: str | None
    subject: str | None
    words: Sealed
    answer: Sealed | None
    concerns: tuple[Concerned, ...]
    caller: int
    restricted: bool
    names_somebody: bool
    unknown: bool


@dataclass(frozen=True, kw_only=True)
class LogVisit(Told):
    """Log a visit with its diary line and what was heard."""

    visit: VisitId
    mode: VisitMode
    met: tuple[Met, ...]
    diary: Sealed
    heard: tuple[Heard, ...]

    @property
    def stream(self) -> str:
        """The visit's own stream."""
        return f"visit/{self.visit}"


@dataclass(frozen=True, kw_only=True)
class CorrectDiary(Correct):
    """Give the diary line another wording."""

    visit: VisitId
    diary: Sealed
    reason: Sealed

    @property
    def stream(self) -> str:
        """The visit's own stream."""
        return f"visit/{self.visit}"


VisitCommand = LogVisit | CorrectDiary
