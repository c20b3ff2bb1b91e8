"""Every cadre who takes part is in exactly one batch; rosters come in versions; who has started stays (R13, R17)."""

from dataclasses import replace

import pytest

from services.scheduling.commands.campaign import Cadre, Cadres, Placing
from services.scheduling.decider import CAMPAIGN
from services.scheduling.events.campaign import RosterDrafted, RosterPublished
from shared.errors import NotFound, Refused
from shared.ids import StayId, thing_of
from shared.testing import given
from shared.testing.names import named
from tests.unit.scheduling import world as w

LI_1, WANG_2, ZHAO_3 = w.ON_THE_ROSTER
FIRST = w.published(1, *(w.entry(line, thing_of(w.REQUEST, "stay", n)) for n, line in enumerate(w.LINES, 1)))
LI_STAY, WANG_STAY, ZHAO_STAY = (entry.stay for entry in FIRST.entries)
PUBLISHED = (w.PLANNED, w.DRAFTED, FIRST)
LI_STARTED = Cadres(w.CADRES.all, frozenset({w.LI}))
AGAIN = named("another publication")


def test_a_roster_with_everybody_once_is_drafted_with_their_sections() -> None:
    given(CAMPAIGN, w.PLANNED).when(w.draft(*w.ON_THE_ROSTER)).then(w.DRAFTED)


def test_the_section_of_the_place_answers_for_a_stay_there_whoever_comes() -> None:
    cadres = replace(w.CADRES, contact_sections={w.LIU: w.GRASSROOTS})
    (drafted,) = given(CAMPAIGN, w.PLANNED).when(w.draft(*w.ON_THE_ROSTER, cadres=cadres)).events
    assert isinstance(drafted, RosterDrafted)
    assert [line.section for line in drafted.lines] == [w.GRASSROOTS, w.RELIEF, w.GRASSROOTS]


def test_a_stay_that_has_started_keeps_its_section_when_the_place_gets_another() -> None:
    cadres = Cadres(w.CADRES.all, frozenset({w.LI}), {w.LIU: w.GRASSROOTS})
    event = published_again(LI_1, replace(WANG_2, batch=3), ZHAO_3, cadres=cadres)
    assert event.entries[0] == FIRST.entries[0]


REFUSED = {
    "missing": ((LI_1, WANG_2), "cadre-missing", "赵勇"),
    "twice in one batch": ((LI_1, LI_1, WANG_2, ZHAO_3), "cadre-twice", "李建国"),
    "twice in two batches": ((LI_1, WANG_2, ZHAO_3, replace(LI_1, batch=2)), "cadre-twice", "李建国"),
    "several missing": ((LI_1,), "cadre-missing", "王敏、赵勇"),
    "no such batch": ((replace(LI_1, batch=4), WANG_2, ZHAO_3), "no-such-batch", "李建国"),
    "not a place of the campaign": ((replace(LI_1, place=w.TOWN), WANG_2, ZHAO_3), "place-not-in-campaign", "李建国"),
}


@pytest.mark.parametrize(("placings", "code", "people"), REFUSED.values(), ids=REFUSED.keys())
def test_a_roster_that_breaks_a_rule_is_refused_naming_who(
    placings: tuple[Placing, ...], code: str, people: str
) -> None:
    said = given(CAMPAIGN, w.PLANNED).when(w.draft(*placings)).then_raises(Refused, code)
    assert said.details == {"people": people}


def test_whoever_is_exempt_is_not_on_the_roster_and_not_missed() -> None:
    past = (w.PLANNED, w.exempted(w.LI))
    given(CAMPAIGN, *past).when(w.draft(*w.ON_THE_ROSTER)).then_raises(Refused, "cadre-is-exempt", "R12")
    assert given(CAMPAIGN, *past).when(w.draft(WANG_2, ZHAO_3)).events


def test_whoever_is_no_cadre_of_the_unit_is_not_on_the_roster() -> None:
    stranger = Placing(w.person("somebody else"), 1, w.LIU)
    given(CAMPAIGN, w.PLANNED).when(w.draft(*w.ON_THE_ROSTER, stranger)).then_raises(Refused, "not-a-cadre-here")


def test_only_the_campaign_s_office_drafts_and_publishes() -> None:
    draft = replace(w.draft(*w.ON_THE_ROSTER), by=w.OTHER_OFFICE)
    given(CAMPAIGN, w.PLANNED).when(draft).then_raises(Refused, "not-your-campaign", "R105")
    publish = replace(w.publish(), by=w.OTHER_OFFICE)
    given(CAMPAIGN, w.PLANNED, w.DRAFTED).when(publish).then_raises(Refused, "not-your-campaign", "R105")
    given(CAMPAIGN).when(w.publish()).then_raises(NotFound)


def test_drafted_twice_alike_is_drafted_once() -> None:
    given(CAMPAIGN, w.PLANNED, w.DRAFTED).when(w.draft(*w.ON_THE_ROSTER)).then()


def test_the_first_publication_is_version_one_and_gives_everybody_a_stay() -> None:
    given(CAMPAIGN, w.PLANNED, w.DRAFTED).when(w.publish()).then(FIRST)


def test_nothing_is_published_before_something_is_drafted() -> None:
    given(CAMPAIGN, w.PLANNED).when(w.publish()).then_raises(Refused, "no-roster-drafted", "R17")


def test_what_holds_already_is_not_published_again() -> None:
    given(CAMPAIGN, *PUBLISHED).when(w.publish(request=AGAIN)).then()


def published_again(*placings: Placing, cadres: Cadres = w.CADRES) -> RosterPublished:
    redrafted = given(CAMPAIGN, *PUBLISHED).when(w.draft(*placings, cadres=cadres)).events
    (event,) = given(CAMPAIGN, *PUBLISHED, *redrafted).when(w.publish(cadres, AGAIN)).events
    assert isinstance(event, RosterPublished)
    return event


def test_publishing_a_changed_roster_is_the_next_version_and_keeps_everybody_s_stay() -> None:
    event = published_again(replace(LI_1, batch=2), WANG_2, ZHAO_3)
    assert event.version == 2
    assert [entry.stay for entry in event.entries] == [LI_STAY, WANG_STAY, ZHAO_STAY]
    assert event.entries[0].batch == 2
    assert event.dropped == ()


def test_a_stay_that_has_started_is_not_moved() -> None:
    asked = w.draft(replace(LI_1, batch=2), WANG_2, ZHAO_3, cadres=LI_STARTED)
    said = given(CAMPAIGN, *PUBLISHED).when(asked).then_raises(Refused, "stay-started-already", "R17")
    assert said.details == {"people": "李建国"}


def test_the_others_move_around_a_stay_that_has_started() -> None:
    event = published_again(LI_1, replace(WANG_2, place=w.LIU), ZHAO_3, cadres=LI_STARTED)
    assert event.entries[0] == FIRST.entries[0]
    assert event.entries[1].place == w.LIU


def test_a_stay_that_has_started_stays_on_the_roster_when_its_cadre_has_left_the_unit() -> None:
    gone = Cadres(w.CADRES.all[1:], frozenset({w.LI}))
    given(CAMPAIGN, *PUBLISHED).when(w.draft(WANG_2, ZHAO_3, cadres=gone)).then_raises(Refused, "stay-started-already")
    event = published_again(LI_1, replace(WANG_2, place=w.LIU), ZHAO_3, cadres=gone)
    assert event.entries[0] == FIRST.entries[0]


def test_a_stay_started_between_draft_and_publication_is_not_moved_either() -> None:
    moved = w.draft(replace(LI_1, batch=2), WANG_2, ZHAO_3)
    redrafted = given(CAMPAIGN, *PUBLISHED).when(moved).events
    given(CAMPAIGN, *PUBLISHED, *redrafted).when(w.publish(LI_STARTED, AGAIN)).then_raises(
        Refused, "stay-started-already"
    )


def test_whoever_became_exempt_after_the_draft_is_not_published() -> None:
    past = (w.PLANNED, w.DRAFTED, w.exempted(w.LI))
    given(CAMPAIGN, *past).when(w.publish()).then_raises(Refused, "cadre-is-exempt")


def test_whoever_moved_in_although_exempt_stays_on_the_roster() -> None:
    past = (*PUBLISHED, w.exempted(w.LI))
    moved = w.draft(LI_1, replace(WANG_2, batch=3), ZHAO_3, cadres=LI_STARTED)
    redrafted = given(CAMPAIGN, *past).when(moved).events
    (event,) = given(CAMPAIGN, *past, *redrafted).when(w.publish(LI_STARTED, AGAIN)).events
    assert isinstance(event, RosterPublished)
    assert event.entries[0] == FIRST.entries[0]


def test_a_cadre_who_is_no_longer_on_the_roster_has_the_stay_dropped() -> None:
    past = (*PUBLISHED, w.exempted(w.LI))
    redrafted = given(CAMPAIGN, *past).when(w.draft(WANG_2, ZHAO_3)).events
    (event,) = given(CAMPAIGN, *past, *redrafted).when(w.publish(request=AGAIN)).events
    assert event.dropped == (LI_STAY,)


def test_a_new_cadre_gets_a_stay_of_the_new_publication() -> None:
    sun = Cadre(w.person("孙伟"), "孙伟", w.RELIEF)
    cadres = Cadres((*w.CADRES.all, sun), frozenset())
    event = published_again(*w.ON_THE_ROSTER, Placing(sun.person, 3, w.TAO), cadres=cadres)
    assert event.entries[3].stay == StayId(thing_of(AGAIN, "stay"))
