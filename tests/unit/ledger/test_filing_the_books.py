"""A filing: drafted by its section, filed by the activity office, receipted or returned by the district office."""

from dataclasses import replace
from datetime import timedelta

from services.ledger.commands.filing import (
    DraftFiling,
    NoticeOverdue,
    NumberReceipt,
    OpenFiling,
    ReceiptFiling,
    ReturnFiling,
    SealReceipt,
)
from services.ledger.decider.filing import FILING
from services.ledger.events.books import Positions, Reading, digest
from shared.errors import NotFound, Refused, VersionConflict
from shared.testing.names import beijing
from shared.testing.scenario import given
from tests.unit.ledger import filed as wf
from tests.unit.ledger import world as w

DRAFT = wf.ask(DraftFiling, w.HEAD, "2010-12-31 16:00")
RECEIPT = wf.ask(ReceiptFiling, w.DISTRICT, "2010-12-31 16:30", prefix="示备")
RETURN = wf.ask(ReturnFiling, w.DISTRICT, "2011-01-04 09:00", reason=w.sealed("reason", wf.FILING_ID))
NOTICE = NoticeOverdue(filing=wf.FILING_ID, at=beijing("2011-01-01 00:00"))
SEAL = SealReceipt(filing=wf.FILING_ID, at=beijing("2010-12-31 16:30"), seal=wf.SEAL)
NUMBER = NumberReceipt(filing=wf.FILING_ID, at=beijing("2010-12-31 16:30"), serial=7)
ON_FILE = (wf.OPENED, wf.DRAFTED, wf.submitted(), wf.receipted())


def test_a_filing_is_opened_with_the_moment_at_which_its_day_has_ended() -> None:
    command = OpenFiling(filing=wf.FILING_ID, whose=wf.WHOSE, at=wf.OPENED.at)
    given(FILING).when(command).then(wf.OPENED).when(command).then()


def test_a_due_day_can_be_moved_until_something_was_filed() -> None:
    later = wf.WHOSE.model_copy(update={"due": wf.DUE + timedelta(days=5)})
    command = OpenFiling(filing=wf.FILING_ID, whose=later, at=wf.OPENED.at)
    moved = wf.OPENED.model_copy(update={"due": later.due, "overdue_at": beijing("2011-01-06 00:00")})
    given(FILING, wf.OPENED, wf.DRAFTED).when(command).then(moved).when(wf.submit()).then(
        wf.submitted(due=later.due, digest=digest(wf.FILING_ID, 1, wf.BOOKS))
    )
    given(FILING, wf.OPENED, wf.DRAFTED, wf.submitted()).when(command).then()


def test_another_section_may_take_over_until_the_filing_is_on_file() -> None:
    other = wf.WHOSE.model_copy(update={"unit": w.OTHER_SECTION})
    command = OpenFiling(filing=wf.FILING_ID, whose=other, at=wf.OPENED.at)
    taken_over = wf.OPENED.model_copy(update={"unit": w.OTHER_SECTION})
    past = given(FILING, wf.OPENED, wf.DRAFTED, wf.submitted(), wf.RETURNED).when(command).then(taken_over)
    past.when(DRAFT).then_raises(NotFound)
    given(FILING, *ON_FILE).when(command).then()


def test_the_way_of_a_filing() -> None:
    past = given(FILING, wf.OPENED).when(DRAFT).then(wf.DRAFTED).when(wf.submit()).then(wf.submitted())
    past.when(RECEIPT).then(wf.receipted()).when(NUMBER).then(wf.numbered()).when(SEAL).then(wf.SEALED)


def test_the_head_of_the_places_section_drafts_and_nobody_else() -> None:
    for other in (w.OTHER_HEAD, w.OFFICE, w.LI, w.DISTRICT):
        given(FILING, wf.OPENED).when(wf.ask(DraftFiling, other, "2010-12-31 16:00")).then_raises(NotFound)


def test_the_activity_office_files_and_nobody_else() -> None:
    for other in (w.HEAD, w.LI, w.DISTRICT):
        given(FILING, wf.OPENED, wf.DRAFTED).when(wf.submit(by=other)).then_raises(NotFound)


def test_the_district_office_receipts_and_returns_and_nobody_else() -> None:
    past = given(FILING, wf.OPENED, wf.DRAFTED, wf.submitted())
    for other in (w.HEAD, w.OFFICE):
        past.when(wf.ask(ReceiptFiling, other, "2010-12-31 16:30", prefix="")).then_raises(NotFound)
        past.when(wf.ask(ReturnFiling, other, "2010-12-31 16:30", reason=RETURN.reason)).then_raises(NotFound)


def test_nothing_is_filed_before_the_section_has_drafted_it() -> None:
    given(FILING, wf.OPENED).when(wf.submit()).then_raises(Refused, "filing-not-drafted", "R115")
    given(FILING).when(wf.submit()).then_raises(NotFound)


def test_the_books_of_an_earlier_period_are_filed_first() -> None:
    waiting = wf.submit(earlier="2010-11")
    said = given(FILING, wf.OPENED, wf.DRAFTED).when(waiting).then_raises(Refused, "earlier-filing-waits")
    assert said.details == {"period": "2010-11"}


def test_what_is_filed_on_its_day_is_on_time_and_after_midnight_late() -> None:
    past = given(FILING, wf.OPENED, wf.DRAFTED)
    past.when(wf.submit("2010-12-31 23:59")).then(wf.submitted("2010-12-31 23:59"))
    past.when(wf.submit("2011-01-01 00:00")).then(wf.submitted("2011-01-01 00:00", late=True))


def test_a_filing_returned_is_drafted_again_and_filed_as_the_next_version_on_time_by_version_1() -> None:
    returned = (wf.OPENED, wf.DRAFTED, wf.submitted(), wf.RETURNED)
    given(FILING, *returned).when(wf.submit()).then_raises(Refused, "filing-not-drafted")
    again = wf.submit("2011-01-05 16:00", books=wf.REWORDED)
    second = wf.submitted("2011-01-05 16:00", 2, books=wf.REWORDED)
    given(FILING, *returned, wf.DRAFTED).when(again).then(second)


def test_a_later_version_of_a_late_filing_is_late() -> None:
    late = wf.submitted("2011-01-02 10:00", late=True)
    again = wf.submitted("2011-01-05 16:00", 2, late=True)
    given(FILING, wf.OPENED, wf.DRAFTED, late, wf.RETURNED, wf.DRAFTED).when(wf.submit("2011-01-05 16:00")).then(again)


def test_a_later_version_holds_the_span_of_version_1() -> None:
    moved = Reading(after=wf.BOOKS.after, until=Positions(ledger=99, casework=9), lines=wf.BOOKS.lines)
    past = given(FILING, wf.OPENED, wf.DRAFTED, wf.submitted(), wf.RETURNED, wf.DRAFTED)
    past.when(wf.submit("2011-01-05 16:00", books=moved)).then_raises(VersionConflict)


def test_the_digest_is_over_the_frozen_lines_their_span_and_the_version() -> None:
    seals = {
        digest(wf.FILING_ID, 1, wf.BOOKS),
        digest(wf.FILING_ID, 2, wf.BOOKS),
        digest(wf.FILING_ID, 1, wf.REWORDED),
        digest(wf.FILING_ID, 1, wf.BOOKS.model_copy(update={"lines": ()})),
    }
    assert len(seals) == 4
    assert digest(wf.FILING_ID, 1, Reading.model_validate_json(wf.BOOKS.model_dump_json())) in seals


def test_what_is_with_the_district_office_is_not_filed_again() -> None:
    past = given(FILING, wf.OPENED, wf.DRAFTED, wf.submitted())
    past.when(wf.submit()).then_raises(Refused, "filing-submitted-already")
    past.when(DRAFT).then_raises(Refused, "filing-submitted-already")


def test_what_is_on_file_stays_as_it_is() -> None:
    past = given(FILING, *ON_FILE, wf.numbered())
    for asked in (DRAFT, wf.submit(), RETURN):
        past.when(asked).then_raises(Refused, "filing-receipted-already", "R115")
    past.when(RECEIPT).then()


def test_there_is_nothing_to_receipt_or_return_before_something_was_filed() -> None:
    for past in ((wf.OPENED,), (wf.OPENED, wf.DRAFTED), (wf.OPENED, wf.DRAFTED, wf.submitted(), wf.RETURNED)):
        given(FILING, *past).when(RECEIPT).then_raises(Refused, "nothing-filed")
        given(FILING, *past).when(RETURN).then_raises(Refused, "nothing-filed")


def test_a_receipt_bears_one_number() -> None:
    past = given(FILING, *ON_FILE).when(NUMBER).then(wf.numbered())
    past.when(NUMBER).then()
    given(FILING, wf.OPENED, wf.DRAFTED, wf.submitted()).when(NUMBER).then()


def test_a_receipt_bears_one_seal_once_it_has_its_number() -> None:
    past = given(FILING, *ON_FILE, wf.numbered()).when(SEAL).then(wf.SEALED)
    past.when(replace(SEAL, seal="another")).then()
    given(FILING, *ON_FILE).when(SEAL).then()
    given(FILING, wf.OPENED, wf.DRAFTED, wf.submitted()).when(SEAL).then()


def test_overdue_is_told_once_and_only_while_nothing_was_filed() -> None:
    given(FILING, wf.OPENED, wf.DRAFTED).when(NOTICE).then(wf.OVERDUE).when(NOTICE).then()
    given(FILING, wf.OPENED, wf.DRAFTED, wf.submitted()).when(NOTICE).then()
    given(FILING).when(NOTICE).then()
