"""What may be asked of a subscription; who asks, and what was looked up for the rules, travels in the command."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from services.notify.events.subscription import subscription_stream
from shared.ids import PlaceId, SubscriptionId, UnitId
from shared.sealed import Sealed
from shared.viewer import Viewer
from shared.words import UnitKind

Fault = Literal["malformed", "credentials", "unresolvable", "private", "plain-http"]
"""Why a target is not posted to: no http(s) address, a password in it, no such host, an address inside, no TLS."""


@dataclass(frozen=True)
class Target:
    """Where to post, and what was found wrong with it when its host was looked up."""

    url: str
    fault: Fault | None


@dataclass(frozen=True)
class OfSubscription:
    """Something asked of one subscription."""

    subscription: SubscriptionId
    at: datetime

    @property
    def stream(self) -> str:
        """The subscription's stream."""
        return subscription_stream(self.subscription)


@dataclass(frozen=True)
class Asked(OfSubscription):
    """Something that a person or key asks."""

    by: Viewer


@dataclass(frozen=True)
class Whose:
    """The unit that is to be told, as the directory knows it; `kind` None for one that it does not know."""

    unit: UnitId
    kind: UnitKind | None


@dataclass(frozen=True)
class Open(Asked):
    """Be told of facts. `unknown` are places of the wish that the directory does not have."""

    whose: Whose
    name: str
    types: tuple[str, ...]
    places: tuple[PlaceId, ...]
    unknown: tuple[PlaceId, ...]
    target: Target | None
    secret: Sealed | None


@dataclass(frozen=True)
class Pause(Asked):
    """Send nothing for now."""


@dataclass(frozen=True)
class Resume(Asked):
    """Send again."""


@dataclass(frozen=True)
class End(Asked):
    """Be told no more."""


@dataclass(frozen=True)
class ChangeSecret(Asked):
    """Sign with a new secret from now on."""

    secret: Sealed


@dataclass(frozen=True)
class AskPing(Asked):
    """Send a ping."""


@dataclass(frozen=True)
class AskReplay(Asked):
    """Send deliveries again from a number on; `last` is the newest number that there is."""

    first: int
    last: int


@dataclass(frozen=True)
class PauseAsGone(OfSubscription):
    """The receiver has said that it is gone for good (410)."""


SubscriptionCommand = Open | Pause | Resume | End | ChangeSecret | AskPing | AskReplay | PauseAsGone
