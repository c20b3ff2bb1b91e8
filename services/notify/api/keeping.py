"""Subscriptions: opened, shown, pinged, paused, resumed, ended, sent again, given a new secret; their delivery logs."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.notify.api.asking import Replay, WithNewSecret, WithSecret
from services.notify.api.bodies import Opened, Secret
from services.notify.commands.subscription import AskPing, End, Pause, Resume
from services.notify.queries import deliveries, subscriptions
from services.notify.queries.deliveries import Span
from services.notify.queries.views import Deliveries, Subscriptions, SubscriptionView
from shared.ids import SubscriptionId
from shared.web.asking import Db, Handler, Me, Now, action

router = APIRouter(prefix="/api/v1/subscriptions", tags=["subscriptions"])
KEPT = action("subscription.keep")
After = Annotated[int, Query(ge=0, lt=2**63)]
Limit = Annotated[int, Query(ge=1, le=500)]


@router.post("", status_code=201, **KEPT)
async def subscribe(opening: WithSecret, handle: Handler) -> Opened:
    """Let a unit be told of facts; the secret with which deliveries are signed is shown this once."""
    receipt = await handle(opening.command)
    again = receipt.status == "duplicate"
    return Opened(id=opening.command.subscription, secret=None if again else opening.secret)


@router.get("", **KEPT)
async def list_subscriptions(db: Db, me: Me) -> Subscriptions:
    """The subscriptions that the asker keeps."""
    return await subscriptions.subscriptions_of(db, me)


@router.get("/{subscription}", **KEPT)
async def show_subscription(subscription: SubscriptionId, db: Db, me: Me) -> SubscriptionView:
    """One subscription."""
    return await subscriptions.subscription_of(db, me, subscription)


@router.post("/{subscription}/ping", status_code=204, **KEPT)
async def ping_receiver(subscription: SubscriptionId, handle: Handler, me: Me, now: Now) -> None:
    """Send a delivery of type `minqing.notify.ping.v1`, to see that it arrives."""
    await handle(AskPing(subscription, now, me))


@router.post("/{subscription}/pause", status_code=204, **KEPT)
async def pause_subscription(subscription: SubscriptionId, handle: Handler, me: Me, now: Now) -> None:
    """Send nothing for now; what happens meanwhile waits, in order."""
    await handle(Pause(subscription, now, me))


@router.post("/{subscription}/resumption", status_code=204, **KEPT)
async def resume_subscription(subscription: SubscriptionId, handle: Handler, me: Me, now: Now) -> None:
    """Send again, beginning with what has waited."""
    await handle(Resume(subscription, now, me))


@router.post("/{subscription}/ending", status_code=204, **KEPT)
async def end_subscription(subscription: SubscriptionId, handle: Handler, me: Me, now: Now) -> None:
    """Be told no more, for good; what was told can still be fetched."""
    await handle(End(subscription, now, me))


@router.post("/{subscription}/secret", **KEPT)
async def change_secret(changing: WithNewSecret, handle: Handler) -> Secret:
    """Sign with a new secret, shown this once, and for a day with the former one beside it."""
    receipt = await handle(changing.command)
    return Secret(secret=None if receipt.status == "duplicate" else changing.secret)


@router.post("/{subscription}/replay", status_code=204, **KEPT)
async def replay_deliveries(command: Replay, handle: Handler) -> None:
    """Send deliveries again, from a number to the newest there is, each with its own number as before."""
    await handle(command)


@router.get("/{subscription}/deliveries", **KEPT)
async def list_deliveries(
    subscription: SubscriptionId, db: Db, me: Me, after: After = 0, limit: Limit = 100
) -> Deliveries:
    """The delivery log, each delivery with every attempt: when, how long, which status, how the answer began."""
    return await deliveries.log_after(db, me, Span(subscription, after, limit))
