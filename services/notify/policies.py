"""Notify's border, pure: whom a fact is told, what of it may leave the district's services, what notify says itself."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any  # facts are read by their common members

from pydantic import JsonValue

from services.notify.commands.delivery import Queue, Told
from services.notify.events.delivery import (
    PING,
    DeliveryAcknowledged,
    DeliveryFailing,
    DeliveryQueued,
)
from services.notify.events.sight import About, Subscriber, is_told
from services.notify.events.subscription import PingAsked, SubscriptionHappened, subscription_stream
from shared.contracts import ledger, scheduling
from shared.contracts.casework import CaseFact
from shared.contracts.notify import DeliveryFailed
from shared.envelope import Envelope
from shared.event import Fact

NotifyEvent = SubscriptionHappened | DeliveryQueued | DeliveryAcknowledged | DeliveryFailing
React = Callable[[Any, Envelope], Iterator[tuple[str, Queue]]]

# What notify routes, by whose fact it is; whatever is in events.subscription.DELIVERABLE and nothing else.
ROUTED: Mapping[str, tuple[type[Fact], ...]] = {
    "scheduling": (
        scheduling.UnitDescribed,
        scheduling.PlaceDescribed,
        scheduling.PersonDescribed,
        scheduling.CampaignPlanned,
        scheduling.RosterPublished,
        scheduling.StayStarted,
        scheduling.StayInterrupted,
        scheduling.StayResumed,
        scheduling.StayEnded,
        scheduling.StayShortfallForeseen,
    ),
    "ledger": (
        ledger.VisitLogged,
        ledger.MatterRaised,
        ledger.FilingSubmitted,
        ledger.FilingReturned,
        ledger.FilingReceipted,
        ledger.FilingOverdue,
    ),
    "casework": tuple(CaseFact.__subclasses__()),
}


def routing(subscribers: Sequence[Subscriber]) -> React:
    """The router, once it is known who subscribes: each who may be told, and wants to be, gets an own delivery."""

    def route(said: Fact, envelope: Envelope) -> Iterator[tuple[str, Queue]]:
        about = about_of(said)
        told = [each for each in subscribers if is_told(each, said.type, about, envelope.occurred)]
        if told:
            what = Told(envelope.id, said.type, envelope.stream, about, outward(said), envelope.occurred)
            yield from ((str(each.subscription), _queue(each, what)) for each in told)

    return route


def _queue(to: Subscriber, what: Told) -> Queue:
    return Queue(to.subscription, to.listener.unit, to.is_posted, what)


def ping(said: PingAsked, envelope: Envelope) -> Iterator[tuple[str, Queue]]:
    """A ping that was asked for is a delivery like any other."""
    about = About(what="ping", unit=said.unit)
    data: dict[str, JsonValue] = {"subscription": str(said.subscription)}
    what = Told(envelope.id, PING, subscription_stream(said.subscription), about, data, said.at)
    yield "queue", Queue(said.subscription, said.unit, True, what)


def announce(said: NotifyEvent, envelope: Envelope) -> Fact | None:
    """What the others hear of notify: that somebody could not be told."""
    if not isinstance(said, DeliveryFailing):
        return None
    return DeliveryFailed(
        subscription=said.subscription, unit=said.unit, number=said.number, attempts=said.attempts, at=said.at
    )


def outward(said: Fact) -> dict[str, JsonValue]:
    """A fact as it may leave the district's services: a sealed value, wherever it stands, is null."""
    data = said.model_dump(mode="json", exclude={"type"})
    return {name: _without_seals(value) for name, value in data.items()}


def _without_seals(value: Any) -> JsonValue:
    if isinstance(value, dict):
        return None if "sealed" in value else {name: _without_seals(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_without_seals(one) for one in value]
    return value  # type: ignore[no-any-return]  # what is left of JSON: text, numbers, truth and null


def about_of(said: Fact) -> About:
    """What a fact is about, as far as it decides who may be told it. Raises TypeError for one nobody is told."""
    match said:
        case CaseFact():
            return _case(said)
        case ledger.MatterRaised():
            return _matter(said)
        case ledger.VisitLogged():
            return About(what="visit", unit=said.unit, place=said.place, campaign=said.campaign)
        case ledger.FilingFact():
            return _filing(said)
        case scheduling.StayFact():
            return About(what="stay", unit=said.unit, place=said.place, campaign=said.campaign)
        case _:
            return _directory(said)


def _case(said: CaseFact) -> About:
    return About(
        what="case",
        unit=said.unit,
        place=said.place,
        campaign=said.campaign,
        office=said.office,
        contact_unit=said.contact_unit,
        department=said.handling_unit or said.handed_to,
        accusation=_is_accusation(said),
        concerns=tuple(one.id for one in said.concerns),
    )


def _matter(said: ledger.MatterRaised) -> About:
    return About(
        what="matter",
        unit=said.unit,
        place=said.place,
        campaign=said.campaign,
        office=None if _is_accusation(said) else said.activity_office,
        accusation=_is_accusation(said),
        concerns=tuple(one.id for one in said.concerns),
    )


def _is_accusation(said: CaseFact | ledger.MatterRaised) -> bool:
    return said.kind == "accusation" or said.confidentiality == "accusation"


def _filing(said: ledger.FilingFact) -> About:
    return About(
        what="filing",
        unit=said.unit,
        place=said.place,
        campaign=said.campaign,
        office=said.activity_office,
        district_office=said.district_office,
    )


def _directory(said: Fact) -> About:
    match said:
        case scheduling.UnitDescribed() | scheduling.PersonDescribed():
            return About(what="directory", unit=said.unit)
        case scheduling.PlaceDescribed():
            return About(what="directory", place=said.place)
        case scheduling.CampaignPlanned() | scheduling.RosterPublished():
            return About(what="directory", unit=said.unit, campaign=said.campaign)
        case _:
            raise TypeError(f"nobody is told of {said.type}")
