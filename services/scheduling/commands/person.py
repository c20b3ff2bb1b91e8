"""What may be asked of an official's card."""

from dataclasses import dataclass

from services.scheduling.events.person import HeldPost
from shared.ids import PersonId, UnitId


@dataclass(frozen=True, kw_only=True)
class DescribePerson:
    """Say who an official is now, with every post held."""

    person: PersonId
    code: str
    name: str
    unit: UnitId
    party_member: bool
    posts: tuple[HeldPost, ...]

    @property
    def stream(self) -> str:
        """The official's own stream."""
        return f"person/{self.person}"
