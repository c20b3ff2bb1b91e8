"""Casework's wire: whose facts it hears, what they become, and what it says itself."""

from typing import get_args

from services.casework.events.case import CaseSigned
from services.casework.events.reply import NumberDrawn
from services.casework.policies import fire, number, register
from services.casework.projections.heard import HEARD_MATTERS
from services.casework.projections.offices import OFFICES
from services.casework.projections.register import REGISTER
from services.casework.projections.timers import LIMITS
from shared.contracts.casework import CaseworkFact
from shared.contracts.ledger import LedgerFact, MatterRaised
from shared.contracts.scheduling import SchedulingFact
from shared.directory import DIRECTORY
from shared.eventstore.projections import Policy
from shared.eventstore.timers import Timers
from shared.messaging.following import Followers

TAKE_IN = Policy("register", "ledger", (MatterRaised,), register, starts="zero")
NUMBER = Policy("number", "casework", (CaseSigned, NumberDrawn), number, starts="zero")
"""From zero: they belong to casework from its first day; whatever starts first, no matter is missed."""

FOLLOWERS = Followers(
    projections=(REGISTER, OFFICES, HEARD_MATTERS, DIRECTORY),
    policies=(TAKE_IN, NUMBER),
    timers=(Timers(LIMITS, fire),),
)
SAYS = get_args(CaseworkFact)
HEARS = {"ledger": get_args(LedgerFact), "scheduling": get_args(SchedulingFact)}
