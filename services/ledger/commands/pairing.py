"""What may be asked of a pairing."""

from dataclasses import dataclass
from decimal import Decimal

from services.ledger.commands.field import FieldCommand
from services.ledger.events.pairing import PairingKind
from shared.ids import HouseholdId, PairingId, PlaceId
from shared.sealed import Sealed


@dataclass(frozen=True, kw_only=True)
class OfPairing(FieldCommand):
    """Something asked of one pairing."""

    pairing: PairingId

    @property
    def stream(self) -> str:
        """The pairing's own stream."""
        return f"pairing/{self.pairing}"


@dataclass(frozen=True, kw_only=True)
class Pair(OfPairing):
    """Pair the cadre of a stay with a household; `path`: the places it lies in, none if there is no such household."""

    household: HouseholdId
    path: tuple[PlaceId, ...]
    kind: PairingKind


@dataclass(frozen=True, kw_only=True)
class RankNeed(OfPairing):
    """Say what the household needs; rank 1 is the most urgent."""

    rank: int
    need: Sealed


@dataclass(frozen=True, kw_only=True)
class TakeMeasure(OfPairing):
    """Say what is being done."""

    kind: str
    amount: Decimal | None
    what: Sealed


@dataclass(frozen=True, kw_only=True)
class RecordResult(OfPairing):
    """Say what came of a measure."""

    number: int
    result: Sealed


PairingCommand = Pair | RankNeed | TakeMeasure | RecordResult
