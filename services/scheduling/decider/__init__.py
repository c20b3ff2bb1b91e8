"""The rules of scheduling: units, places, people, campaigns with their rosters, stays."""

from services.scheduling.decider.campaign import CAMPAIGN
from services.scheduling.decider.person import PERSON
from services.scheduling.decider.place import PLACE
from services.scheduling.decider.stay import STAY
from services.scheduling.decider.unit import UNIT

__all__ = ["CAMPAIGN", "PERSON", "PLACE", "STAY", "UNIT"]
