"""Whatever is asked of a campaign in whatever order: a published roster holds everybody who takes part, once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from itertools import pairwise
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from services.scheduling.commands.campaign import Cadre, Cadres, CampaignCommand, Placing, PublishRoster
from services.scheduling.decider import CAMPAIGN
from services.scheduling.decider.campaign import Campaign
from services.scheduling.events import campaign as e
from shared.ids import PersonId, StayId
from shared.testing.names import named
from shared.testing.stories import played, reached
from tests.unit.scheduling import world as w

SUN = Cadre(w.person("孙伟"), "孙伟", w.RELIEF)
EVERYBODY = (*w.CADRES.all, SUN)
CADRES = st.tuples(st.sampled_from((EVERYBODY, w.CADRES.all)), st.sampled_from(({}, {w.LIU: w.GRASSROOTS})))
STAYING = st.sampled_from([(batch.number, place) for batch in w.BATCHES for place in w.FRAME.places])
T = TypeVar("T", Cadre, e.Entry)
STRANGER = Placing(w.person("somebody else"), 1, w.LIU)
HAPPENED: tuple[e.CampaignHappened, ...] = (w.PLANNED, w.exempted(w.LI), w.DRAFTED, w.published(1))


def now_and_then(some: Sequence[T]) -> st.SearchStrategy[list[T]]:
    """Mostly nobody, sometimes one of them."""
    return st.sampled_from([[], [], [], *([one] for one in some)])


@st.composite
def stories(draw: st.DrawFn) -> list[CampaignCommand]:
    """A campaign's rosters, drafted and published well or badly, while cadres are exempted, come, go, and move in."""
    story: list[CampaignCommand] = [w.plan_campaign(), w.draft(*w.ON_THE_ROSTER), w.publish()]
    exempt: set[PersonId] = set()
    started: set[PersonId] = set()
    for n in range(draw(st.integers(2, 4))):
        held = holding(happened(story))
        there, sections = draw(CADRES)
        cadres = Cadres(there, frozenset(started), sections)
        standing = [Placing(entry.person, entry.batch, entry.place) for entry in held if entry.person in started]
        story.append(w.draft(*draw(rosters([one.person for one in there], exempt, standing)), cadres=cadres))
        for cadre in draw(now_and_then(there)):
            exempt.add(cadre.person)
            story.append(w.exempt(cadre.person, cadres=cadres))
        started.update(entry.person for entry in draw(now_and_then(held)))
        moved_in = replace(cadres, started=frozenset(started))
        story += [
            w.publish(moved_in, named(f"request {n} {again}")) for again in range(draw(st.sampled_from((1, 1, 2, 0))))
        ]
    return story


@st.composite
def rosters(
    draw: st.DrawFn, cadres: Sequence[PersonId], exempt: set[PersonId], standing: Sequence[Placing]
) -> list[Placing]:
    """Everybody who takes part, somewhere, and who has moved in where they are; or with one thing that is otherwise."""
    there = {placing.person for placing in standing}
    going = [one for one in cadres if one not in exempt | there]
    lines = [*standing, *(Placing(one, *draw(STAYING)) for one in going)]
    if not lines:
        return lines
    first, *rest = lines
    elsewhere = [replace(first, batch=first.batch % 3 + 1), *rest]
    otherwise = (rest, [*lines, first], [*lines, STRANGER], [replace(first, batch=4), *rest], elsewhere)
    return draw(st.sampled_from((*[lines] * 12, *otherwise, [replace(first, place=w.TOWN), *rest])))


def happened(story: Sequence[CampaignCommand]) -> list[e.CampaignHappened]:
    return played(CAMPAIGN, story)


def publications(
    story: Sequence[CampaignCommand],
) -> Iterator[tuple[PublishRoster, list[e.CampaignHappened], e.RosterPublished]]:
    """Each publication: as it was asked, what had happened before it, and the roster that holds since."""
    past: list[e.CampaignHappened] = []
    for command in story:
        before, past = past, played(CAMPAIGN, [command], *past)
        if isinstance(command, PublishRoster) and past != before:
            *_, published = past
            assert isinstance(published, e.RosterPublished)
            yield command, before, published


def holding(past: Sequence[e.CampaignHappened]) -> tuple[e.Entry, ...]:
    """The entries of the roster that holds."""
    published = [event for event in past if isinstance(event, e.RosterPublished)]
    return published[-1].entries if published else ()


def test_the_stories_lead_to_all_that_is_said_of_them_here() -> None:
    rosters: list[e.RosterPublished] = []

    def told(story: Sequence[CampaignCommand]) -> list[e.CampaignHappened]:
        rosters.extend(published for _, _, published in publications(story))
        return happened(story)

    assert reached(stories(), told) == {e.CampaignPlanned, e.CadreExempted, e.RosterDrafted, e.RosterPublished}
    assert any(roster.dropped for roster in rosters)
    assert any(roster.version > 2 for roster in rosters)


@given(stories())
def test_each_cadre_who_takes_part_is_in_exactly_one_batch_of_a_published_roster(story: list[CampaignCommand]) -> None:
    for asked, before, published in publications(story):
        people = [entry.person for entry in published.entries]
        exempt = {event.person for event in before if isinstance(event, e.CadreExempted)}
        staying = {entry.person for entry in holding(before)} & asked.cadres.started
        assert len(people) == len(set(people))
        assert set(people) == ({cadre.person for cadre in asked.cadres.all} - exempt) | staying
        assert {entry.batch for entry in published.entries} <= {batch.number for batch in w.BATCHES}
        assert {entry.place for entry in published.entries} <= set(w.FRAME.places)


@given(stories())
def test_rosters_are_published_in_versions_of_which_each_says_something_new(story: list[CampaignCommand]) -> None:
    rosters = [event for event in happened(story) if isinstance(event, e.RosterPublished)]
    assert [roster.version for roster in rosters] == list(range(1, len(rosters) + 1))
    assert all(earlier.entries != later.entries for earlier, later in pairwise(rosters))


@given(stories())
def test_a_stay_is_of_one_cadre_kept_from_version_to_version_or_dropped(story: list[CampaignCommand]) -> None:
    whose: dict[StayId, PersonId] = {}
    for _, before, published in publications(story):
        stays = {entry.stay: entry.person for entry in published.entries}
        former = {entry.stay: entry.person for entry in holding(before)}
        assert len(stays) == len(published.entries)
        assert all(whose.setdefault(stay, person) == person for stay, person in stays.items())
        assert set(published.dropped) == former.keys() - stays.keys()
        assert {former[stay] for stay in published.dropped}.isdisjoint(stays.values())


@given(stories())
def test_a_stay_that_has_started_stays_where_it_is(story: list[CampaignCommand]) -> None:
    for asked, before, published in publications(story):
        standing = {entry for entry in holding(before) if entry.person in asked.cadres.started}
        assert standing <= set(published.entries)


@given(stories())
def test_whatever_is_published_was_drafted_before(story: list[CampaignCommand]) -> None:
    for _, before, published in publications(story):
        drafted = [event for event in before if isinstance(event, e.RosterDrafted)][-1]
        lines = [(line.person, line.batch, line.place) for line in drafted.lines]
        assert [(entry.person, entry.batch, entry.place) for entry in published.entries] == lines


@given(st.lists(st.sampled_from(HAPPENED)))
def test_whatever_happened_happened(events: list[e.CampaignHappened]) -> None:
    assert isinstance(reduce(CAMPAIGN.evolve, events, CAMPAIGN.initial), Campaign)
