"""A published roster becomes stays; a stay that has started never moves; timers and facts follow (R17, R14)."""

from uuid import uuid5

import pytest

from services.scheduling.commands.stay import EndWithBatch, ForeseeShortfall, PlanStay, WithdrawStay
from services.scheduling.decider import STAY
from services.scheduling.events.stay import StayPlanned
from services.scheduling.policies import announce, fire
from shared.contracts import scheduling as facts
from shared.ids import StayId
from shared.testing import given
from shared.testing.names import beijing
from tests.unit.scheduling import world as w

OTHER = StayId(uuid5(w.STAY, "other"))
ROSTER = w.published(1, w.entry(w.LINES[0], w.STAY), w.entry(w.LINES[1], OTHER))


def plan_of() -> PlanStay:
    command = w.stays_planned(ROSTER)[0][1]
    assert isinstance(command, PlanStay)
    return command


def test_each_line_becomes_a_stay_with_what_its_rules_need() -> None:
    (event,) = given(STAY).when(plan_of()).events
    assert isinstance(event, StayPlanned)
    assert (event.person, event.unit, event.place, event.batch) == (w.LI, w.RELIEF, w.LIU, 1)
    assert (event.batch_begins, event.batch_ends, event.minimum_nights) == (
        w.BATCHES[0].begins,
        w.BATCHES[0].ends,
        10,
    )
    assert event.shortfall_due == beijing("2010-12-11 09:00")
    assert event.over_due == beijing("2010-12-22 00:00")


def test_the_steps_of_the_policy_are_named_by_their_stay() -> None:
    dropping = w.published(2, w.entry(w.LINES[0], w.STAY), dropped=(OTHER,))
    assert [(step, type(command)) for step, command in w.stays_planned(dropping)] == [
        (f"plan/{w.STAY}", PlanStay),
        (f"withdraw/{OTHER}", WithdrawStay),
    ]


def test_planned_twice_alike_is_planned_once() -> None:
    planned = given(STAY).when(plan_of()).events
    given(STAY, *planned).when(plan_of()).then()


def test_a_newer_roster_moves_a_stay_that_has_not_started_and_no_other() -> None:
    elsewhere = w.STAY_PLANNED.model_copy(update={"place": w.TAO})
    (moved,) = given(STAY, elsewhere).when(plan_of()).events
    assert isinstance(moved, StayPlanned)
    assert moved.place == w.LIU
    given(STAY, elsewhere, w.started("2010-12-24 08:00")).when(plan_of()).then()


def test_a_stay_planned_when_its_batch_is_nearly_over_is_looked_at_at_once() -> None:
    late = beijing("2010-12-20 15:00")
    command = PlanStay(stay=w.STAY, at=late, plan=plan_of().plan)
    (event,) = given(STAY).when(command).events
    assert isinstance(event, StayPlanned)
    assert event.shortfall_due == late
    assert event.over_due == beijing("2010-12-22 00:00")


@pytest.mark.parametrize(("rule", "command"), [("shortfall", ForeseeShortfall), ("over", EndWithBatch)])
def test_a_due_timer_gives_its_command_at_its_due_time(rule: str, command: type) -> None:
    due = beijing("2011-01-18 09:00")
    assert fire(rule, f"stay/{w.STAY}", 3, due) == command(stay=w.STAY, at=due)


def test_plans_drafts_and_exemptions_stay_inside() -> None:
    for event in (w.STAY_PLANNED, w.DRAFTED, w.exempted(w.LI)):
        assert announce(event, w.envelope("stream")) is None


def test_an_end_is_announced_with_its_nights_but_not_who_asked_for_it() -> None:
    said = announce(w.ended("2011-01-03 08:00", 10, short=False), w.envelope(f"stay/{w.STAY}"))
    assert isinstance(said, facts.StayEnded)
    assert (said.nights, said.short, said.unit) == (10, False, w.RELIEF)
