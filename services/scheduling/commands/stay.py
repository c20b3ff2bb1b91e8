"""What may be asked of a stay."""

from dataclasses import dataclass
from datetime import date, datetime

from services.scheduling.events.campaign import Offices
from services.scheduling.events.stay import Reason, Whose
from shared.ids import StayId
from shared.viewer import Viewer


@dataclass(frozen=True, kw_only=True)
class OfStay:
    """Something about one stay, at a moment of the district's clock."""

    stay: StayId
    at: datetime

    @property
    def stream(self) -> str:
        """The stay's own stream."""
        return f"stay/{self.stay}"


@dataclass(frozen=True)
class Plan:
    """A stay as a roster has it; both days of the batch counted."""

    whose: Whose
    batch_begins: date
    batch_ends: date
    minimum_nights: int
    offices: Offices


@dataclass(frozen=True, kw_only=True)
class PlanStay(OfStay):
    """Take a stay over from a published roster."""

    plan: Plan


@dataclass(frozen=True, kw_only=True)
class WithdrawStay(OfStay):
    """A newer roster has this stay no more."""


@dataclass(frozen=True, kw_only=True)
class KeepStay(OfStay):
    """A step that a person asks for; `seen`: whether the asker sees this stay at all."""

    by: Viewer
    seen: bool


@dataclass(frozen=True, kw_only=True)
class StartStay(KeepStay):
    """The cadre moves in."""


@dataclass(frozen=True, kw_only=True)
class InterruptStay(KeepStay):
    """The cadre is called away."""

    reason: Reason


@dataclass(frozen=True, kw_only=True)
class ResumeStay(KeepStay):
    """The cadre is back."""


@dataclass(frozen=True, kw_only=True)
class EndStay(KeepStay):
    """The cadre goes home for good."""


@dataclass(frozen=True, kw_only=True)
class EndWithBatch(OfStay):
    """The batch is over."""


@dataclass(frozen=True, kw_only=True)
class ForeseeShortfall(OfStay):
    """Look whether the minimum of nights can still be reached."""


StayCommand = (
    PlanStay | WithdrawStay | StartStay | InterruptStay | ResumeStay | EndStay | EndWithBatch | ForeseeShortfall
)
