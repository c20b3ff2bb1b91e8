"""The exact JSON of every event that was ever stored and of every fact that was ever said stays readable for ever."""

from pathlib import Path
from typing import get_args

import pytest

from services.scheduling.decider import CAMPAIGN, PERSON, PLACE, STAY, UNIT
from services.scheduling.events.person import PersonDescribed
from services.scheduling.events.place import PlaceDescribed
from services.scheduling.events.stay import StayWithdrawn
from services.scheduling.events.unit import UnitDescribed
from services.scheduling.policies import SchedulingEvent, announce
from shared.contracts.scheduling import SchedulingFact
from shared.event import Event, Fact, wire_form
from shared.eventstore.codec import Codec, written_type
from tests.unit.scheduling import world as w
from tests.unit.scheduling.test_describing_who_and_where import OFFICIAL, SECTION, VILLAGE
from tests.unit.scheduling.test_the_roster import FIRST

GOLDEN = Path(__file__).parent / "golden"

EVENTS: tuple[SchedulingEvent, ...] = (
    UnitDescribed(**vars(SECTION)),
    PlaceDescribed(**vars(VILLAGE)),
    PersonDescribed(**vars(OFFICIAL)),
    w.PLANNED,
    w.exempted(w.LI),
    w.DRAFTED,
    FIRST,
    w.STAY_PLANNED,
    StayWithdrawn(**dict(w.WHOSE), at=w.PLANNED_AT),
    w.started("2010-12-24 08:00"),
    w.interrupted("2011-01-01 08:00", 8, "2011-01-18 09:00"),
    w.resumed("2011-01-05 08:00"),
    w.foreseen("2011-01-18 09:00", 8, 2),
    w.ended_by_itself("2011-01-21 00:00", 8, short=True),
)
DECIDERS = (UNIT, PLACE, PERSON, CAMPAIGN, STAY)
SHAPES = [shape for decider in DECIDERS for shape in decider.events]
READER: Codec[Event] = Codec(SHAPES)
FACTS: list[Fact] = [fact for event in EVENTS if (fact := announce(event, w.envelope("stream"))) is not None]
FACT_READER: Codec[Fact] = Codec(get_args(SchedulingFact))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_the_stored_form_of_an_event_is_fixed_and_read_back(event: SchedulingEvent) -> None:
    type_, text = wire_form(event)
    assert text == (GOLDEN / f"{type_}.json").read_text("utf-8").rstrip("\n")
    assert READER.read(type_, text) == event


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.type)
def test_the_wire_form_of_a_fact_is_fixed_and_read_back(fact: Fact) -> None:
    type_, text = wire_form(fact)
    assert text == (GOLDEN / f"{type_}.json").read_text("utf-8").rstrip("\n")
    assert FACT_READER.read(type_, text) == fact


def test_every_event_and_every_fact_has_its_golden_file_and_no_file_is_left_over() -> None:
    events, facts = (
        {written_type(shape) for shape in SHAPES},
        {written_type(shape) for shape in get_args(SchedulingFact)},
    )
    assert {event.type for event in EVENTS} == events
    assert {fact.type for fact in FACTS} == facts
    assert {file.stem for file in GOLDEN.glob("*.json")} == events | facts
