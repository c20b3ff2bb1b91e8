"""Whatever is asked of a subscription or befalls a delivery, in whatever order: some things never happen."""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from services.notify.commands import subscription as c
from services.notify.commands.delivery import Acknowledge, DeliveryCommand, NoteFailing, Numbered
from services.notify.decider import DELIVERY, SUBSCRIPTION
from services.notify.decider.delivery import Delivery
from services.notify.decider.subscription import Subscription
from services.notify.events import subscription as e
from services.notify.events.delivery import DeliveryAcknowledged, DeliveryFailing, DeliveryHappened
from shared.testing.stories import played, reached
from shared.viewer import Viewer
from tests.unit.notify import cast
from tests.unit.notify import test_acknowledging_deliveries as of_delivery
from tests.unit.notify import test_subscribing as of_land

WHICH = Numbered(cast.DELIVERY, cast.SUBSCRIPTION, cast.LAND, 4, cast.HANDED_OVER, cast.CAMPAIGN)
KEEPERS = (cast.LAND_CLERK, cast.ADMINISTRATOR)
OTHERS = (cast.TRADE_CLERK, cast.LAND_KEY, cast.DISTRICT_CLERK)
ASKED: tuple[c.SubscriptionCommand, ...] = (
    of_land.PAUSE,
    of_land.RESUME,
    of_land.PING,
    of_land.NEW_SECRET,
    of_land.REPLAY,
    replace(of_land.REPLAY, first=10),
    of_land.GONE,
)
NEWS: tuple[type[e.SubscriptionHappened], ...] = (
    e.SubscriptionPaused,
    e.SubscriptionResumed,
    e.SecretChanged,
    e.PingAsked,
    e.ReplayAsked,
)

attempts = st.integers(1, 12)
befallen: st.SearchStrategy[list[DeliveryCommand]] = st.lists(
    st.one_of(
        attempts.map(lambda n: NoteFailing(WHICH, n, cast.NOON)),
        st.tuples(attempts, st.integers(0, 2)).map(lambda seen: Acknowledge(WHICH, seen[0], cast.NOON, seen[1], 204)),
    ),
    max_size=8,
)


@st.composite
def wishes(draw: st.DrawFn) -> list[c.SubscriptionCommand]:
    """A subscription's way: opened by somebody, asked for this and that by its keepers and by others, perhaps ended."""

    def asked(most: int) -> list[c.SubscriptionCommand]:
        steps: list[c.SubscriptionCommand] = draw(st.lists(st.sampled_from(ASKED), min_size=most // 2, max_size=most))
        return [_by(step, draw(st.sampled_from((*KEEPERS * 4, *OTHERS)))) for step in steps]

    target, secret = draw(st.sampled_from([(cast.OUTSIDE, cast.sealed())] * 3 + [(None, None)]))
    opening = cast.opening(draw(st.sampled_from((*KEEPERS * 4, *OTHERS))), target=target, secret=secret)
    end = replace(of_land.END, by=draw(st.sampled_from((*KEEPERS, *OTHERS))))
    return [*asked(1), opening, *asked(8), cast.opening(cast.ADMINISTRATOR), *asked(4), end, *asked(6), opening]


def _by(step: c.SubscriptionCommand, by: Viewer) -> c.SubscriptionCommand:
    """The step as somebody asks it; what a receiver says, nobody asks."""
    return replace(step, by=by) if isinstance(step, c.Asked) else step


def happened(story: Sequence[c.SubscriptionCommand]) -> list[e.SubscriptionHappened]:
    return played(SUBSCRIPTION, story)


def became(story: Sequence[DeliveryCommand]) -> list[DeliveryHappened]:
    return played(DELIVERY, story)


def test_the_stories_lead_to_all_that_is_said_of_them_here() -> None:
    assert reached(wishes(), happened) == {e.SubscriptionOpened, e.SubscriptionEnded, *NEWS}
    assert reached(befallen, became) == {DeliveryAcknowledged, DeliveryFailing}


@given(befallen)
def test_a_delivery_is_reported_as_failing_at_most_once_and_never_after_it_has_arrived(
    story: list[DeliveryCommand],
) -> None:
    kinds = [type(event) for event in became(story)]
    assert kinds.count(DeliveryFailing) <= 1
    if DeliveryAcknowledged in kinds:
        assert DeliveryFailing not in kinds[kinds.index(DeliveryAcknowledged) :]


@given(befallen)
def test_a_delivery_arrives_whenever_its_receiver_says_so_and_once_in_each_round(story: list[DeliveryCommand]) -> None:
    arrived = [event.round for event in became(story) if isinstance(event, DeliveryAcknowledged)]
    assert arrived == list(dict.fromkeys(step.round for step in story if isinstance(step, Acknowledge)))


@given(befallen)
def test_whatever_becomes_of_a_delivery_names_it_and_its_number(story: list[DeliveryCommand]) -> None:
    for event in became(story):
        assert {name: getattr(event, name) for name in vars(WHICH)} == vars(WHICH)


@given(wishes())
def test_a_subscription_that_has_ended_yields_nothing_more(story: list[c.SubscriptionCommand]) -> None:
    assert e.SubscriptionEnded not in [type(event) for event in happened(story)][:-1]


@given(wishes())
def test_a_subscription_is_opened_once_and_before_all_else(story: list[c.SubscriptionCommand]) -> None:
    kinds = [type(event) for event in happened(story)]
    assert kinds[:1] in ([], [e.SubscriptionOpened])
    assert e.SubscriptionOpened not in kinds[1:]


@given(wishes())
def test_only_who_keeps_it_changes_anything(story: list[c.SubscriptionCommand]) -> None:
    for step in story:
        if isinstance(step, c.Asked) and step.by in OTHERS:
            before = story[: story.index(step)]
            assert happened([*before, step]) == happened(before)


@given(wishes())
def test_it_pauses_and_resumes_in_turn_and_is_pinged_only_in_between(story: list[c.SubscriptionCommand]) -> None:
    is_paused = False
    for event in happened(story):
        if isinstance(event, e.SubscriptionPaused | e.SubscriptionResumed):
            assert is_paused == isinstance(event, e.SubscriptionResumed)
            is_paused = not is_paused
        assert not (is_paused and isinstance(event, e.PingAsked))


@given(wishes())
def test_what_is_for_fetching_alone_is_neither_pinged_nor_signed_nor_sent_again(
    story: list[c.SubscriptionCommand],
) -> None:
    events = happened(story)
    posted = [event.url for event in events if isinstance(event, e.SubscriptionOpened)] != [None]
    assert posted or not any(isinstance(event, e.PingAsked | e.SecretChanged | e.ReplayAsked) for event in events)


@given(wishes())
def test_replays_are_numbered_from_one(story: list[c.SubscriptionCommand]) -> None:
    rounds = [event.round for event in happened(story) if isinstance(event, e.ReplayAsked)]
    assert rounds == list(range(1, len(rounds) + 1))


@given(st.lists(st.sampled_from((of_land.OPENED, of_land.PAUSED, of_land.RESUMED, of_land.ENDED))))
def test_whatever_happened_to_a_subscription_happened(events: list[e.SubscriptionHappened]) -> None:
    assert isinstance(reduce(SUBSCRIPTION.evolve, events, SUBSCRIPTION.initial), Subscription)


@given(st.lists(st.sampled_from((of_delivery.ACKNOWLEDGED, of_delivery.FAILING))))
def test_whatever_became_of_a_delivery_became_of_it(events: list[DeliveryHappened]) -> None:
    assert isinstance(reduce(DELIVERY.evolve, events, DELIVERY.initial), Delivery)
