"""The ledger's border, pure: how filings come to be due and receipts get number and seal, and what the others hear."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, assert_never  # a fact takes its fields from its event by name
from uuid import UUID, uuid5

from services.ledger.commands.filing import DrawNumber, NoticeOverdue, NumberReceipt, OpenFiling, SealReceipt
from services.ledger.commands.place import NoteContact, PlaceCommand, PlanFilings
from services.ledger.events import filing as e
from services.ledger.events.numbers import NumberDrawn
from services.ledger.events.opening import IdentityOpened
from services.ledger.events.place import FilingsPlanned, Offices, PlannedFiling
from services.ledger.events.visit import MatterRaised, VisitLogged
from shared.contracts import ledger as f
from shared.contracts.scheduling import CampaignPlanned, PlaceDescribed
from shared.envelope import Envelope
from shared.event import Event, Fact
from shared.ids import CampaignId, FilingId, PlaceId

FILING_LEVELS = ("village", "community")
"""The books are kept for each village and community (R109), not for the groups in it."""


def filing_of(campaign: CampaignId, place: PlaceId, period: str) -> FilingId:
    """The one filing of a place and period in a campaign."""
    return FilingId(uuid5(campaign, f"filing/{place}/{period}"))


def plan(said: CampaignPlanned | PlaceDescribed, envelope: Envelope) -> Iterator[tuple[str, PlaceCommand]]:
    """A campaign asks each of its places for filings; the place's contact section will draft them (R74, R115)."""
    match said:
        case CampaignPlanned():
            for place in said.places:
                yield f"plan/{place}", _plan(said, place, envelope.occurred)
        case PlaceDescribed(place=place, contact_section=section):
            if said.level in FILING_LEVELS:
                yield "contact", NoteContact(place=place, section=section, at=envelope.occurred)
        case _:
            assert_never(said)


def _plan(said: CampaignPlanned, place: PlaceId, at: datetime) -> PlanFilings:
    planned = (
        PlannedFiling(filing=filing_of(said.campaign, place, one.period), period=one.period, due=one.due)
        for one in said.filings
    )
    offices = Offices(activity=said.activity_office, district=said.district_office)
    return PlanFilings(place=place, campaign=said.campaign, offices=offices, filings=tuple(planned), at=at)


def open_filings(said: FilingsPlanned, envelope: Envelope) -> Iterator[tuple[str, OpenFiling]]:
    """Each period that a place has to file becomes a filing; without a section the activity office answers for it."""
    for one in said.filings:
        whose = e.OfFiling(
            filing=one.filing,
            campaign=said.campaign,
            place=said.place,
            unit=said.section or said.offices.activity,
            activity_office=said.offices.activity,
            district_office=said.offices.district,
            period=one.period,
            due=one.due,
        )
        yield f"open/{one.period}", OpenFiling(filing=one.filing, whose=whose, at=said.at)


def number(
    said: e.FilingReceipted | NumberDrawn, envelope: Envelope
) -> Iterator[tuple[str, DrawNumber | NumberReceipt]]:
    """A receipt draws its number from the district office's series of the year, and bears it."""
    match said:
        case e.FilingReceipted():
            yield "draw", DrawNumber(unit=said.district_office, year=said.year, filing=said.filing, at=said.at)
        case NumberDrawn():
            yield "bear", NumberReceipt(filing=said.filing, serial=said.number, at=said.at)
        case _:
            assert_never(said)


def sealing(seals: Mapping[UUID, str]) -> Callable[[e.ReceiptNumbered, Envelope], Iterator[tuple[str, SealReceipt]]]:
    """The policy, once the log was sealed up to each receipt's number: so the seal speaks for all that is printed."""

    def seal(said: e.ReceiptNumbered, envelope: Envelope) -> Iterator[tuple[str, SealReceipt]]:
        yield "bear", SealReceipt(filing=said.filing, seal=seals[envelope.id], at=said.at)

    return seal


def fire(rule: str, stream: str, n: int, due: datetime) -> NoticeOverdue:
    """The command of a filing's timer that is due."""
    assert rule == e.OVERDUE, f"no filing has a timer {rule}"
    return NoticeOverdue(filing=FilingId(UUID(stream.removeprefix("filing/"))), at=due)


_SAYS: dict[type[Event], type[Fact]] = {
    VisitLogged: f.VisitLogged,
    MatterRaised: f.MatterRaised,
    IdentityOpened: f.IdentityOpened,
    e.FilingSubmitted: f.FilingSubmitted,
    e.FilingReturned: f.FilingReturned,
    e.ReceiptNumbered: f.FilingReceipted,
    e.FilingOverdue: f.FilingOverdue,
}


def announce(said: Event, envelope: Envelope) -> Fact | None:
    """What the others hear of an own event: what was heard and filed, and that somebody saw an identity."""
    fact = _SAYS.get(type(said))
    return fact(**{name: _told(said, name) for name in fact.model_fields if name != "type"}) if fact else None


def _told(said: Event, name: str) -> Any:
    if isinstance(said, VisitLogged) and name == "households":
        return tuple(dict.fromkeys(caller.household for caller in said.callers if caller.household))
    if isinstance(said, MatterRaised) and name == "heard_by":
        return said.cadre
    if isinstance(said, MatterRaised) and name == "petitioners":
        return tuple(f.Petitioner(**dict(caller)) for caller in said.petitioners)
    return getattr(said, name)
