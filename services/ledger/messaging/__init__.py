"""The ledger's wire: whose facts it hears, what they become, and what it says itself."""

from typing import get_args

from services.ledger.events.filing import FilingReceipted
from services.ledger.events.numbers import NumberDrawn
from services.ledger.events.place import FilingsPlanned
from services.ledger.messaging.sealer import Sealer
from services.ledger.policies import fire, number, open_filings, plan
from services.ledger.projections.books import BOOKS
from services.ledger.projections.erasures import ERASURES
from services.ledger.projections.filings import FILINGS
from services.ledger.projections.households import HOUSEHOLDS
from services.ledger.projections.openings import OPENINGS
from services.ledger.projections.pairings import PAIRINGS
from services.ledger.projections.records import RECORDS
from services.ledger.projections.resolved import RESOLVED
from services.ledger.projections.stays import STAYS
from services.ledger.projections.timers import DUE
from services.ledger.projections.visits import VISITS
from shared.contracts.casework import CaseworkFact
from shared.contracts.ledger import LedgerFact
from shared.contracts.scheduling import CampaignPlanned, PlaceDescribed, SchedulingFact
from shared.directory import DIRECTORY
from shared.eventstore.projections import Policy
from shared.eventstore.timers import Timers
from shared.messaging.following import Followers

PLAN = Policy("plan", "scheduling", (CampaignPlanned, PlaceDescribed), plan, starts="zero")
OPEN_FILINGS = Policy("open-filings", "ledger", (FilingsPlanned,), open_filings, starts="zero")
NUMBER = Policy("number", "ledger", (FilingReceipted, NumberDrawn), number, starts="zero")
"""From zero: they belong to the ledger from its first day, and no campaign may be missed whenever it starts."""

READ_MODELS = (HOUSEHOLDS, VISITS, PAIRINGS, RECORDS, OPENINGS, BOOKS, RESOLVED, FILINGS, ERASURES, STAYS, DIRECTORY)
SAYS = get_args(LedgerFact)
HEARS = {"scheduling": get_args(SchedulingFact), "casework": get_args(CaseworkFact)}


def followers(sealer: Sealer) -> Followers:
    """Everything that follows a log in the ledger."""
    return Followers(
        projections=READ_MODELS,
        policies=(PLAN, OPEN_FILINGS, NUMBER, sealer.policy),
        timers=(Timers(DUE, fire),),
    )
