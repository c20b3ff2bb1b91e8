"""Scheduling's border: what it says to the others, and how a published roster becomes stays.

Own event → fact (`announce`), own event → commands (`react`), due timer → command (`fire`).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never
from uuid import UUID

from services.scheduling.commands.stay import EndWithBatch, ForeseeShortfall, Plan, PlanStay, StayCommand, WithdrawStay
from services.scheduling.events import campaign as campaigns
from services.scheduling.events import stay as stays
from services.scheduling.events.campaign import Batch, CampaignHappened, CampaignPlanned, Entry, RosterPublished
from services.scheduling.events.person import PersonDescribed
from services.scheduling.events.place import PlaceDescribed
from services.scheduling.events.stay import OVER, SHORTFALL, StayHappened, Whose
from services.scheduling.events.unit import UnitDescribed
from shared.contracts import scheduling as facts
from shared.envelope import Envelope
from shared.event import Fact
from shared.ids import StayId

SchedulingEvent = UnitDescribed | PlaceDescribed | PersonDescribed | CampaignHappened | StayHappened


def announce(event: SchedulingEvent, envelope: Envelope) -> Fact | None:
    """What the others learn of an event; exemptions, drafts and plans of stays stay inside."""
    match event:
        case UnitDescribed():
            return facts.UnitDescribed(**event.model_dump(exclude={"type"}))
        case PlaceDescribed():
            return _place(event)
        case PersonDescribed():
            return facts.PersonDescribed(**event.model_dump(exclude={"type"}))
        case CampaignPlanned() | RosterPublished() | campaigns.CadreExempted() | campaigns.RosterDrafted():
            return _campaign(event)
        case _:
            return _stay(event)


def _place(event: PlaceDescribed) -> facts.PlaceDescribed:
    return facts.PlaceDescribed(
        **event.model_dump(exclude={"type", "contact"}),
        contact_unit=event.contact.unit,
        contact_section=event.contact.section,
        contact_leader=event.contact.leader,
    )


def _campaign(event: CampaignHappened) -> Fact | None:
    match event:
        case CampaignPlanned():
            return _planned(event)
        case RosterPublished():
            return facts.RosterPublished(
                **event.model_dump(include={"campaign", "unit", "version", "entries"}),
            )
        case campaigns.CadreExempted() | campaigns.RosterDrafted():
            return None
        case _:
            assert_never(event)


def _planned(event: CampaignPlanned) -> facts.CampaignPlanned:
    offices = event.frame.offices
    return facts.CampaignPlanned(
        campaign=event.campaign,
        unit=event.unit,
        activity_office=offices.activity,
        leading_group=offices.leading_group,
        district_office=offices.district,
        **event.frame.model_dump(exclude={"offices"}),
    )


_STEPS: dict[type[StayHappened], type[facts.StayFact]] = {
    stays.StayStarted: facts.StayStarted,
    stays.StayInterrupted: facts.StayInterrupted,
    stays.StayResumed: facts.StayResumed,
    stays.StayEnded: facts.StayEnded,
    stays.StayShortfallForeseen: facts.StayShortfallForeseen,
}


def _stay(event: StayHappened) -> facts.StayFact | None:
    said = _STEPS.get(type(event))
    return said(**event.model_dump(include=set(said.model_fields) - {"type"})) if said else None


def plan_stays(event: RosterPublished, envelope: Envelope) -> Iterator[tuple[str, StayCommand]]:
    """Each line of a published roster is a stay; stays that are no longer on it are taken back."""
    batches = {batch.number: batch for batch in event.batches}
    for entry in event.entries:
        plan = _plan(event, entry, batches[entry.batch])
        yield f"plan/{entry.stay}", PlanStay(stay=entry.stay, at=event.at, plan=plan)
    for stay in event.dropped:
        yield f"withdraw/{stay}", WithdrawStay(stay=stay, at=event.at)


def _plan(event: RosterPublished, entry: Entry, batch: Batch) -> Plan:
    whose = Whose(
        stay=entry.stay,
        campaign=event.campaign,
        person=entry.person,
        unit=entry.section,
        place=entry.place,
        batch=entry.batch,
    )
    return Plan(whose, batch.begins, batch.ends, event.minimum_nights, event.offices)


def fire(rule: str, stream: str, n: int, due: datetime) -> StayCommand:
    """The command of a stay's timer that is due."""
    stay = StayId(UUID(stream.removeprefix("stay/")))
    if rule == SHORTFALL:
        return ForeseeShortfall(stay=stay, at=due)
    assert rule == OVER, f"no stay has a timer {rule}"
    return EndWithBatch(stay=stay, at=due)
