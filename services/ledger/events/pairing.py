"""A cadre's pairing with a household: the need, what was done about it, what came of it (R44–R47)."""

from typing import Literal

from services.ledger.events.field import FieldEvent, Kind, Money
from shared.ids import HouseholdId, PairingId
from shared.sealed import Sealed

PairingKind = Literal["hardship", "prominent-demands"]
"""结对困难群众 (R44), 结对诉求突出重点户 (R47)."""


class PairingEvent(FieldEvent):
    """A step of a pairing; its words are sealed under the pairing's own key."""

    pairing: PairingId
    household: HouseholdId


class PairingMade(PairingEvent):
    """The cadre of a stay and a household are paired."""

    type: Literal["pairing-made.v1"] = "pairing-made.v1"
    kind: PairingKind


class NeedRanked(PairingEvent):
    """What the household needs most (R45); `rank` 1 is the most urgent."""

    type: Literal["need-ranked.v1"] = "need-ranked.v1"
    rank: int
    need: Sealed


class MeasureTaken(PairingEvent):
    """Something is being done (R46): `employment` 就业援助, `start-up` 创业资助, `relief` 特困救助 or another kind."""

    type: Literal["measure-taken.v1"] = "measure-taken.v1"
    number: int
    kind: Kind
    amount: Money | None
    what: Sealed


class MeasureResulted(PairingEvent):
    """What came of a measure; the measure is repeated, since the books write both as one line."""

    type: Literal["measure-resulted.v1"] = "measure-resulted.v1"
    number: int
    kind: Kind
    amount: Money | None
    what: Sealed
    result: Sealed


PairingHappened = PairingMade | NeedRanked | MeasureTaken | MeasureResulted
