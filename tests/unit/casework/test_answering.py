from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from services.casework.commands.case import HeldPost, IssueReply, SendBack
from services.casework.decider import CASE
from services.casework.decider.letter import law_of, letter, numeral
from services.casework.decider.limits import proofs
from services.casework.events.case import CaseSigned, ReplyIssued, ResultRecorded
from services.casework.policies import number
from shared.calendar import day_of
from shared.errors import NotFound, Refused
from shared.ids import UnitId
from shared.roles import Role
from shared.testing import given
from shared.testing.names import beijing
from shared.viewer import Viewer
from shared.words import ConcernedUnit, MatterKind
from tests.unit.casework import cast

DRAFTED = (*cast.TO_ACCEPTANCE, cast.RESULT)


def send_back() -> SendBack:
    return SendBack(**cast.asked(cast.LAND_LEADER, "2010-12-04 09:00"), posts=cast.LEADS, reason=cast.sealed("reason"))


def issue(serial: int = 3) -> IssueReply:
    return IssueReply(case=cast.MATTER, at=beijing("2010-12-06 09:00"), serial=serial)


def test_the_named_handler_records_the_result() -> None:
    given(CASE, *cast.TO_ACCEPTANCE).when(cast.result()).then(cast.RESULT)


def test_the_departments_key_records_it_in_the_handlers_place() -> None:
    (event,) = CASE.decide(cast.result(cast.LAND_KEY), cast.after(*cast.TO_ACCEPTANCE))
    assert isinstance(event, ResultRecorded)
    assert (event.by, event.role, event.handler) == (None, Role.DEPARTMENT_KEY, cast.HANDLER)


def test_another_handler_of_the_department_is_not_the_named_one() -> None:
    other = cast.viewer(cast.CLERK, (Role.HANDLER, cast.LAND))
    given(CASE, *cast.TO_ACCEPTANCE).when(cast.result(other)).then_raises(NotFound, "not-found")


def test_there_is_no_result_before_acceptance() -> None:
    given(CASE, cast.OPENED, cast.HANDED_OVER).when(cast.result()).then_raises(NotFound, "not-found")


def test_a_recorded_result_stands_until_it_is_sent_back() -> None:
    given(CASE, *DRAFTED).when(cast.result()).then_raises(Refused, "result-recorded-already")
    given(CASE, *DRAFTED, cast.SENT_BACK).when(cast.result()).then(cast.RESULT)


def test_the_leader_in_charge_signs() -> None:
    given(CASE, *DRAFTED).when(cast.sign()).then(cast.SIGNED)


def test_the_head_signs_too() -> None:
    (event,) = CASE.decide(cast.sign(cast.LAND_HEAD, cast.HEADS), cast.after(*DRAFTED))
    assert isinstance(event, CaseSigned)
    assert (event.letter.signer, event.letter.signer_post) == (cast.HEAD, "head")


def test_the_handler_never_signs_even_as_head() -> None:
    both = cast.viewer(cast.HANDLER, (Role.LEADER, cast.LAND), (Role.HANDLER, cast.LAND))
    given(CASE, *DRAFTED).when(cast.sign(both, cast.HEADS)).then_raises(Refused, "handler-never-signs")


@pytest.mark.parametrize("posts", [(), (HeldPost("head", cast.TRADE),), (HeldPost("deputy", cast.LAND),)])
def test_who_leads_another_unit_or_none_signs_nothing(posts: tuple[HeldPost, ...]) -> None:
    given(CASE, *DRAFTED).when(cast.sign(posts=posts)).then_raises(Refused, "not-a-signing-leader")


@pytest.mark.parametrize("by", [cast.LAND_HANDLER, cast.LAND_CLERK, cast.LAND_KEY, cast.OFFICE])
def test_for_all_but_leaders_there_is_nothing_to_sign(by: Viewer) -> None:
    given(CASE, *DRAFTED).when(cast.sign(by)).then_raises(NotFound, "not-found")


def test_without_a_result_there_is_nothing_to_sign() -> None:
    given(CASE, *cast.TO_ACCEPTANCE).when(cast.sign()).then_raises(Refused, "nothing-to-sign")


def test_what_was_erased_since_is_not_signed_but_sent_back() -> None:
    erased = replace(cast.sign(), erased=True)
    given(CASE, *DRAFTED).when(erased).then_raises(Refused, "result-erased")


def test_signed_twice_is_signed_once() -> None:
    given(CASE, *DRAFTED, cast.SIGNED).when(cast.sign()).then()


def test_who_could_sign_sends_the_result_back_with_a_reason() -> None:
    given(CASE, *DRAFTED).when(send_back()).then(cast.SENT_BACK)


def test_nothing_is_sent_back_once_it_is_signed() -> None:
    given(CASE, *DRAFTED, cast.SIGNED).when(send_back()).then_raises(Refused, "nothing-to-sign")


def test_a_signature_draws_a_number_from_the_units_own_series() -> None:
    ((step, command),) = number(cast.SIGNED, cast.envelope())
    assert step == "draw"
    assert command.stream == f"numbers/{cast.LAND}/reply/2010"


def test_the_reply_is_issued_with_its_number() -> None:
    given(CASE, *DRAFTED, cast.SIGNED).when(issue()).then(cast.ISSUED)


def test_a_reply_is_issued_once() -> None:
    given(CASE, *cast.TO_ISSUE).when(issue(4)).then()


def test_the_letter_names_place_and_field_basis_remedy_and_signer_but_no_petitioner() -> None:
    letter = cast.ISSUED.letter
    assert letter.title == "关于柳塘村土地征用事项的答复"
    assert letter.basis == "《信访条例》（国务院令第431号）第三十三条"
    assert "30日内" in letter.remedy
    assert "第三十四条" in letter.remedy
    assert "示范区人民政府" in letter.remedy
    assert (letter.issuer, letter.signer_name, letter.signer_post) == ("国土分局", "周正", "leader-in-charge")


def test_a_matter_keeps_the_law_in_force_when_it_was_received() -> None:
    assert law_of(beijing("2022-04-30 23:59")).cited == "《信访条例》（国务院令第431号）"
    assert law_of(beijing("2022-05-01 00:00")).cited == "《信访工作条例》"
    assert law_of(beijing("2005-04-30 23:59")).version == "2005"


def test_a_letter_of_2026_cites_the_articles_of_2022() -> None:
    reply = letter(cast.ABOUT_HANDLED, beijing("2026-03-02 09:00"), cast.NAMES, (cast.IN_CHARGE, "head"))
    assert reply.basis == "《信访工作条例》第三十四条"
    assert "30日内，依照《信访工作条例》第三十五条向示范区人民政府请求复查" in reply.remedy


@pytest.mark.parametrize("kind", get_args(MatterKind))
@pytest.mark.parametrize("received", ["2010-12-01 09:00", "2022-04-30 09:00", "2022-05-01 09:00", "2026-03-02 09:00"])
def test_a_letter_cites_a_time_to_conclude_exactly_where_the_matter_has_that_limit(
    kind: MatterKind, received: str
) -> None:
    about = cast.ABOUT_HANDLED.model_copy(update={"kind": kind})
    reply = letter(about, beijing(received), cast.NAMES, (cast.IN_CHARGE, "head"))
    day = day_of(beijing(received))
    limited = "conclude" in [one.name for one in proofs(day, day, day + timedelta(days=15), kind)]
    assert (reply.basis != law_of(beijing(received)).cited) is limited
    assert reply.basis.startswith(law_of(beijing(received)).cited)
    assert "日内，依照" in reply.remedy


def test_a_reply_to_a_suggestion_of_2026_names_the_regulations_without_an_article() -> None:
    about = cast.ABOUT_HANDLED.model_copy(update={"kind": "suggestion"})
    reply = letter(about, beijing("2026-03-02 09:00"), cast.NAMES, (cast.IN_CHARGE, "head"))
    assert reply.basis == "《信访工作条例》"
    assert "依照《信访工作条例》第三十五条" in reply.remedy


@pytest.mark.parametrize(
    ("number", "written"), [(5, "五"), (10, "十"), (15, "十五"), (20, "二十"), (34, "三十四"), (99, "九十九")]
)
def test_articles_are_numbered_as_laws_number_them(number: int, written: str) -> None:
    assert numeral(number) == written


def test_there_are_four_copies_for_the_four_readers() -> None:
    assert [(copy.number, copy.reader, copy.unit or copy.place) for copy in cast.ISSUED.copies] == [
        (1, "office", cast.ACTIVITY),
        (2, "contact-unit", cast.BUREAU),
        (3, "village", cast.VILLAGE),
        (4, "party", None),
    ]


def accusation_signed(against: UnitId = cast.SECTION) -> CaseSigned:
    update = {
        "kind": "accusation",
        "field": None,
        "office": cast.PETITIONS,
        "concerns": (ConcernedUnit(id=against),),
    }
    past = [event.model_copy(update=update) for event in DRAFTED]
    (event,) = CASE.decide(cast.sign(), cast.after(*past))
    assert isinstance(event, CaseSigned)
    return event


def test_of_an_accusation_none_goes_to_the_village_nor_to_the_contact_unit_that_it_concerns() -> None:
    assert [copy.withheld for copy in accusation_signed().copies] == [None, "concerned", "accusation", None]


def test_of_an_accusation_against_somebody_far_from_the_village_none_goes_there_either() -> None:
    copies = accusation_signed(against=cast.TRADE).copies
    assert [copy.withheld for copy in copies] == [None, None, "accusation", None]


def test_accusations_are_numbered_in_a_series_of_their_own() -> None:
    signed = accusation_signed()
    ((_, command),) = number(signed, cast.envelope())
    assert command.stream == f"numbers/{cast.LAND}/accusation-reply/2010"
    past = [event.model_copy(update={"kind": "accusation"}) for event in DRAFTED]
    (event,) = CASE.decide(issue(1), cast.after(*past, signed))
    assert isinstance(event, ReplyIssued)
    assert event.number == "示国土复举〔2010〕1号"
