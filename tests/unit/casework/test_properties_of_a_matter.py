"""Whatever is asked in whatever order: some things never happen."""

from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from services.casework.commands import case as c
from services.casework.decider import CASE
from services.casework.decider.state import Case
from services.casework.events import case as e
from shared.roles import Role
from shared.testing.names import beijing
from shared.testing.stories import played, reached
from shared.viewer import Viewer
from tests.unit.casework import cast

HAPPENED: tuple[e.CaseHappened, ...] = (*cast.TO_ISSUE, *cast.ALL_SERVED, cast.STRUCK, cast.RETURNED, cast.SENT_BACK)
EVERYBODY = (
    cast.OFFICE,
    cast.LAND_CLERK,
    cast.LAND_HANDLER,
    cast.LAND_LEADER,
    cast.LAND_HEAD,
    cast.LAND_KEY,
    cast.viewer(
        cast.HANDLER, (Role.LEADER, cast.LAND), (Role.ACTIVITY_OFFICE, cast.ACTIVITY), (Role.HANDLER, cast.LAND)
    ),
    cast.viewer(cast.IN_CHARGE, (Role.ACTIVITY_OFFICE, cast.ACTIVITY), (Role.LEADER, cast.LAND)),
)
POSTS = (cast.LEADS, cast.HEADS, ())
ISSUE = c.IssueReply(case=cast.MATTER, at=beijing("2010-12-06 09:00"), serial=1)
viewers = st.sampled_from(EVERYBODY)
requests = st.one_of(
    st.just(cast.take_in()),
    viewers.map(cast.hand_over),
    viewers.map(cast.accept),
    viewers.map(lambda by: c.Return(**cast.asked(by, "2010-12-01 09:00"), reason=cast.sealed("reason"))),
    viewers.map(cast.result),
    st.tuples(viewers, st.sampled_from(POSTS)).map(lambda asked: cast.sign(*asked)),
    st.just(ISSUE),
    st.tuples(st.integers(1, 5), viewers).map(lambda asked: cast.serve(*asked)),
    viewers.map(cast.strike),
    st.integers(1, 3).map(lambda n: c.Escalate(case=cast.MATTER, at=beijing("2010-12-16 09:00"), level=n)),
    st.just(c.RemindOfLimit(case=cast.MATTER, at=beijing("2010-12-10 09:00"))),
)


def happened(story: Sequence[c.CaseCommand]) -> list[e.CaseHappened]:
    return played(CASE, story)


@st.composite
def stories(draw: st.DrawFn) -> list[c.CaseCommand]:
    """A matter's way from its acceptance: each step is tried by everybody in some order, some steps by chance too soon.

    Copies may be left out, so that a way need not come to its end.
    """

    def by_everybody(ask: Callable[[Viewer], c.CaseCommand]) -> list[c.CaseCommand]:
        return [ask(by) for by in draw(st.permutations(EVERYBODY))]

    posts = draw(st.sampled_from((cast.LEADS, cast.HEADS)))
    copies = draw(st.lists(st.sampled_from((1, 2, 3, 4)), min_size=3, unique=True))
    way: tuple[list[c.CaseCommand], ...] = (
        by_everybody(cast.result),
        by_everybody(lambda by: cast.sign(by, posts)),
        [ISSUE],
        [command for number in copies for command in (cast.serve(number, draw(viewers)), cast.serve(number))],
        by_everybody(cast.strike),
    )
    story: list[c.CaseCommand] = [cast.take_in(), cast.hand_over(), cast.accept()]
    for steps in way:
        story += draw(st.lists(requests, max_size=4)) + steps
    return story


def test_the_stories_lead_to_all_that_is_said_of_them_here() -> None:
    assert {e.LimitReminded, e.CaseEscalated, e.CaseSigned, e.CaseStruck} <= reached(stories(), happened)


@given(st.lists(st.sampled_from(HAPPENED)))
def test_whatever_happened_happened(events: list[e.CaseHappened]) -> None:
    assert isinstance(cast.after(*events), Case)


@given(stories())
def test_no_matter_is_struck_while_a_copy_has_no_outcome(story: list[c.CaseCommand]) -> None:
    past = happened(story)
    for at, event in enumerate(past):
        if isinstance(event, e.CaseStruck):
            assert {one.number for one in past[:at] if isinstance(one, e.CopyServed)} == {1, 2, 3, 4}


@given(stories())
def test_the_handler_never_signs_nor_strikes(story: list[c.CaseCommand]) -> None:
    for event in happened(story):
        if isinstance(event, e.CaseSigned):
            assert event.by not in (None, event.handler)
            assert event.letter.signer == event.by
        if isinstance(event, e.CaseStruck):
            assert event.by not in (None, event.handler)


@given(stories())
def test_nobody_is_told_of_a_limit_once_there_is_a_result(story: list[c.CaseCommand]) -> None:
    past = happened(story)
    results = [at for at, event in enumerate(past) if isinstance(event, e.ResultRecorded)]
    told = [at for at, event in enumerate(past) if isinstance(event, e.LimitReminded | e.CaseEscalated)]
    assert not results or not told or max(told) < results[0]
