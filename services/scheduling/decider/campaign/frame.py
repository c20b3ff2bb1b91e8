"""What a campaign's frame must be before anybody is sent out (R9–R15, R101, R105, R115)."""

from itertools import pairwise

from services.scheduling.commands.campaign import Ground, KnownUnit, PlanCampaign
from services.scheduling.decider.campaign.state import Campaign
from services.scheduling.events.campaign import Batch, CampaignHappened, CampaignPlanned, Frame
from shared.errors import Refused
from shared.ids import UnitId
from shared.roles import Role
from shared.words import UnitKind

STAYED_IN = ("village", "community")


def plan(command: PlanCampaign, state: Campaign) -> list[CampaignHappened]:
    """A campaign is planned once, by the activity office that will run it."""
    _by_the_office_that_runs_it(command)
    if state.planned is not None:
        return _once(command, state.planned)
    _offices_are_what_they_are_called(command)
    _batches_follow_each_other(command.frame)
    _batches_are_long_enough(command.frame)
    _books_are_due_once_a_period(command.frame)
    _places_are_villages_or_communities(command)
    return [_planned(command)]


def _planned(command: PlanCampaign) -> CampaignPlanned:
    return CampaignPlanned(
        campaign=command.campaign,
        unit=command.unit,
        at=command.at,
        frame=command.frame,
        statement=command.statement,
    )


def _once(command: PlanCampaign, planned: CampaignPlanned) -> list[CampaignHappened]:
    if (command.unit, command.frame, command.statement) != (planned.unit, planned.frame, planned.statement):
        raise Refused("campaign-planned-already", "R1")
    return []


def _by_the_office_that_runs_it(command: PlanCampaign) -> None:
    office = command.frame.offices.activity
    if not command.by.acts_for(office, Role.ACTIVITY_OFFICE, campaign=None, place=None):
        raise Refused("not-your-campaign", "R105")


def _offices_are_what_they_are_called(command: PlanCampaign) -> None:
    offices, ground = command.frame.offices, command.ground
    if command.unit not in ground.units:
        raise Refused("no-such-unit", "R105", unit=command.unit)
    _is_office(ground, offices.activity, "activity-office", below=command.unit)
    if offices.leading_group is not None:
        _is_office(ground, offices.leading_group, "leading-group", below=command.unit)
    _is_office(ground, offices.district, "district-office")


def _is_office(ground: Ground, unit: UnitId, kind: UnitKind, below: UnitId | None = None) -> None:
    known: KnownUnit | None = ground.units.get(unit)
    if known is None or known.kind != kind:
        raise Refused("not-such-an-office", "R105", kind=kind, unit=unit)
    if below is not None and below not in known.path:
        raise Refused("office-of-another-unit", "R105", kind=kind)


def _batches_follow_each_other(frame: Frame) -> None:
    batches = frame.batches
    numbered = [batch.number for batch in batches] == list(range(1, len(batches) + 1))
    if not batches or not numbered or any(later.begins <= earlier.ends for earlier, later in pairwise(batches)):
        raise Refused("batches-do-not-follow", "R13")
    if batches[0].begins < frame.begins or max(batch.ends for batch in batches) > frame.ends:
        raise Refused("batch-outside-campaign", "R10", begins=frame.begins, ends=frame.ends)


def _batches_are_long_enough(frame: Frame) -> None:
    if frame.minimum_nights < 1:
        raise Refused("no-minimum-of-nights", "R14")
    for batch in frame.batches:
        if _nights_in(batch) < frame.minimum_nights:
            raise Refused("batch-too-short", "R14", batch=batch.number, minimum=frame.minimum_nights)


def _nights_in(batch: Batch) -> int:
    return (batch.ends - batch.begins).days + 1


def _books_are_due_once_a_period(frame: Frame) -> None:
    periods = [filing.period for filing in frame.filings]
    if len(set(periods)) < len(periods):
        raise Refused("filing-period-twice", "R115")
    if any(filing.due < frame.begins for filing in frame.filings):
        raise Refused("filing-due-too-early", "R115", begins=frame.begins)


def _places_are_villages_or_communities(command: PlanCampaign) -> None:
    places = command.frame.places
    if not places or len(set(places)) < len(places):
        raise Refused("places-missing-or-twice", "R15")
    for place in places:
        if command.ground.places.get(place) not in STAYED_IN:
            raise Refused("not-a-village-or-community", "R15", place=place)
