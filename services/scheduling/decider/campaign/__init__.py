"""A campaign: what may be asked of it, and by which rule. The table of contents of the rules."""

from typing import assert_never, get_args

from services.scheduling.commands import campaign as c
from services.scheduling.decider.campaign import exemptions, frame, roster
from services.scheduling.decider.campaign.state import Campaign, evolve
from services.scheduling.events.campaign import CampaignHappened
from shared.decider import Decider

__all__ = ["CAMPAIGN", "Campaign"]


def decide(command: c.CampaignCommand, state: Campaign) -> list[CampaignHappened]:
    """What follows from a command. Raises Refused where a rule says no, NotFound where there is no such campaign."""
    match command:
        case c.PlanCampaign():
            return frame.plan(command, state)
        case c.ExemptCadre():
            return exemptions.exempt(command, state)
        case c.DraftRoster():
            return roster.draft(command, state)
        case c.PublishRoster():
            return roster.publish(command, state)
        case _:
            assert_never(command)


CAMPAIGN = Decider(Campaign(), decide, evolve, commands=get_args(c.CampaignCommand), events=get_args(CampaignHappened))
"""Stream `campaign/{campaign}`."""
