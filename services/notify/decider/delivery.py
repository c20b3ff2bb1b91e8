"""A delivery's rules: queued for whoever is to be told, acknowledged once, reported once when it keeps failing."""

from dataclasses import dataclass, replace
from typing import Any, assert_never, get_args  # an event takes the parts of its command by name

from services.notify.commands.delivery import Acknowledge, DeliveryCommand, NoteFailing, OfDelivery, Queue
from services.notify.events.delivery import DeliveryAcknowledged, DeliveryFailing, DeliveryHappened, DeliveryQueued
from shared.decider import Decider


def queue(command: Queue, state: None) -> list[DeliveryQueued]:
    """Whatever was queued before: the log numbers it, and knows the command if it is sent twice."""
    told = command.told
    return [
        DeliveryQueued(
            subscription=command.subscription,
            unit=command.unit,
            fact=told.fact,
            fact_type=told.fact_type,
            subject=told.subject,
            posted=command.is_posted,
            about=told.about,
            data=told.data,
            at=told.at,
        )
    ]


def _unchanged(state: None, event: DeliveryQueued) -> None:
    return None


QUEUE: Decider[Queue, None, DeliveryQueued] = Decider(None, queue, _unchanged, (Queue,), (DeliveryQueued,), blind=True)
"""Blind: a queue of years is not read to append to it."""


@dataclass(frozen=True)
class Delivery:
    """Which sendings have arrived, and whether it was reported as failing."""

    arrived: frozenset[int] = frozenset()
    is_reported: bool = False


def decide(command: DeliveryCommand, state: Delivery) -> list[DeliveryHappened]:
    """What follows, by command."""
    match command:
        case Acknowledge():
            return _acknowledge(command, state)
        case NoteFailing():
            return _note_failing(command, state)
        case _:
            assert_never(command)


def _acknowledge(command: Acknowledge, state: Delivery) -> list[DeliveryHappened]:
    if command.round in state.arrived:
        return []
    return [DeliveryAcknowledged(**_of(command), round=command.round, status=command.status)]


def _note_failing(command: NoteFailing, state: Delivery) -> list[DeliveryHappened]:
    if state.is_reported or state.arrived:
        return []
    return [DeliveryFailing(**_of(command))]


def _of(command: OfDelivery) -> dict[str, Any]:
    return {**vars(command.which), "attempts": command.attempts, "at": command.at}


def evolve(state: Delivery, event: DeliveryHappened) -> Delivery:
    """What a step makes of a delivery."""
    match event:
        case DeliveryAcknowledged():
            return replace(state, arrived=state.arrived | {event.round})
        case DeliveryFailing():
            return replace(state, is_reported=True)
        case _:
            assert_never(event)


DELIVERY: Decider[DeliveryCommand, Delivery, DeliveryHappened] = Decider(
    Delivery(), decide, evolve, get_args(DeliveryCommand), get_args(DeliveryHappened)
)
