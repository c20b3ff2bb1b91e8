"""Whatever is asked of a visit or a filing, in whatever order: some things never happen."""

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
from shared.testing.names import beijing
from shared.testing.stories import played, reached
from tests.unit.ledger import filed as wf
from tests.unit.ledger import world as w

KINDS = ("livelihood", "dispute", "suggestion", "enquiry", "accusation")
MODES = ("reception", "appointment", "evening", "household")
HOUSEHOLDS = st.sampled_from([w.HOUSEHOLD, w.OTHER_HOUSEHOLD, None])
OF_KIND: dict[str, dict[str, Any]] = {
    "dispute": {"field": "employment"},
    "accusation": {"subject": None, "concerns": w.accused().concerns},
}
ABOUT_A_MATTER: tuple[dict[str, Any], ...] = (
    {"field": "employment"},
    {"field": None},
    {"subject": "征地补偿问题"},
    {"subject": None},
    {"answer": w.sealed("answer", w.MATTER)},
    {"concerns": ()},
    {"caller": 1},
    {"restricted": True},
    {"names_somebody": True},
    {"unknown": True},
)


@st.composite
def matters(draw: st.DrawFn) -> Any:
    """A matter of whatever kind, whole, or with one thing about it that is otherwise."""
    kind = draw(st.sampled_from(KINDS))
    whole = {"kind": kind, "field": None} | OF_KIND.get(kind, {})
    return w.heard(**whole | draw(st.sampled_from(({}, {}, *ABOUT_A_MATTER))))


@st.composite
def visits(draw: st.DrawFn) -> Any:
    """A visit by the cadre on an evening of the stay, noted some days later, or with one thing that is otherwise."""
    mode = draw(st.sampled_from(MODES))
    done = beijing("2010-11-24 18:00") + timedelta(days=draw(st.integers(0, 11)))
    met = draw(st.lists(HOUSEHOLDS, min_size=1, max_size=3)) if mode == "reception" else [w.HOUSEHOLD]
    whole = {
        "by": w.LI,
        "stay": draw(st.sampled_from([w.RUNNING, w.ENDED])),
        "done_at": done,
        "at": done + timedelta(days=draw(st.integers(0, 12))),
        "mode": mode,
        "met": tuple(w.met(one) for one in met),
    }
    about: tuple[dict[str, Any], ...] = (
        {"by": w.WANG},
        {"by": w.HEAD},
        {"stay": None},
        {"done_at": done - timedelta(days=14)},
        {"done_at": beijing("2010-12-07 18:00"), "at": beijing("2010-12-08 12:00")},
        {"at": done - timedelta(hours=1)},
        {"mode": draw(st.sampled_from(MODES))},
        {"met": tuple(w.met(one) for one in draw(st.lists(HOUSEHOLDS, max_size=3)))},
    )
    heard = draw(st.lists(matters(), min_size=draw(st.integers(0, 1)), max_size=2))
    return w.log(*heard, **whole | draw(st.sampled_from(({}, {}, {}, *about))))


def of_visit(command: Any) -> list[Any]:
    return played(VISIT, [command])


def of_filing(story: list[Any]) -> list[Any]:
    return played(FILING, story)


def test_the_stories_lead_to_all_that_is_said_of_them_here() -> None:
    assert reached(visits(), of_visit) == {VisitLogged, MatterRaised}
    assert reached(stories(), of_filing) >= {f.FilingSubmitted, f.FilingReturned, f.ReceiptSealed, f.FilingOverdue}


@given(visits())
def test_a_visit_is_never_logged_by_others_out_of_its_days_or_too_late(command: Any) -> None:
    for event in of_visit(command):
        if isinstance(event, VisitLogged):
            assert command.by.person == event.cadre
            assert w.RUNNING.started_at is not None
            assert day_of(w.RUNNING.started_at) <= day_of(event.at)
            assert event.at <= command.at
            ended = command.stay.ended_at
            assert ended is None or event.at <= end_of(day_of(ended))
            assert event.late == (ended is not None and command.at >= ended)
            assert ended is None or command.at < end_of(day_of(ended) + timedelta(days=DAYS_TO_NOTE))


@given(visits())
def test_a_visit_is_one_act_with_all_that_was_heard(command: Any) -> None:
    events = of_visit(command)
    assert len(events) in (0, 1 + len(command.heard))
    for event in events[:1]:
        assert command.mode == "reception" or len(event.callers) == 1
        assert command.mode not in AT_HOME or event.callers[0].household


@given(visits())
def test_what_was_raised_is_a_whole_matter_of_its_kind(command: Any) -> None:
    for event in of_visit(command):
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
    lambda at: cf.SealReceipt(filing=wf.FILING_ID, at=at, seal=wf.SEAL),
    lambda at: cf.NoticeOverdue(filing=wf.FILING_ID, at=at),
)


OPEN, DRAFT, SUBMIT, RETURN, RECEIPT, NUMBER, SEAL, _ = STEPS
WAYS = (
    (DRAFT, SUBMIT, RECEIPT, NUMBER, SEAL),
    (DRAFT, SUBMIT, RETURN, DRAFT, SUBMIT, RECEIPT, NUMBER, SEAL),
)


@st.composite
def stories(draw: st.DrawFn) -> list[Any]:
    """A filing's way in the order of time around the due day, with whatever else is asked in between."""
    steps = [OPEN]
    for step in draw(st.sampled_from(WAYS)):
        steps += [*draw(st.lists(st.sampled_from(STEPS), max_size=3)), step]
    hours = draw(st.lists(st.integers(-48, 96), min_size=len(steps), max_size=len(steps)))
    moments = (end_of(wf.DUE) + timedelta(hours=hour) for hour in sorted(hours))
    return [step(at) for step, at in zip(steps, moments, strict=True)]


@given(stories())
def test_versions_are_numbered_from_one_and_all_are_late_as_the_first_was(story: list[Any]) -> None:
    filed = [event for event in of_filing(story) if isinstance(event, f.FilingSubmitted)]
    assert [event.version for event in filed] == list(range(1, len(filed) + 1))
    for event in filed:
        assert event.late == (filed[0].at >= end_of(wf.DUE))
        assert event.digest == digest(wf.FILING_ID, event.version, event.books)


@given(stories())
def test_each_version_was_drafted_and_the_one_before_it_returned(story: list[Any]) -> None:
    status = "opened"
    for event in of_filing(story):
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
    past = [type(event) for event in of_filing(story)]
    for once in (f.FilingOpened, f.FilingReceipted, f.ReceiptNumbered, f.ReceiptSealed, f.FilingOverdue):
        assert past.count(once) <= 1
    if f.FilingOverdue in past:
        assert f.FilingSubmitted not in past[: past.index(f.FilingOverdue)]
    if f.ReceiptNumbered in past:
        assert past.index(f.FilingReceipted) < past.index(f.ReceiptNumbered)
    if f.ReceiptSealed in past:
        assert past.index(f.ReceiptNumbered) < past.index(f.ReceiptSealed)


HAPPENED = (
    wf.OPENED,
    wf.DRAFTED,
    wf.submitted(),
    wf.RETURNED,
    wf.receipted(),
    wf.numbered(),
    wf.SEALED,
    wf.OVERDUE,
)


@given(st.lists(st.sampled_from(HAPPENED)))
def test_whatever_happened_happened(events: list[Any]) -> None:
    assert isinstance(reduce(FILING.evolve, events, FILING.initial), Filing)
