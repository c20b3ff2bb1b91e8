"""A filing: drafted by its section, filed by the activity office, receipted or returned by the district office."""

from datetime import timedelta

from services.ledger.commands.filing import (
    DraftFiling,
    NoticeOverdue,
    NumberReceipt,
    OpenFiling,
    ReceiptFiling,
    ReturnFiling,
)
from services.ledger.decider.filing import FILING
from services.ledger.events.books import Positions, Reading, digest
from shared.errors import NotFound, Refused, VersionConflict
from shared.testing.scenario import given
from tests.unit.ledger import world as w

DRAFT = w.ask(DraftFiling, w.HEAD, "2010-12-31 16:00")
RECEIPT = w.ask(ReceiptFiling, w.DISTRICT, "2010-12-31 16:30", prefix="示备")
RETURN = w.ask(ReturnFiling, w.DISTRICT, "2011-01-04 09:00", reason=w.sealed("reason", w.FILING_ID))
NOTICE = NoticeOverdue(filing=w.FILING_ID, at=w.beijing("2011-01-01 00:00"))
NUMBER = NumberReceipt(filing=w.FILING_ID, at=w.beijing("2010-12-31 16:30"), serial=7)
ON_FILE = (w.OPENED, w.DRAFTED, w.submitted(), w.receipted())


def test_a_filing_is_opened_with_the_moment_at_which_its_day_has_ended() -> None:
    command = OpenFiling(filing=w.FILING_ID, whose=w.WHOSE, at=w.OPENED.at)
    given(FILING).when(command).then(w.OPENED).when(command).then()


def test_a_due_day_can_be_moved_until_something_was_filed() -> None:
    later = w.WHOSE.model_copy(update={"due": w.DUE + timedelta(days=5)})
    command = OpenFiling(filing=w.FILING_ID, whose=later, at=w.OPENED.at)
    moved = w.OPENED.model_copy(update={"due": later.due, "overdue_at": w.beijing("2011-01-06 00:00")})
    given(FILING, w.OPENED, w.DRAFTED).when(command).then(moved).when(w.submit()).then(
        w.submitted(due=later.due, digest=digest(w.FILING_ID, 1, w.BOOKS))
    )
    given(FILING, w.OPENED, w.DRAFTED, w.submitted()).when(command).then()


def test_another_section_may_take_over_until_the_filing_is_on_file() -> None:
    other = w.WHOSE.model_copy(update={"unit": w.OTHER_SECTION})
    command = OpenFiling(filing=w.FILING_ID, whose=other, at=w.OPENED.at)
    taken_over = w.OPENED.model_copy(update={"unit": w.OTHER_SECTION})
    past = given(FILING, w.OPENED, w.DRAFTED, w.submitted(), w.RETURNED).when(command).then(taken_over)
    past.when(DRAFT).then_raises(NotFound)
    given(FILING, *ON_FILE).when(command).then()


def test_the_way_of_a_filing() -> None:
    past = given(FILING, w.OPENED).when(DRAFT).then(w.DRAFTED).when(w.submit()).then(w.submitted())
    past.when(RECEIPT).then(w.receipted()).when(NUMBER).then(w.numbered())


def test_the_head_of_the_places_section_drafts_and_nobody_else() -> None:
    for other in (w.OTHER_HEAD, w.OFFICE, w.LI, w.DISTRICT):
        given(FILING, w.OPENED).when(w.ask(DraftFiling, other, "2010-12-31 16:00")).then_raises(NotFound)


def test_the_activity_office_files_and_nobody_else() -> None:
    for other in (w.HEAD, w.LI, w.DISTRICT):
        given(FILING, w.OPENED, w.DRAFTED).when(w.submit(by=other)).then_raises(NotFound)


def test_the_district_office_receipts_and_returns_and_nobody_else() -> None:
    past = given(FILING, w.OPENED, w.DRAFTED, w.submitted())
    for other in (w.HEAD, w.OFFICE):
        past.when(w.ask(ReceiptFiling, other, "2010-12-31 16:30", prefix="")).then_raises(NotFound)
        past.when(w.ask(ReturnFiling, other, "2010-12-31 16:30", reason=RETURN.reason)).then_raises(NotFound)


def test_nothing_is_filed_before_the_section_has_drafted_it() -> None:
    given(FILING, w.OPENED).when(w.submit()).then_raises(Refused, "filing-not-drafted", "R115")
    given(FILING).when(w.submit()).then_raises(NotFound)


def test_the_books_of_an_earlier_period_are_filed_first() -> None:
    waiting = w.submit(earlier="2010-11")
    said = given(FILING, w.OPENED, w.DRAFTED).when(waiting).then_raises(Refused, "earlier-filing-waits")
    assert said.details == {"period": "2010-11"}


def test_what_is_filed_on_its_day_is_on_time_and_after_midnight_late() -> None:
    past = given(FILING, w.OPENED, w.DRAFTED)
    past.when(w.submit("2010-12-31 23:59")).then(w.submitted("2010-12-31 23:59"))
    past.when(w.submit("2011-01-01 00:00")).then(w.submitted("2011-01-01 00:00", late=True))


def test_a_filing_returned_is_drafted_again_and_filed_as_the_next_version_on_time_by_version_1() -> None:
    returned = (w.OPENED, w.DRAFTED, w.submitted(), w.RETURNED)
    given(FILING, *returned).when(w.submit()).then_raises(Refused, "filing-not-drafted")
    again = w.submit("2011-01-05 16:00", books=w.REWORDED)
    second = w.submitted("2011-01-05 16:00", 2, books=w.REWORDED)
    given(FILING, *returned, w.DRAFTED).when(again).then(second)


def test_a_later_version_of_a_late_filing_is_late() -> None:
    late = w.submitted("2011-01-02 10:00", late=True)
    again = w.submitted("2011-01-05 16:00", 2, late=True)
    given(FILING, w.OPENED, w.DRAFTED, late, w.RETURNED, w.DRAFTED).when(w.submit("2011-01-05 16:00")).then(again)


def test_a_later_version_holds_the_span_of_version_1() -> None:
    moved = Reading(after=w.BOOKS.after, until=Positions(ledger=99, casework=9), lines=w.BOOKS.lines)
    past = given(FILING, w.OPENED, w.DRAFTED, w.submitted(), w.RETURNED, w.DRAFTED)
    past.when(w.submit("2011-01-05 16:00", books=moved)).then_raises(VersionConflict)


def test_the_digest_is_over_the_frozen_lines_their_span_and_the_version() -> None:
    seals = {
        digest(w.FILING_ID, 1, w.BOOKS),
        digest(w.FILING_ID, 2, w.BOOKS),
        digest(w.FILING_ID, 1, w.REWORDED),
        digest(w.FILING_ID, 1, w.BOOKS.model_copy(update={"lines": ()})),
    }
    assert len(seals) == 4
    assert digest(w.FILING_ID, 1, Reading.model_validate_json(w.BOOKS.model_dump_json())) in seals


def test_what_is_with_the_district_office_is_not_filed_again() -> None:
    past = given(FILING, w.OPENED, w.DRAFTED, w.submitted())
    past.when(w.submit()).then_raises(Refused, "filing-submitted-already")
    past.when(DRAFT).then_raises(Refused, "filing-submitted-already")


def test_what_is_on_file_stays_as_it_is() -> None:
    past = given(FILING, *ON_FILE, w.numbered())
    for asked in (DRAFT, w.submit(), RETURN):
        past.when(asked).then_raises(Refused, "filing-receipted-already", "R115")
    past.when(RECEIPT).then()


def test_there_is_nothing_to_receipt_or_return_before_something_was_filed() -> None:
    for past in ((w.OPENED,), (w.OPENED, w.DRAFTED), (w.OPENED, w.DRAFTED, w.submitted(), w.RETURNED)):
        given(FILING, *past).when(RECEIPT).then_raises(Refused, "nothing-filed")
        given(FILING, *past).when(RETURN).then_raises(Refused, "nothing-filed")


def test_a_receipt_bears_one_number() -> None:
    past = given(FILING, *ON_FILE).when(NUMBER).then(w.numbered())
    past.when(NUMBER).then()
    given(FILING, w.OPENED, w.DRAFTED, w.submitted()).when(NUMBER).then()


def test_overdue_is_told_once_and_only_while_nothing_was_filed() -> None:
    given(FILING, w.OPENED, w.DRAFTED).when(NOTICE).then(w.OVERDUE).when(NOTICE).then()
    given(FILING, w.OPENED, w.DRAFTED, w.submitted()).when(NOTICE).then()
    given(FILING).when(NOTICE).then()
