"""A place's filings: what a campaign asks of it, and by which section; said anew when either changes (R74, R115)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never, get_args

from services.ledger.commands.place import NoteContact, PlaceCommand, PlanFilings
from services.ledger.events.place import FilingsPlanned, PlaceContactNoted, PlaceHappened
from shared.decider import Decider
from shared.ids import CampaignId, UnitId


@dataclass(frozen=True)
class Place:
    """The contact section, and what each campaign asks."""

    section: UnitId | None = None
    planned: Mapping[CampaignId, FilingsPlanned] = field(default_factory=dict)


def decide(command: PlaceCommand, state: Place) -> list[PlaceHappened]:
    """What follows from what scheduling says; said twice, done once."""
    match command:
        case NoteContact():
            return note_contact(command, state)
        case PlanFilings():
            return plan_filings(command, state)
        case _:
            assert_never(command)


def note_contact(command: NoteContact, state: Place) -> list[PlaceHappened]:
    """Another section answers for what is still to be filed."""
    if command.section == state.section:
        return []
    noted = PlaceContactNoted(place=command.place, section=command.section, at=command.at)
    return [noted, *(_of_section(planned, command.section, command.at) for planned in state.planned.values())]


def _of_section(planned: FilingsPlanned, section: UnitId | None, at: datetime) -> FilingsPlanned:
    return planned.model_copy(update={"section": section, "at": at})


def plan_filings(command: PlanFilings, state: Place) -> list[PlaceHappened]:
    """The campaign's periods and days, as they now stand."""
    planned = FilingsPlanned(
        place=command.place,
        campaign=command.campaign,
        section=state.section,
        offices=command.offices,
        filings=command.filings,
        at=command.at,
    )
    known = state.planned.get(command.campaign)
    if known and _of_section(known, planned.section, command.at) == planned:
        return []
    return [planned]


def evolve(state: Place, event: PlaceHappened) -> Place:
    """As it now stands."""
    match event:
        case PlaceContactNoted(section=section):
            return replace(state, section=section)
        case FilingsPlanned(campaign=campaign):
            return replace(state, planned={**state.planned, campaign: event})
        case _:
            assert_never(event)


PLACE = Decider(Place(), decide, evolve, commands=get_args(PlaceCommand), events=get_args(PlaceHappened))
"""Stream `place/{place}`."""
