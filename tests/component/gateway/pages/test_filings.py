"""台账备案 before a browser without scripts: whose turn it is acts, on the version that was read."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.roles import MAY, Role
from shared.testing.databases import MakeDatabase
from tests.component.gateway.pages.filing_desk import ACTS, AT, PATH, SOMEBODY, Desk, desk_in, line, version
from tests.component.gateway.pages.reader import Reader


@pytest.fixture
async def ledger(make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Desk]:
    """The gateway before one filing."""
    async with desk_in(tmp_path, await make_database("gateway")) as desk:
        yield desk


@pytest.mark.parametrize("step", ACTS)
async def test_only_whose_turn_it_is_gets_the_button_and_acts_on_what_was_read(ledger: Desk, step: str) -> None:
    stage, filing = ledger
    filing.filing(state="submitted", filed=1, versions=[version()], acts=[step])
    reader = await Reader.of(stage, "li", Role.ACTIVITY_OFFICE, SOMEBODY)
    await reader.open(PATH)
    assert {one for one in ACTS if f"{PATH}/{one}" in reader.text} == {step}
    await reader.press(action=f"{PATH}/{step}", reason="请补正")
    body = {"reason": "请补正"} if step == "return" else None
    assert filing.done == [(step, '"5"', body)]


async def test_nothing_is_returned_without_a_reason(ledger: Desk) -> None:
    stage, filing = ledger
    filing.filing(state="submitted", filed=1, versions=[version()], acts=["receipt", "return"])
    reader = await (await Reader.of(stage, "li", Role.DISTRICT_OFFICE, SOMEBODY)).open(PATH)
    await reader.press(action=f"{PATH}/return")
    assert "请写明退回理由" in reader.text
    assert filing.done == []


async def test_the_page_listens_whether_another_has_changed_the_filing(ledger: Desk) -> None:
    reader = await (await Reader.of(ledger[0], "li", Role.SECTION_HEAD, SOMEBODY)).open(PATH)
    assert f'data-live="/live?of={PATH}" data-stale="stale"' in reader.text
    assert f'hidden>此页已有更新 <a href="{PATH}">刷新</a>' in reader.text


async def test_what_another_has_changed_meanwhile_is_said(ledger: Desk) -> None:
    stage, filing = ledger
    filing.filing(acts=["draft"])
    reader = await (await Reader.of(stage, "li", Role.SECTION_HEAD, SOMEBODY)).open(PATH)
    filing.refusal = {"status": 412, "code": "version-conflict", "detail": "别人刚刚改过。"}
    await reader.press(action=f"{PATH}/draft")
    assert "别人刚刚改过。" in reader.text


async def test_a_corrected_line_shows_both_wordings(ledger: Desk) -> None:
    stage, filing = ledger
    filing.filing(state="receipted", filed=1, versions=[version()], number="示备〔2011〕1号")
    filing.changed = [{"before": line("隐患2处"), "after": line("隐患1处")}]
    reader = await Reader.of(stage, "li", Role.ACTIVITY_OFFICE, SOMEBODY)
    await reader.open(PATH + "?book=corrected")
    assert "<del>隐患2处</del>" in reader.text
    assert "<ins>隐患1处</ins>" in reader.text
    assert "与现在相比：更正 1 行" in reader.text
    assert "本月无" in (await reader.open(PATH)).text


async def test_a_line_that_takes_more_than_six_lines_folds(ledger: Desk) -> None:
    stage, filing = ledger
    filing.filing(state="submitted", filed=1, versions=[version()])
    reader = await (await Reader.of(stage, "li", Role.ACTIVITY_OFFICE, SOMEBODY)).open(PATH + "?book=corrected")
    assert "展开全文" not in reader.text
    filing.changed = [{"before": line("隐患2处"), "after": line("隐患1处" * 50)}]
    await reader.open(PATH + "?book=corrected")
    assert '<div class="folded"><details><summary>展开全文</summary></details><p class="text"><span' in reader.text


async def test_an_earlier_version_was_returned_and_the_receipt_is_that_of_the_last(ledger: Desk) -> None:
    stage, filing = ledger
    later = version() | {"version": 2, "receipted_at": AT}
    filing.filing(state="receipted", filed=2, versions=[version(), later], number="示备〔2011〕1号")
    reader = await Reader.of(stage, "li", Role.ACTIVITY_OFFICE, SOMEBODY)
    head = (await reader.open(PATH + "?version=1")).text.partition("</h1>")[0]
    assert "退回补正" in head
    assert "示备〔2011〕1号" not in head
    assert "示备〔2011〕1号" in (await reader.open(PATH)).text.partition("</h1>")[0]


async def test_a_line_has_an_address_of_its_own_in_its_book_alone(ledger: Desk) -> None:
    stage, filing = ledger
    filing.filing(state="receipted", filed=1, versions=[version()], number="示备〔2011〕1号")
    filing.changed = [{"before": line("隐患2处"), "after": line("隐患1处")}]
    reader = await (await Reader.of(stage, "li", Role.ACTIVITY_OFFICE, SOMEBODY)).open(PATH + "?book=stability")
    assert reader.text.count('id="line-1"') == 1
    assert 'id="line-1"' not in (await reader.open(PATH + "?book=corrected")).text


async def test_a_correction_whose_words_are_withheld_is_told_all_the_same(ledger: Desk) -> None:
    stage, filing = ledger
    filing.filing(state="submitted", filed=1, versions=[version()])
    filing.changed = [{"before": line("（不在您的阅读范围）"), "after": line("隐患2处")}]
    reader = await Reader.of(stage, "li", Role.DISTRICT_OFFICE, SOMEBODY)
    await reader.open(PATH + "?book=corrected")
    assert "更正 1 行" in reader.text


@pytest.mark.parametrize(("number", "named"), [("示备〔2011〕1号", "示备〔2011〕1号"), (None, "柳塘村 2010-12")])
async def test_on_paper_the_foot_says_which_filing_it_is(ledger: Desk, number: str | None, named: str) -> None:
    stage, filing = ledger
    filing.filing(state="submitted", filed=1, versions=[version()], number=number)
    reader = await (await Reader.of(stage, "li", Role.ACTIVITY_OFFICE, SOMEBODY)).open(PATH)
    assert f'<p class="paper">{named} · ' in reader.text


OTHERS = sorted(set(Role) - MAY["book.read"] - {Role.OPERATOR, Role.DEPARTMENT_KEY})


@pytest.mark.parametrize("role", OTHERS)
async def test_for_who_reads_no_books_there_is_no_such_page(ledger: Desk, role: Role) -> None:
    reader = await Reader.of(ledger[0], "li", role, SOMEBODY)
    for path in ("/filings", PATH, PATH + "/paper"):
        await reader.open(path)
        assert reader.page is not None
        assert reader.page.status_code == 404
        assert "柳塘村" not in reader.text
        assert 'href="/filings"' not in reader.text
