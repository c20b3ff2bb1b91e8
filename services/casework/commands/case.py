"""What may be asked of a matter.

`by` asks; `side` is everything that is on the asker's own side (units and people of the same house), against
which the firewall of an accusation is held. Fields that are `X | None` were looked up: None = not found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.casework.events.bearings import Bearings
from services.casework.events.case import ExternalRef, Means, Service
from shared.ids import MatterId, PersonId, UnitId
from shared.sealed import Sealed
from shared.viewer import Viewer
from shared.words import Outcome, Post, UnitKind


@dataclass(frozen=True, kw_only=True)
class OfCase:
    """Something about one matter, at a moment of the district's clock."""

    case: MatterId
    at: datetime

    @property
    def stream(self) -> str:
        """The matter's own stream."""
        return f"case/{self.case}"


@dataclass(frozen=True, kw_only=True)
class Asked(OfCase):
    """Something that a person or key asks."""

    by: Viewer
    side: frozenset[UUID]


@dataclass(frozen=True, kw_only=True)
class TakeIn(OfCase):
    """Enter a matter heard on a visit; with an answer, it was settled on the spot (R80)."""

    about: Bearings
    unit: UnitId | None
    answer: Sealed | None


@dataclass(frozen=True)
class Target:
    """A unit to hand over to, and all that is on its side."""

    unit: UnitId
    kind: UnitKind
    side: frozenset[UUID]


@dataclass(frozen=True)
class Ground:
    """Who stands by the matter's place (R74), and the campaign's district office."""

    contact_unit: UnitId | None
    contact_section: UnitId | None
    contact_leader: PersonId | None
    district_office: UnitId | None


@dataclass(frozen=True, kw_only=True)
class HandOver(Asked):
    """Send the matter to a department: `target` is the one asked for, or else the competent one."""

    target: Target | None
    competent: UnitId | None
    ground: Ground | None
    reason: Sealed | None


@dataclass(frozen=True, kw_only=True)
class Return(Asked):
    """Send the matter back to the office that handed it over."""

    reason: Sealed


@dataclass(frozen=True)
class HeldPost:
    """A post that somebody holds."""

    post: Post
    unit: UnitId


@dataclass(frozen=True, kw_only=True)
class Accept(Asked):
    """Take the matter on and name its handler, whose posts were looked up."""

    handler: PersonId
    posts: tuple[HeldPost, ...]
    external_ref: ExternalRef | None


@dataclass(frozen=True, kw_only=True)
class NoteExternalRef(Asked):
    """Give the matter the department's own number, or take it away."""

    external_ref: ExternalRef | None


@dataclass(frozen=True, kw_only=True)
class RemindOfLimit(OfCase):
    """The day for a reminder has come."""


@dataclass(frozen=True, kw_only=True)
class Escalate(OfCase):
    """The day of a rung has come: 1 leader in charge, 2 head, 3 district office."""

    level: int


@dataclass(frozen=True, kw_only=True)
class RecordResult(Asked):
    """Record what was found and what is thought right."""

    outcome: Outcome
    facts: Sealed
    opinion: Sealed


@dataclass(frozen=True, kw_only=True)
class SendBack(Asked):
    """Not sign, and say why; the asker's posts were looked up."""

    posts: tuple[HeldPost, ...]
    reason: Sealed


@dataclass(frozen=True)
class Names:
    """The names that a letter needs, as the directory has them; `sides` of the units that get a copy."""

    place: str
    field: str | None
    department: str
    signer: str
    prefix: str
    review_organ: str
    sides: Mapping[UnitId, frozenset[UUID]]


@dataclass(frozen=True, kw_only=True)
class Sign(Asked):
    """Sign the reply in the department's name. `erased`: what was found or thought was erased by law since."""

    posts: tuple[HeldPost, ...]
    names: Names | None
    erased: bool


@dataclass(frozen=True, kw_only=True)
class IssueReply(OfCase):
    """The number is drawn: issue the reply with it."""

    serial: int


@dataclass(frozen=True, kw_only=True)
class ServeCopy(Asked):
    """Say what became of a copy."""

    number: int
    result: Service
    means: Means
    served_at: datetime
    witnessed: bool
    reasoned: bool
    details: Sealed


@dataclass(frozen=True, kw_only=True)
class Strike(Asked):
    """Strike the matter off the register (R86)."""

    evidence: Sealed


CaseCommand = (
    TakeIn
    | HandOver
    | Return
    | Accept
    | NoteExternalRef
    | RemindOfLimit
    | Escalate
    | RecordResult
    | SendBack
    | Sign
    | IssueReply
    | ServeCopy
    | Strike
)
