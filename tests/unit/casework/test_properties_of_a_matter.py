"""Whatever is asked in whatever order: some things never happen."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from services.casework.commands import case as c
from services.casework.decider import CASE
from services.casework.decider.state import Case
from services.casework.events import case as e
from shared.errors import DomainError
from shared.roles import Role
from shared.testing.names import beijing
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
viewers = st.sampled_from(EVERYBODY)
requests = st.one_of(
    st.just(cast.take_in()),
    viewers.map(cast.hand_over),
    viewers.map(cast.accept),
    viewers.map(lambda by: c.Return(**cast.asked(by, "2010-12-01 09:00"), reason=cast.sealed("reason"))),
    viewers.map(cast.result),
    st.tuples(viewers, st.sampled_from(POSTS)).map(lambda asked: cast.sign(*asked)),
    st.just(c.IssueReply(case=cast.MATTER, at=beijing("2010-12-06 09:00"), serial=1)),
    st.tuples(st.integers(1, 5), viewers).map(lambda asked: cast.serve(*asked)),
    viewers.map(cast.strike),
    st.integers(1, 3).map(lambda n: c.Escalate(case=cast.MATTER, at=beijing("2010-12-16 09:00"), level=n)),
    st.just(c.RemindOfLimit(case=cast.MATTER, at=beijing("2010-12-10 09:00"))),
)


def played(commands: Sequence[c.CaseCommand]) -> list[e.CaseHappened]:
    """What came of the commands, each decided on what came before; a no changes nothing."""
    past: list[e.CaseHappened] = []
    for command in commands:
        try:
            past.extend(CASE.decide(command, cast.after(*past)))
        except DomainError:
            continue
    return past


@given(st.lists(st.sampled_from(HAPPENED)))
def test_whatever_happened_happened(events: list[e.CaseHappened]) -> None:
    assert isinstance(cast.after(*events), Case)


@settings(max_examples=300)
@given(st.lists(requests, min_size=8, max_size=40))
def test_no_matter_is_struck_while_a_copy_has_no_outcome(commands: list[c.CaseCommand]) -> None:
    past = played([*PRELUDE, *commands])
    for at, event in enumerate(past):
        if isinstance(event, e.CaseStruck):
            assert {one.number for one in past[:at] if isinstance(one, e.CopyServed)} == {1, 2, 3, 4}


@settings(max_examples=300)
@given(st.lists(requests, min_size=8, max_size=40))
def test_the_handler_never_signs_nor_strikes(commands: list[c.CaseCommand]) -> None:
    for event in played([*PRELUDE[:3], *commands]):
        if isinstance(event, e.CaseSigned):
            assert event.by not in (None, event.handler)
            assert event.letter.signer == event.by
        if isinstance(event, e.CaseStruck):
            assert event.by != event.handler


@settings(max_examples=200)
@given(st.lists(requests, min_size=8, max_size=40))
def test_nobody_is_told_of_a_limit_once_there_is_a_result(commands: list[c.CaseCommand]) -> None:
    past = played([*PRELUDE[:3], *commands])
    results = [at for at, event in enumerate(past) if isinstance(event, e.ResultRecorded)]
    told = [at for at, event in enumerate(past) if isinstance(event, e.LimitReminded | e.CaseEscalated)]
    assert not results or not told or max(told) < results[0]


PRELUDE: tuple[c.CaseCommand, ...] = (
    cast.take_in(),
    cast.hand_over(),
    cast.accept(),
    cast.result(),
    cast.sign(),
    c.IssueReply(case=cast.MATTER, at=beijing("2010-12-06 09:00"), serial=1),
)
