"""What the rules ask of a campaign, and how each step changes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import assert_never

from services.scheduling.commands.campaign import OfCampaign
from services.scheduling.events.campaign import (
    CadreExempted,
    CampaignHappened,
    CampaignPlanned,
    Entry,
    Line,
    RosterDrafted,
    RosterPublished,
)
from shared.errors import NotFound, Refused
from shared.ids import PersonId
from shared.roles import Role


@dataclass(frozen=True)
class Campaign:
    """A campaign as the rules see it; `version` is that of the roster that holds, 0 before the first."""

    planned: CampaignPlanned | None = None
    exempt: Mapping[PersonId, CadreExempted] = field(default_factory=lambda: MappingProxyType({}))
    draft: tuple[Line, ...] = ()
    published: tuple[Entry, ...] = ()
    version: int = 0


def evolve(state: Campaign, event: CampaignHappened) -> Campaign:
    """The campaign after a step; what happened, happened."""
    match event:
        case CampaignPlanned():
            return replace(state, planned=event)
        case CadreExempted(person=person):
            return replace(state, exempt={**state.exempt, person: event})
        case RosterDrafted(lines=lines):
            return replace(state, draft=lines)
        case RosterPublished(entries=entries, version=version):
            return replace(state, published=entries, version=version)
        case _:
            assert_never(event)


def by_its_office(command: OfCampaign, state: Campaign) -> CampaignPlanned:
    """The campaign as planned. Raises NotFound if it is none, Refused for whoever is not of its activity office."""
    if state.planned is None:
        raise NotFound("not-found")
    office = state.planned.frame.offices.activity
    if not command.by.acts_for(office, Role.ACTIVITY_OFFICE, campaign=command.campaign, place=None):
        raise Refused("not-your-campaign", "R105")
    return state.planned
