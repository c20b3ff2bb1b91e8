"""Packs: each article as it stands in the published text, no two at once, and a matter keeps the one of its day."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.casework.decider.clocks import BOOK, PLANNED, Book, Clock, Counting, Pack, in_force, national, prove
from services.casework.decider.clocks.civil_law import BY_CIVIL_LAW, BY_THE_CIVIL_CODE
from services.casework.decider.clocks.plan import PLAN
from services.casework.decider.clocks.regulations_2005 import REGULATIONS_2005
from services.casework.decider.clocks.regulations_2022 import REGULATIONS_2022
from services.casework.decider.clocks.zhejiang_2016 import ZHEJIANG_2016
from services.casework.decider.limits import proofs
from shared.words import MatterKind
from tests.unit.casework.clocks.counting_for import clock, on, proven, ruled

LAWS: dict[str, dict[str, str]] = json.loads((Path(__file__).parent / "laws.json").read_text(encoding="utf-8"))
"""Of each law the articles that are cited, as they were published."""


def cited(pack: Pack) -> list[tuple[str, str, str]]:
    articles = [term.article for term in pack.terms]
    articles += [term.extension.article for term in pack.terms if term.extension]
    articles += [term.hearing for term in pack.terms if term.hearing]
    for counting in pack.counting:
        articles += [one for one in (counting.start_article, counting.roll_article) if one is not None]
    return [(one.law or pack.title, one.number, one.quote) for one in articles]


CITED = sorted({one for pack in (*BOOK.packs, PLAN) for one in cited(pack)})


@pytest.mark.parametrize(("law", "article", "quote"), CITED, ids=[f"{law} {number}" for law, number, _ in CITED])
def test_every_quotation_stands_in_its_article_word_for_word(law: str, article: str, quote: str) -> None:
    assert quote in LAWS[law][article]


def test_of_a_law_every_article_has_its_number() -> None:
    assert {law for law, article, _ in CITED if not article} == {PLAN.title}
    assert all(article.isdecimal() for _, article, _ in CITED if article)


def test_no_article_is_kept_that_nobody_cites() -> None:
    assert {(law, number) for law, of in LAWS.items() for number in of} == {(law, number) for law, number, _ in CITED}


@given(st.dates(date(2005, 5, 1), date(2100, 1, 1)), st.sampled_from(["CN", "CN-ZJ", "CN-HA"]))
def test_on_each_day_one_national_pack_holds_and_at_most_one_local_before_it(day: date, jurisdiction: str) -> None:
    found = [pack.jurisdiction for pack in in_force(day, jurisdiction)]
    assert found in (["CN"], [jurisdiction, "CN"])


def test_the_regulations_follow_each_other_without_a_gap() -> None:
    assert REGULATIONS_2005.until is not None
    assert REGULATIONS_2005.until + timedelta(days=1) == REGULATIONS_2022.since == date(2022, 5, 1)
    assert in_force(date(2005, 4, 30)) == []


def test_two_packs_of_one_jurisdiction_never_hold_at_once() -> None:
    longer = REGULATIONS_2005.model_copy(update={"until": date(2022, 5, 1)})
    for packs in ((longer, REGULATIONS_2022), (REGULATIONS_2022, REGULATIONS_2022)):
        with pytest.raises(ValidationError, match="hold at once"):
            Book(packs=packs)
    assert Book(packs=(REGULATIONS_2022, ZHEJIANG_2016.model_copy(update={"until": None}))).packs


def test_a_pack_that_names_a_limit_twice_or_ends_before_it_begins_is_none() -> None:
    twice = {**dict(PLAN), "terms": PLAN.terms * 2}
    with pytest.raises(ValidationError, match="twice"):
        Pack(**twice)
    with pytest.raises(ValidationError, match="before it begins"):
        Pack(**{**dict(PLAN), "until": date(2009, 1, 1)})


@pytest.mark.parametrize("counting", [(), BY_CIVIL_LAW[1:], BY_CIVIL_LAW[::-1]])
def test_a_pack_says_of_each_of_its_days_how_to_count(counting: tuple[Counting, ...]) -> None:
    with pytest.raises(ValidationError, match="how to count"):
        Pack(**{**dict(REGULATIONS_2005), "counting": counting})


def test_what_a_local_pack_does_not_name_the_national_one_says() -> None:
    packs = in_force(date(2018, 3, 5), "CN-ZJ")
    assert [pack.id for pack in packs] == ["CN-ZJ/2016", "CN/2005"]
    assert ruled("conclude", packs).term.length == 30
    assert ruled("accept", packs).term.unit == "workdays"
    assert ruled("review-window", packs).pack.id == "CN/2005"
    assert proven(clock("tell", "2018-02-09", packs)).until == on("2018-02-22")  # 02-11 works, 02-15 to 02-21 is off


@pytest.mark.parametrize(
    ("received", "version"), [("2010-12-03", "2005"), ("2022-04-30", "2005"), ("2022-05-01", "2022")]
)
def test_a_matter_keeps_the_pack_of_the_day_it_was_received(received: str, version: str) -> None:
    *_, lawful = proofs(on(received), on("2022-06-10"), on("2022-06-25"), "dispute")
    assert (lawful.name, lawful.basis.version, lawful.until) == ("conclude", version, on("2022-08-09"))


@given(st.dates(date(2010, 1, 1), date(2011, 12, 31)), st.sampled_from(get_args(MatterKind)))
def test_2010_cites_the_regulations_of_2005_alone(received: date, kind: MatterKind) -> None:
    _, lawful = proofs(received, received, received + timedelta(days=15), kind)
    assert {basis.pack for basis in lawful.rests_on} == {one.pack for one in lawful.days} == {"CN/2005"}
    assert {basis.law for basis in lawful.rests_on} == {"信访条例", "民法通则"}


@pytest.mark.parametrize(
    ("received", "accepted", "pack", "laws"),
    [
        ("2020-12-21", "2020-12-31", "CN/2005", {"信访条例", "民法通则"}),
        ("2020-12-21", "2021-01-01", "CN/2005", {"信访条例", "民法典"}),
        ("2021-06-01", "2021-06-01", "CN/2005", {"信访条例", "民法典"}),
        ("2022-04-30", "2022-05-05", "CN/2005", {"信访条例", "民法典"}),
        ("2022-05-01", "2022-05-05", "CN/2022", {"信访工作条例", "民法典"}),
    ],
)
def test_no_repealed_law_counts_what_begins_after_its_end(
    received: str, accepted: str, pack: str, laws: set[str]
) -> None:
    _, lawful = proofs(on(received), on(accepted), on(accepted) + timedelta(days=15), "dispute")
    assert {basis.pack for basis in lawful.rests_on} == {pack}
    assert {basis.law for basis in lawful.rests_on} == laws


def test_a_window_of_2021_under_a_local_pack_and_the_regulations_of_2005_moves_on_by_the_civil_code() -> None:
    packs = in_force(on("2021-06-01"), "CN-ZJ")
    assert {basis.law for basis in proven(clock("tell", "2021-06-01", packs)).rests_on} == {"浙江省信访条例", "民法典"}
    window = proven(clock("review-window", "2021-06-04", packs))
    assert (window.moved_from, window.days[-1].article, window.rests_on[-1].law) == (on("2021-07-04"), "203", "民法典")


def test_the_regulations_of_2022_have_a_last_day_only_for_what_is_asked_of_an_office() -> None:
    day = on("2026-03-10")
    names = {kind: [one.name for one in proofs(day, day, on("2026-03-25"), kind)] for kind in get_args(MatterKind)}
    both = [kind for kind, found in names.items() if found == ["planned", "conclude"]]
    assert sorted(both) == ["dispute", "livelihood"]
    assert all(found == ["planned"] for kind, found in names.items() if kind not in both)


def test_the_plan_is_no_law_and_keeps_the_days_that_it_gave_then() -> None:
    planned = next(iter(proofs(on("2010-11-29"), on("2010-11-30"), on("2010-12-10"), "dispute")))
    assert (planned.name, planned.length, planned.until) == ("planned", 10, on("2010-12-10"))
    assert planned.basis.jurisdiction == "plan"
    assert planned.rests_on == (planned.basis,)
    assert {(one.law, one.article) for one in planned.days} == {("活动方案", "")}
    assert PLAN not in BOOK.packs
    assert prove(Clock(PLANNED, on("2010-11-30")), national()).until == on("2010-12-15")


@pytest.mark.parametrize("pack", [*BOOK.packs, PLAN], ids=lambda pack: pack.id)
def test_no_shipped_pack_rolls_a_duty_nor_counts_the_first_day(pack: Pack) -> None:
    assert all("office" not in one.roll_forward for one in pack.counting)
    assert not any(one.count_start_day for one in pack.counting)


def test_where_a_pack_counts_the_first_day_it_counts() -> None:
    counting = BY_THE_CIVIL_CODE.model_copy(update={"count_start_day": True})
    pack = REGULATIONS_2022.model_copy(update={"counting": (counting,)})
    proof = proven(clock("tell", "2026-03-02", (pack,)))
    assert (proof.start_counted, proof.days[0].day, proof.until) == (True, on("2026-03-02"), on("2026-03-16"))
