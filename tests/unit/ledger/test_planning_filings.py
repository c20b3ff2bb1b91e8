"""From a planned campaign to the filings of each place, and from a receipt to its number."""

from typing import Any  # facts are built by name

from services.ledger.commands.filing import DrawNumber, NoticeOverdue, NumberReceipt, OpenFiling, SealReceipt
from services.ledger.commands.place import NoteContact, PlanFilings
from services.ledger.decider.numbers import NUMBERS
from services.ledger.decider.place import PLACE
from services.ledger.events.filing import OVERDUE
from services.ledger.events.numbers import NumberDrawn
from services.ledger.events.place import FilingsPlanned, Offices, PlaceContactNoted, PlannedFiling
from services.ledger.policies import filing_of, fire, number, open_filings, plan, sealing
from shared.contracts.scheduling import CampaignPlanned, FilingDue, PlaceDescribed
from shared.ids import FilingId
from shared.testing.facts import campaign_planned, place_described
from shared.testing.names import beijing, named
from shared.testing.scenario import given
from shared.words import PlaceLevel
from tests.unit.ledger import filed as wf
from tests.unit.ledger import world as w

AT = beijing("2010-11-20 09:00")
OFFICES = Offices(activity=w.ACTIVITY, district=w.DISTRICT_OFFICE)
PERIODS = (PlannedFiling(filing=wf.FILING_ID, period=wf.PERIOD, due=wf.DUE),)
PLAN = PlanFilings(place=w.VILLAGE, at=AT, campaign=w.CAMPAIGN, offices=OFFICES, filings=PERIODS)
CONTACT = NoteContact(place=w.VILLAGE, at=AT, section=w.SECTION)
NOTED = PlaceContactNoted(place=w.VILLAGE, section=w.SECTION, at=AT)


def planned(section: Any = w.SECTION) -> FilingsPlanned:
    return FilingsPlanned(
        place=w.VILLAGE, campaign=w.CAMPAIGN, section=section, offices=OFFICES, filings=PERIODS, at=AT
    )


def campaign() -> CampaignPlanned:
    return campaign_planned((w.VILLAGE, w.OTHER_VILLAGE), filings=(FilingDue(period=wf.PERIOD, due=wf.DUE),))


def described(level: PlaceLevel) -> PlaceDescribed:
    return place_described(w.VILLAGE, "柳塘村", level, section=w.SECTION)


def test_a_campaign_asks_each_of_its_places_for_each_of_its_periods() -> None:
    asked = dict(plan(campaign(), w.envelope()))
    assert [command.place for command in asked.values()] == [w.VILLAGE, w.OTHER_VILLAGE]
    first = asked[f"plan/{w.VILLAGE}"]
    assert isinstance(first, PlanFilings)
    assert first.filings == PERIODS


def test_a_filing_has_the_same_id_whenever_the_campaign_is_said_again() -> None:
    assert filing_of(w.CAMPAIGN, w.VILLAGE, "2010-12") == wf.FILING_ID
    assert len({filing_of(w.CAMPAIGN, place, p) for place in (w.VILLAGE, w.GROUP) for p in ("2010-12", "2011-01")}) == 4


def test_villages_and_communities_tell_who_drafts_for_them() -> None:
    assert [command for _, command in plan(described("village"), w.envelope())] == [
        NoteContact(place=w.VILLAGE, at=w.NOON, section=w.SECTION)
    ]
    assert not list(plan(described("group"), w.envelope()))


def test_the_section_is_known_whether_the_place_or_the_campaign_comes_first() -> None:
    given(PLACE).when(CONTACT).then(NOTED).when(PLAN).then(planned())
    given(PLACE).when(PLAN).then(planned(None)).when(CONTACT).then(NOTED, planned())


def test_what_is_said_twice_is_planned_once() -> None:
    past = given(PLACE, NOTED, planned())
    past.when(PLAN).then()
    past.when(CONTACT).then()


def test_each_period_becomes_a_filing_which_the_activity_office_answers_for_where_there_is_no_section() -> None:
    ((_, opened),) = open_filings(planned(), w.envelope())
    assert opened == OpenFiling(filing=wf.FILING_ID, whose=wf.WHOSE, at=AT)
    ((_, without),) = open_filings(planned(None), w.envelope())
    assert without.whose.unit == w.ACTIVITY


def test_a_receipt_draws_its_number_from_the_district_offices_series_of_the_year() -> None:
    ((_, draw),) = number(wf.receipted(), w.envelope())
    assert draw == DrawNumber(unit=w.DISTRICT_OFFICE, year=2010, filing=wf.FILING_ID, at=wf.receipted().at)
    assert draw.stream == f"numbers/{w.DISTRICT_OFFICE}/filing-receipt/2010"


def drawn(n: int, filing: FilingId = wf.FILING_ID) -> NumberDrawn:
    return NumberDrawn(
        unit=w.DISTRICT_OFFICE, series="filing-receipt", year=2010, number=n, filing=filing, at=wf.receipted().at
    )


def test_numbers_have_no_gaps_and_none_is_given_twice() -> None:
    draw = DrawNumber(unit=w.DISTRICT_OFFICE, year=2010, filing=wf.FILING_ID, at=wf.receipted().at)
    other = FilingId(named("another filing"))
    past = given(NUMBERS, drawn(1, other)).when(draw).then(drawn(2))
    past.when(draw).then()


def test_the_number_drawn_goes_to_the_filing_that_drew_it() -> None:
    ((_, bear),) = number(drawn(7), w.envelope())
    assert bear == NumberReceipt(filing=wf.FILING_ID, serial=7, at=wf.receipted().at)


def test_the_seal_that_was_made_at_a_receipts_number_goes_to_its_filing() -> None:
    at = w.envelope()
    ((_, bear),) = sealing({at.id: wf.SEAL})(wf.numbered(), at)
    assert bear == SealReceipt(filing=wf.FILING_ID, seal=wf.SEAL, at=wf.numbered().at)


def test_a_timer_that_is_due_asks_the_filing_whether_it_is_overdue() -> None:
    due = beijing("2011-01-01 00:00")
    assert fire(OVERDUE, f"filing/{wf.FILING_ID}", 1, due) == NoticeOverdue(filing=wf.FILING_ID, at=due)
