"""A pairing: once for a stay and a household, then its needs, measures and results (R44–R47)."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, assert_never, get_args  # the fields of an event

from services.ledger.commands import pairing as c
from services.ledger.decider.field import lies_in, noted
from services.ledger.events import pairing as e
from services.ledger.events.field import OnStay, on_stay
from shared.decider import Decider
from shared.errors import NotFound, Refused
from shared.ids import HouseholdId
from shared.sealed import Sealed


@dataclass(frozen=True)
class Measure:
    """What is being done, and whether something came of it."""

    kind: str
    amount: Decimal | None
    what: Sealed
    done: bool = False


@dataclass(frozen=True)
class Pairing:
    """Who is paired with whom; the ranks given to needs; the measures, numbered from 1."""

    stay: OnStay | None = None
    household: HouseholdId | None = None
    ranks: frozenset[int] = field(default_factory=frozenset)
    measures: tuple[Measure, ...] = ()


def decide(command: c.PairingCommand, state: Pairing) -> list[e.PairingHappened]:
    """What follows from a command. Raises Refused where a rule says no, NotFound where it is not for the asker."""
    match command:
        case c.Pair():
            return pair(command, state)
        case c.RankNeed():
            return rank_need(command, state)
        case c.TakeMeasure():
            return take_measure(command, state)
        case c.RecordResult():
            return record_result(command, state)
        case _:
            assert_never(command)


def pair(command: c.Pair, state: Pairing) -> list[e.PairingHappened]:
    """The household lies in the place of the stay, and is paired on it once."""
    fields = noted(command)
    lies_in(fields["place"], command.path)
    if state.stay is not None:
        raise Refused("paired-already", "R44")
    return [e.PairingMade(**fields, pairing=command.pairing, household=command.household, kind=command.kind)]


def rank_need(command: c.RankNeed, state: Pairing) -> list[e.PairingHappened]:
    """Each rank is given once: the most urgent need is one (R45)."""
    fields = _step(command, state)
    if command.rank in state.ranks:
        raise Refused("rank-taken", "R45", rank=command.rank)
    return [e.NeedRanked(**fields, rank=command.rank, need=command.need)]


def take_measure(command: c.TakeMeasure, state: Pairing) -> list[e.PairingHappened]:
    """Help answers a need (R46)."""
    fields = _step(command, state)
    if not state.ranks:
        raise Refused("measure-needs-need", "R45")
    number = len(state.measures) + 1
    return [e.MeasureTaken(**fields, number=number, kind=command.kind, amount=command.amount, what=command.what)]


def record_result(command: c.RecordResult, state: Pairing) -> list[e.PairingHappened]:
    """A measure has one result."""
    fields = _step(command, state)
    if not 1 <= command.number <= len(state.measures):
        raise NotFound("not-found")
    measure = state.measures[command.number - 1]
    if measure.done:
        raise Refused("measure-has-result", "R46", number=command.number)
    told: dict[str, Any] = {"kind": measure.kind, "amount": measure.amount, "what": measure.what}
    return [e.MeasureResulted(**fields, **told, number=command.number, result=command.result)]


def _step(command: c.OfPairing, state: Pairing) -> dict[str, Any]:
    fields = noted(command)
    if state.stay is None or fields["stay"] != state.stay.stay:
        raise NotFound("not-found")
    return {**fields, "pairing": command.pairing, "household": state.household}


def evolve(state: Pairing, event: e.PairingHappened) -> Pairing:
    """The pairing after a step; what happened, happened."""
    match event:
        case e.PairingMade():
            return replace(state, stay=on_stay(event), household=event.household)
        case e.NeedRanked():
            return replace(state, ranks=state.ranks | {event.rank})
        case e.MeasureTaken():
            taken = Measure(event.kind, event.amount, event.what)
            return replace(state, measures=(*state.measures, taken))
        case e.MeasureResulted(number=number):
            measures = enumerate(state.measures, 1)
            done = (replace(one, done=one.done or n == number) for n, one in measures)
            return replace(state, measures=tuple(done))
        case _:
            assert_never(event)


PAIRING = Decider(Pairing(), decide, evolve, commands=get_args(c.PairingCommand), events=get_args(e.PairingHappened))
"""Stream `pairing/{pairing}`."""
