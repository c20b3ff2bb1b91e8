"""Scheduling's wire: whose facts it hears and where they go, what of its own it follows, what it says."""

from typing import get_args

from services.scheduling.events.campaign import RosterPublished
from services.scheduling.policies import fire, plan_stays
from services.scheduling.projections import ACTIVITY, CAMPAIGNS, STAYS, TIMERS
from shared.contracts.ledger import VisitLogged
from shared.contracts.scheduling import SchedulingFact
from shared.directory import DIRECTORY
from shared.eventstore.projections import Policy
from shared.eventstore.timers import Timers
from shared.messaging.following import Followers

PLAN_STAYS = Policy(
    name="plan-stays",
    source="scheduling",
    language=(RosterPublished,),
    react=plan_stays,
    starts="zero",
)
"""A published roster becomes stays; each is planned once however often the roster is heard."""

FOLLOWERS = Followers(
    projections=(DIRECTORY, CAMPAIGNS, STAYS, ACTIVITY),
    policies=(PLAN_STAYS,),
    timers=(Timers(TIMERS, fire),),
)
SAYS = get_args(SchedulingFact)
HEARS = {"ledger": (VisitLogged,)}
