"""What notify's commands need: where a target leads, a secret and its seal, whose unit it is, the newest number."""

from dataclasses import dataclass
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import Depends

from services.notify.api.bodies import From, Wish
from services.notify.commands.subscription import AskReplay, ChangeSecret, Fault, Open, Target, Whose
from services.notify.queries import deliveries, subscriptions
from services.notify.queries.routing import belongs
from shared import directory
from shared.ids import SubscriptionId, UnitId
from shared.roles import Role
from shared.sealed import Sealed
from shared.viewer import Viewer
from shared.web.asking import Connection, Db, Me, New, Now, Sealing
from shared.web.ports import Reach

_NOWHERE = UnitId(UUID(int=0))


class Receivers(Protocol):
    """What is known of receivers, as opened at start."""

    async def fault(self, url: str) -> Fault | None:
        """Why an address is not posted to, None for a good one."""
        ...

    def new_secret(self) -> str:
        """A random secret."""
        ...


def receivers_of(ports: Reach) -> Receivers:
    """The receivers."""
    receivers: Receivers = ports.extra["receivers"]
    return receivers


Outside = Annotated[Receivers, Depends(receivers_of)]


@dataclass(frozen=True)
class Kept:
    """A new secret in plain, for the one answer that shows it, and sealed under its subscription's key."""

    plain: str
    sealed: Sealed


@dataclass(frozen=True)
class Asking:
    """Who asks what when, of which subscription that is new or is named in the path."""

    me: Me
    db: Db
    now: Now


async def _whose(db: Connection, me: Viewer, named: UnitId | None) -> Whose:
    """The unit, as far as it is the asker's: who is of another house, too, names no address for it."""
    unit = named or me.unit or _NOWHERE
    found = await directory.unit(db, unit)
    administers = any(grant.role is Role.ADMINISTRATOR for grant in me.grants)
    is_theirs = found and (administers or await belongs(db, me, unit, found.kind))
    return Whose(unit, found.kind if found and is_theirs else None)


@dataclass(frozen=True)
class Opening:
    """The command that opens a subscription, and the secret to be shown."""

    command: Open
    secret: str | None


async def new_target(body: Wish, outside: Outside) -> Target | None:
    """Where is to be posted to, looked up."""
    return Target(body.url, await outside.fault(body.url)) if body.url else None


async def new_secret(body: Wish, new: New, seals: Sealing, outside: Outside) -> Kept | None:
    """A secret for what is posted."""
    plain = outside.new_secret()
    return Kept(plain, await seals.close(new("subscription"), plain)) if body.url else None


NewTarget = Annotated[Target | None, Depends(new_target)]
NewSecret = Annotated[Kept | None, Depends(new_secret)]
Asked = Annotated[Asking, Depends()]


async def opening_of(body: Wish, asked: Asked, new: New, target: NewTarget, secret: NewSecret) -> Opening:
    """What a wish becomes."""
    command = Open(
        subscription=SubscriptionId(new("subscription")),
        at=asked.now,
        by=asked.me,
        whose=await _whose(asked.db, asked.me, body.unit),
        name=body.name,
        types=body.fact_types,
        places=body.places,
        unknown=await subscriptions.unknown_places(asked.db, body.places),
        target=target,
        secret=secret.sealed if secret else None,
    )
    return Opening(command, secret.plain if secret else None)


@dataclass(frozen=True)
class Changing:
    """The command that changes a secret, and the new one to be shown."""

    command: ChangeSecret
    secret: str


async def changing_of(subscription: SubscriptionId, me: Me, now: Now, seals: Sealing, outside: Outside) -> Changing:
    """A new secret for a subscription."""
    plain = outside.new_secret()
    sealed = await seals.close(subscription, plain)
    return Changing(ChangeSecret(subscription, now, me, sealed), plain)


async def replay_of(subscription: SubscriptionId, body: From, asked: Asked) -> AskReplay:
    """From a number to the newest there is."""
    first, last = await deliveries.to_replay(asked.db, asked.me, subscription, body.first)
    return AskReplay(subscription, asked.now, asked.me, first, last)


WithSecret = Annotated[Opening, Depends(opening_of)]
WithNewSecret = Annotated[Changing, Depends(changing_of)]
Replay = Annotated[AskReplay, Depends(replay_of)]
