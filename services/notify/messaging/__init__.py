"""Notify's wire: whose facts it hears, to whom they go, and what it says itself."""

from typing import get_args

from services.notify.events.subscription import PingAsked
from services.notify.messaging.router import Router
from services.notify.policies import ping
from services.notify.projections import DELIVERIES, INBOXES, SUBSCRIPTIONS
from shared.contracts.casework import CaseworkFact
from shared.contracts.ledger import LedgerFact
from shared.contracts.notify import NotifyFact
from shared.contracts.scheduling import SchedulingFact
from shared.directory import DIRECTORY
from shared.eventstore.projections import Policy
from shared.messaging.following import Followers

PING = Policy("ping", "notify", (PingAsked,), ping, starts="zero")
SAYS = (NotifyFact,)
HEARS = {
    "scheduling": get_args(SchedulingFact),
    "ledger": get_args(LedgerFact),
    "casework": get_args(CaseworkFact),
}


def followers(router: Router) -> Followers:
    """Everything that follows a log in notify."""
    return Followers(
        projections=(SUBSCRIPTIONS, DELIVERIES, *INBOXES, DIRECTORY),
        policies=(*router.policies, PING),
    )
