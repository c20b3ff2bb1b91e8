"""Whatever is asked of a visit or a filing, in whatever order: some things never happen."""

from collections.abc import Sequence
from datetime import timedelta
from functools import reduce
from typing import Any  # commands of several kinds

from hypothesis import given
from hypothesis import strategies as st

from services.ledger.commands import filing as cf
from services.ledger.decider.field import DAYS_TO_NOTE
from services.ledger.decider.filing import FILING, Filing
from services.ledger.decider.visit import AT_HOME, VISIT
from services.ledger.events import filing as f
from services.ledger.events.books import digest
from services.ledger.events.visit import MatterRaised, VisitLogged
from shared.calendar import day_of, end_of
from shared.decider import Decider
from shared.errors import DomainError
from shared.testing.names import beijing
from tests.unit.ledger import filed as wf
from tests.unit.ledger import world as w

KINDS = ("livelihood", "dispute", "suggestion", "enquiry", "accusation")
SUBJECT, ANSWER = st.sampled_from(["征地补偿问题", None]), st.sampled_from([w.sealed("answer", w.MATTER), None])


@st.composite
def matters(draw: st.DrawFn) -> Any:
    """A matter of whatever kind, good or bad."""
    return w.heard(
        kind=draw(st.sampled_from(KINDS)),
        field=draw(st.sampled_from(["employment", None])),
        subject=draw(SUBJECT),
        answer=draw(ANSWER),
        concerns=draw(st.sampled_from([w.accused().concerns, ()])),
        caller=draw(st.integers(0, 2)),
        restricted=draw(st.booleans()),
        names_somebody=draw(st.booleans()),
        unknown=draw(st.booleans()),
    )


@st.composite
def visits(draw: st.DrawFn) -> Any:
    """A visit somewhere around the stay, noted some hours later, by its cadre or somebody else."""
    done = beijing("2010-11-20 00:00") + timedelta(hours=draw(st.integers(0, 30 * 24)))
    households = st.sampled_from([w.HOUSEHOLD, w.OTHER_HOUSEHOLD, None])
    return w.log(
        *draw(st.lists(matters(), max_size=3)),
        by=draw(st.sampled_from([w.LI, w.LI, w.LI, w.WANG, w.HEAD])),
        stay=draw(st.sampled_from([w.RUNNING, w.ENDED, None])),
        done_at=done,
        at=done + timedelta(hours=draw(st.integers(-2, 12 * 24))),
        mode=draw(st.sampled_from(["reception", "appointment", "evening", "household"])),
        met=tuple(w.met(one) for one in draw(st.lists(households, max_size=3))),
    )


def played(decider: Decider[Any, Any, Any], commands: Sequence[Any]) -> list[Any]:
    """What came of some commands, each decided on what came before; a no changes nothing."""
    past: list[Any] = []
    for command in commands:
        try:
            past.extend(decider.decide(command, reduce(decider.evolve, past, decider.initial)))
        except DomainError:
            continue
    return past


@given(visits())
def test_a_visit_is_never_logged_by_others_out_of_its_days_or_too_late(command: Any) -> None:
    for event in played(VISIT, [command]):
        if isinstance(event, VisitLogged):
            assert command.by.person == event.cadre
            assert w.RUNNING.started_at is not None
            assert day_of(w.RUNNING.started_at) <= day_of(event.at)
            assert event.at <= command.at
            ended = command.stay.ended_at
            assert event.late == (ended is not None and command.at >= ended)
            assert ended is None or command.at < end_of(day_of(ended) + timedelta(days=DAYS_TO_NOTE))


@given(visits())
def test_a_visit_is_one_act_with_all_that_was_heard(command: Any) -> None:
    events = played(VISIT, [command])
    assert len(events) in (0, 1 + len(command.heard))
    for event in events[:1]:
        assert command.mode == "reception" or len(event.callers) == 1
        assert command.mode not in AT_HOME or event.callers[0].household


@given(visits())
def test_what_was_raised_is_a_whole_matter_of_its_kind(command: Any) -> None:
    for event in played(VISIT, [command]):
        if isinstance(event, MatterRaised):
            accusation = event.kind == "accusation"
            assert (event.field is not None) == (event.kind == "dispute")
            assert (event.subject is None) == accusation == (event.activity_office is None)
            assert (event.confidentiality == "accusation") == accusation
            assert not accusation or (event.concerns and event.answer is None)


STEPS: tuple[Any, ...] = (
    lambda at: cf.OpenFiling(filing=wf.FILING_ID, whose=wf.WHOSE, at=at),
    lambda at: cf.DraftFiling(filing=wf.FILING_ID, by=w.HEAD, at=at),
    lambda at: cf.SubmitFiling(filing=wf.FILING_ID, by=w.OFFICE, at=at, books=wf.BOOKS, earlier=None),
    lambda at: cf.ReturnFiling(filing=wf.FILING_ID, by=w.DISTRICT, at=at, reason=w.sealed("why", wf.FILING_ID)),
    lambda at: cf.ReceiptFiling(filing=wf.FILING_ID, by=w.DISTRICT, at=at, prefix="示备"),
    lambda at: cf.NumberReceipt(filing=wf.FILING_ID, at=at, serial=7),
    lambda at: cf.NoticeOverdue(filing=wf.FILING_ID, at=at),
)


@st.composite
def stories(draw: st.DrawFn) -> list[Any]:
    """Steps in the order of time around the due day, good and bad."""
    hours = sorted(draw(st.lists(st.integers(-48, 96), max_size=25)))
    moments = (end_of(wf.DUE) + timedelta(hours=hour) for hour in hours)
    return [STEPS[0](wf.OPENED.at), *(draw(st.sampled_from(STEPS))(at) for at in moments)]


@given(stories())
def test_versions_are_numbered_from_one_and_all_are_late_as_the_first_was(story: list[Any]) -> None:
    filed = [event for event in played(FILING, story) if isinstance(event, f.FilingSubmitted)]
    assert [event.version for event in filed] == list(range(1, len(filed) + 1))
    for event in filed:
        assert event.late == (filed[0].at >= end_of(wf.DUE))
        assert event.digest == digest(wf.FILING_ID, event.version, event.books)


@given(stories())
def test_each_version_was_drafted_and_the_one_before_it_returned(story: list[Any]) -> None:
    status = "opened"
    for event in played(FILING, story):
        match event:
            case f.FilingDrafted():
                assert status in ("opened", "returned")
                status = "drafted"
            case f.FilingSubmitted():
                assert status == "drafted"
                status = "submitted"
            case f.FilingReturned() | f.FilingReceipted():
                assert status == "submitted"
                status = "returned" if isinstance(event, f.FilingReturned) else "receipted"


@given(stories())
def test_a_filing_has_one_receipt_one_number_and_is_told_overdue_at_most_once(story: list[Any]) -> None:
    past = [type(event) for event in played(FILING, story)]
    for once in (f.FilingOpened, f.FilingReceipted, f.ReceiptNumbered, f.FilingOverdue):
        assert past.count(once) <= 1
    if f.FilingOverdue in past:
        assert f.FilingSubmitted not in past[: past.index(f.FilingOverdue)]
    if f.ReceiptNumbered in past:
        assert past.index(f.FilingReceipted) < past.index(f.ReceiptNumbered)


HAPPENED = (
    wf.OPENED,
    wf.DRAFTED,
    wf.submitted(),
    wf.RETURNED,
    wf.receipted(),
    wf.numbered(),
    wf.OVERDUE,
)


@given(st.lists(st.sampled_from(HAPPENED)))
def test_whatever_happened_happened(events: list[Any]) -> None:
    assert isinstance(reduce(FILING.evolve, events, FILING.initial), Filing)
