"""Who gets which message (reference campaign: shortfall, reminder, escalation, overdue, returned case and filing)."""

from collections.abc import Iterator
from typing import Any  # parameters of a statement
from uuid import UUID

from services.notify.projections.inbox import INBOXES
from shared.contracts import casework, ledger
from shared.event import Fact
from shared.ids import thing_of
from shared.words import Addressee
from tests.unit.notify import cast


def messages(fact: Fact) -> list[dict[str, Any]]:
    def all_of() -> Iterator[dict[str, Any]]:
        for inbox in INBOXES:
            if type(fact) in inbox.language:
                yield from (dict(row) for _, _, row in inbox.project(fact, cast.envelope()))

    return list(all_of())


def addressed(fact: Fact) -> list[tuple[str, str | None, UUID | None]]:
    return [(row["addressed"], row["post"], row["person"] or row["unit"]) for row in messages(fact)]


def test_a_shortfall_is_told_to_the_cadre_the_section_head_and_the_activity_office() -> None:
    assert addressed(cast.SHORTFALL) == [
        ("person", None, cast.CADRE),
        ("post", "head", cast.SECTION),
        ("office", None, cast.ACTIVITY),
    ]


def test_an_overdue_filing_is_told_to_the_section_head_and_the_district_office() -> None:
    assert addressed(cast.filing()) == [("post", "head", cast.SECTION), ("office", None, cast.DISTRICT)]


def test_a_returned_filing_is_told_to_the_activity_office() -> None:
    assert addressed(cast.filing(ledger.FilingReturned, version=1)) == [("office", None, cast.ACTIVITY)]


def test_a_returned_case_is_told_to_the_office_that_took_it_in() -> None:
    assert addressed(cast.case(casework.CaseReturned)) == [("office", None, cast.ACTIVITY)]


def test_reminders_and_escalations_go_to_whom_casework_names() -> None:
    assert addressed(cast.case(casework.LimitReminded)) == [("person", None, cast.HANDLER)]
    assert addressed(cast.case(casework.CaseEscalated)) == [("post", "leader-in-charge", cast.LAND)]
    top = cast.case(casework.CaseEscalated, level=3, to=Addressee(kind="office", unit=cast.DISTRICT))
    assert addressed(top) == [("office", None, cast.DISTRICT)]


def test_other_facts_are_not_told_inside() -> None:
    silent = (cast.case(), cast.visit(), cast.stay(), cast.matter(), cast.unit_described())
    assert not any(messages(fact) for fact in silent)


def test_a_message_of_an_accusation_says_whom_it_concerns_so_that_they_never_read_it() -> None:
    (message,) = messages(cast.case(casework.CaseEscalated, **cast.ACCUSATION))
    assert message["accusation"]
    assert message["concerns"] == [cast.ACCUSED]


def test_messages_hold_references_and_no_words_of_the_matter() -> None:
    (message,) = messages(cast.case(casework.CaseEscalated))
    assert "征地补偿款未到位" not in str(message)
    assert message["thing"] == cast.MATTER


def test_hearing_a_fact_again_makes_the_same_messages() -> None:
    assert [row["message"] for row in messages(cast.SHORTFALL)] == [
        thing_of(cast.FACT, "message", n) for n in (1, 2, 3)
    ]
