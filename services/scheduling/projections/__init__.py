"""Read models of scheduling: stays and their spans, campaigns and rosters, a stay's activity, the timers of stays."""

from services.scheduling.projections.activity import ACTIVITY
from services.scheduling.projections.campaigns import CAMPAIGNS
from services.scheduling.projections.stays import STAYS
from services.scheduling.projections.timers import TIMERS

__all__ = ["ACTIVITY", "CAMPAIGNS", "STAYS", "TIMERS"]
