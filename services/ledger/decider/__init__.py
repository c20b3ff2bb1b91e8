"""The ledger's rules, one decider a kind of stream."""

from services.ledger.decider.erasure import ERASURE
from services.ledger.decider.filing import FILING
from services.ledger.decider.household import HOUSEHOLD
from services.ledger.decider.numbers import NUMBERS
from services.ledger.decider.opening import OPENING
from services.ledger.decider.pairing import PAIRING
from services.ledger.decider.place import PLACE
from services.ledger.decider.records import DEED, MEETING, NOTE
from services.ledger.decider.screening import SCREENING
from services.ledger.decider.visit import VISIT

DECIDERS = (HOUSEHOLD, VISIT, PAIRING, SCREENING, DEED, MEETING, NOTE, OPENING, ERASURE, PLACE, FILING, NUMBERS)
