"""A subscription's rules: kept by its unit's own people or an administrator, at a target outside, until it is ended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal, assert_never, get_args  # each rule takes its own command
from uuid import UUID

from services.notify.commands import subscription as c
from services.notify.events import subscription as e
from services.notify.events.sight import keeps
from shared.decider import Decider
from shared.errors import NotFound, Refused
from shared.ids import UnitId
from shared.words import UnitKind

FORMER_SECRET_STAYS = timedelta(hours=24)
NOBODY = UnitId(UUID(int=0))


Status = Literal["none", "open", "paused", "ended"]
STATUS_AFTER: Mapping[type, Status] = {
    e.SubscriptionPaused: "paused",
    e.SubscriptionResumed: "open",
    e.SubscriptionEnded: "ended",
}


@dataclass(frozen=True)
class Subscription:
    """What the rules ask of a subscription."""

    status: Status = "none"
    unit: UnitId = NOBODY
    kind: UnitKind = "department"
    is_sent: bool = False
    replays: int = 0


def decide(command: c.SubscriptionCommand, state: Subscription) -> list[e.SubscriptionHappened]:
    """What follows, by command."""
    if isinstance(command, c.Asked) and not isinstance(command, c.Open):
        _keeps(command, state)
    return _RULES[type(command)](command, state)


def _open(command: c.Open, state: Subscription) -> list[e.SubscriptionHappened]:
    kind = command.whose.kind
    if kind is None or not keeps(command.by, command.whose.unit, kind):
        raise NotFound("not-found")
    if state.status != "none":
        return []
    _has_a_wish(command)
    _goes_outside(command)
    return [
        e.SubscriptionOpened(
            subscription=command.subscription,
            unit=command.whose.unit,
            at=command.at,
            kind=kind,
            name=command.name,
            url=command.target.url if command.target else None,
            types=tuple(sorted(set(command.types))),
            places=tuple(sorted(set(command.places))),
            secret=command.secret,
        )
    ]


def _has_a_wish(command: c.Open) -> None:
    if not_told := sorted(set(command.types) - e.DELIVERABLE):
        raise Refused("type-not-deliverable", types=", ".join(not_told))
    if command.unknown:
        raise Refused("subscribed-place-unknown", places=", ".join(map(str, command.unknown)))


def _goes_outside(command: c.Open) -> None:
    if command.target and command.target.fault:
        raise Refused(f"target-{command.target.fault}")


def _pause(command: c.Pause, state: Subscription) -> list[e.SubscriptionHappened]:
    _not_ended(state)
    if state.status == "paused":
        return []
    return [e.SubscriptionPaused(**_of(command, state), reason="asked")]


def _resume(command: c.Resume, state: Subscription) -> list[e.SubscriptionHappened]:
    _not_ended(state)
    if state.status == "open":
        return []
    return [e.SubscriptionResumed(**_of(command, state))]


def _end(command: c.End, state: Subscription) -> list[e.SubscriptionHappened]:
    return [] if state.status == "ended" else [e.SubscriptionEnded(**_of(command, state))]


def _change_secret(command: c.ChangeSecret, state: Subscription) -> list[e.SubscriptionHappened]:
    _is_sent(state)
    until = command.at + FORMER_SECRET_STAYS
    return [e.SecretChanged(**_of(command, state), secret=command.secret, former_until=until)]


def _ping(command: c.AskPing, state: Subscription) -> list[e.SubscriptionHappened]:
    _is_sent(state)
    if state.status == "paused":
        raise Refused("subscription-paused")
    return [e.PingAsked(**_of(command, state))]


def _replay(command: c.AskReplay, state: Subscription) -> list[e.SubscriptionHappened]:
    _is_sent(state)
    if command.first > command.last:
        raise Refused("nothing-to-replay", last=command.last)
    return [
        e.ReplayAsked(**_of(command, state), first=command.first, last=command.last, round=state.replays + 1),
    ]


def _pause_as_gone(command: c.PauseAsGone, state: Subscription) -> list[e.SubscriptionHappened]:
    if state.status != "open":
        return []
    return [e.SubscriptionPaused(**_of(command, state), reason="gone")]


_RULES: Mapping[type, Callable[[Any, Subscription], list[e.SubscriptionHappened]]] = {
    c.Open: _open,
    c.Pause: _pause,
    c.Resume: _resume,
    c.End: _end,
    c.ChangeSecret: _change_secret,
    c.AskPing: _ping,
    c.AskReplay: _replay,
    c.PauseAsGone: _pause_as_gone,
}


def _keeps(command: c.Asked, state: Subscription) -> None:
    if state.status == "none" or not keeps(command.by, state.unit, state.kind):
        raise NotFound("not-found")


def _not_ended(state: Subscription) -> None:
    if state.status == "ended":
        raise Refused("subscription-ended")


def _is_sent(state: Subscription) -> None:
    _not_ended(state)
    if not state.is_sent:
        raise Refused("subscription-without-target")


def _of(command: c.OfSubscription, state: Subscription) -> dict[str, Any]:
    return {"subscription": command.subscription, "unit": state.unit, "at": command.at}


def evolve(state: Subscription, event: e.SubscriptionHappened) -> Subscription:
    """What a step makes of a subscription."""
    match event:
        case e.SubscriptionOpened():
            return Subscription("open", event.unit, event.kind, event.url is not None)
        case e.SubscriptionPaused() | e.SubscriptionResumed() | e.SubscriptionEnded():
            return replace(state, status=STATUS_AFTER[type(event)])
        case e.ReplayAsked():
            return replace(state, replays=event.round)
        case e.SecretChanged() | e.PingAsked():
            return state
        case _:
            assert_never(event)


SUBSCRIPTION: Decider[c.SubscriptionCommand, Subscription, e.SubscriptionHappened] = Decider(
    Subscription(), decide, evolve, get_args(c.SubscriptionCommand), get_args(e.SubscriptionHappened)
)
