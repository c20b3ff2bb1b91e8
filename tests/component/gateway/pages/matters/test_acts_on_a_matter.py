"""Each act on a matter as a form: what it needs, what it says, and what becomes of it when another was quicker."""

from typing import Any  # facts are built by name

import pytest

from shared.testing.people import Official
from tests.component.casework import district as d
from tests.component.gateway.pages.matters.house import DIARY, FINDING, HEARD, PETITIONER, Desk, aged, status_of
from tests.component.gateway.pages.reader import form_in

ACCUSED: dict[str, Any] = {"kind": "accusation", "field": None, "subject": None, "confidentiality": "accusation"}


async def handed_over(desk: Desk) -> str:
    """The path of a matter that waits at the land office."""
    matter = await desk.heard()
    await desk.casework.done(d.OFFICE, f"/matters/{matter}/hand-over", {})
    return f"/matters/{matter}"


async def state_of(desk: Desk, path: str, who: Official = d.OFFICE) -> str:
    return str((await desk.casework.read(who, path))["state"])


async def test_the_office_hands_over_to_the_competent_department_and_reads_why(desk: Desk) -> None:
    matter = await desk.heard()
    page = await desk.opened(d.OFFICE, f"/matters/{matter}/hand-over")
    for said in ("土地征用归国土分局办理", "国土分局信访专干", "受理后 15 天"):
        assert said in page.text
    await page.press()
    assert "已交办。" in page.text
    assert "交办→国土分局" in page.text


async def test_to_another_unit_a_reason_is_needed_and_what_was_chosen_stays(desk: Desk) -> None:
    matter = await desk.heard()
    page = await desk.opened(d.OFFICE, f"/matters/{matter}/hand-over")
    await page.press(to=str(d.unit("经贸局")))
    assert "请写明理由" in page.text
    assert form_in(page.text)[1]["to"] == str(d.unit("经贸局"))
    assert await state_of(desk, f"/matters/{matter}") == "opened"
    await page.press(reason="国土分局正在改制")
    assert "交办→经贸局" in page.text
    assert "国土分局正在改制" in page.text


async def test_without_a_competent_department_a_unit_is_chosen(desk: Desk) -> None:
    matter = await d.heard(desk.casework, kind="livelihood", field=None)
    await desk.casework.until(d.OFFICE, f"/matters/{matter}", lambda _: True)
    page = await desk.opened(d.OFFICE, f"/matters/{matter}/hand-over")
    assert "没有归口部门" in page.text
    assert "将告知：所选单位的信访专干。" in page.text
    await page.press()
    assert "还没有设定归口部门" in page.text
    await page.press(to=str(d.unit("国土分局")), reason="涉及宅基地")
    assert "交办→国土分局" in page.text


async def test_a_clerk_accepts_and_names_a_handler_of_the_own_unit(desk: Desk) -> None:
    path = await handed_over(desk)
    page = await desk.opened(d.LAND_CLERK, path + "/acceptance")
    assert "周文斌" in page.text
    assert "经贸经办" not in page.text
    await page.press(action=f"{path}/acceptance", handler=str(d.person("周文斌")))
    assert "已受理，已告知经办人。" in page.text
    assert "还剩 15 天" in page.text


async def test_a_return_needs_its_reason_and_the_office_reads_it(desk: Desk) -> None:
    path = await handed_over(desk)
    page = await desk.opened(d.LAND_CLERK, path + "/acceptance")
    await page.press(action=f"{path}/return")
    assert "请写明退回理由" in page.text
    assert await state_of(desk, path) == "handed-over"
    await page.press(action=f"{path}/return", reason="不属于国土业务")
    assert "已退回，等交办单位重新交办。" in page.text
    assert "不属于国土业务" in (await desk.opened(d.OFFICE, path)).text


async def test_who_comes_second_reads_who_was_first(desk: Desk) -> None:
    path = await handed_over(desk)
    page = await desk.opened(d.LAND_CLERK, path + "/acceptance")
    await desk.casework.done(d.LAND_CLERK, path + "/acceptance", {"handler": str(d.person("周文斌"))})
    await page.press(action=f"{path}/return", reason="不属于国土业务")
    assert status_of(page) == 412
    assert "已由国土专干于 09:00 受理。" in page.text
    assert 'name="reason"' not in page.text
    assert "已由国土专干于 09:00 受理。" in (await desk.opened(d.LAND_CLERK, path + "/acceptance")).text


async def test_a_form_read_before_a_change_comes_back_filled_in_and_says_who_changed_it(desk: Desk) -> None:
    matter = await d.accepted(desk.casework)
    path = f"/matters/{matter}"
    page = await desk.opened(d.LAND_HANDLER, path + "/result")
    own = {"external_ref": "国土信〔2010〕12"}
    await desk.casework.done(d.LAND_CLERK, path + "/external-ref", own, method="PUT")
    await page.press(**FINDING)
    assert status_of(page) == 412
    assert "国土专干刚刚修改了本页。您填的内容还在，请核对后再提交。" in page.text
    assert form_in(page.text)[1]["facts"] == FINDING["facts"]
    assert await state_of(desk, path) == "accepted"
    await page.press()
    assert "办理结果已记录，等领导签发。" in page.text


async def test_a_result_lacks_nothing(desk: Desk) -> None:
    matter = await d.accepted(desk.casework)
    page = await desk.opened(d.LAND_HANDLER, f"/matters/{matter}/result")
    await page.press(facts="经核实属实")
    for said in ("请选择处理结果。", "请写明处理意见。"):
        assert said in page.text
    assert form_in(page.text)[1]["facts"] == "经核实属实"


async def test_a_leader_reads_the_letter_as_it_will_go_out_and_signs_it(desk: Desk) -> None:
    path = f"/matters/{await desk.concluded()}"
    page = await desk.opened(d.LAND_LEADER, path + "/signature")
    for said in ("关于柳塘村土地征用事项的答复", "经核实属实", "限期补发到位", "请求复查", "（签发后编号）"):
        assert said in page.text
    assert page.text.count("✓") == 5
    assert PETITIONER not in page.text
    await page.press(action=f"{path}/signature")
    assert "已签发，正在编号，生成四份。" in page.text


async def test_what_was_sent_back_tells_the_handler_why(desk: Desk) -> None:
    path = f"/matters/{await desk.concluded()}"
    page = await desk.opened(d.LAND_LEADER, path + "/signature")
    await page.press(action=f"{path}/sending-back")
    assert "请写明退回修改的理由" in page.text
    await page.press(action=f"{path}/sending-back", reason="面积没有写明")
    assert "已退回经办人修改。" in page.text
    assert "面积没有写明" in (await desk.opened(d.LAND_HANDLER, path + "/result")).text


async def test_a_second_leader_reads_who_has_signed(desk: Desk) -> None:
    path = f"/matters/{await desk.concluded()}"
    page = await desk.opened(d.LAND_HEAD, path + "/signature")
    await desk.casework.done(d.LAND_LEADER, path + "/signature")
    await page.press(action=f"{path}/signature")
    assert "已由国土副局长签发。" in page.text


async def test_the_office_strikes_off_what_was_served(desk: Desk) -> None:
    path = f"/matters/{await desk.served()}"
    page = await desk.opened(d.OFFICE, path + "/striking")
    assert page.text.count("已送达") == 4
    await page.press()
    assert "请写明办结的依据" in page.text
    await page.press(evidence="四份回证齐全")
    assert "已销号。当事人申请复查的权利不受影响。" in page.text
    assert await state_of(desk, path) == "struck"


async def test_while_a_copy_has_no_outcome_it_is_said_which(desk: Desk) -> None:
    matter = await d.issued(desk.casework)
    for n in (1, 2, 4):
        await desk.casework.done(d.LAND_CLERK, f"/matters/{matter}/copies/{n}/service", d.delivery())
    page = await desk.opened(d.OFFICE, f"/matters/{matter}/striking")
    assert "还有 1 份（村（居））没有送达结果，不能销号。请先登记送达。" in page.text
    assert "<textarea" not in page.text


@pytest.mark.parametrize("who", [d.SECTION_HEAD, d.DISTRICT_OFFICE, d.CADRE], ids=lambda who: who.name)
async def test_who_looks_on_finds_no_act(desk: Desk, who: Official) -> None:
    path = f"/matters/{await desk.served()}"
    for act in ("hand-over", "acceptance", "result", "signature", "striking"):
        assert status_of(await desk.opened(who, f"{path}/{act}")) == 404


async def test_an_identity_is_opened_for_a_purpose_shown_once_and_recorded(desk: Desk) -> None:
    matter = await d.accepted(desk.casework)
    path = f"/matters/{matter}/identity"
    page = await desk.opened(d.LAND_HANDLER, path)
    assert "本次查看将记入审计" in page.text
    await page.press()
    assert "请写明用途" in page.text
    assert desk.casework.opener.opened == []
    await page.press(purpose="核实补偿面积")
    assert page.page is not None
    assert PETITIONER in page.text
    assert page.page.headers["cache-control"] == "no-store"
    assert [(one.purpose, one.matter) for one in desk.casework.opener.opened] == [("核实补偿面积", matter)]
    assert PETITIONER not in (await page.open(path)).text
    assert PETITIONER not in (await page.open(f"/matters/{matter}")).text


async def test_a_form_that_a_browser_sends_again_later_opens_nothing_until_it_is_recorded_anew(desk: Desk) -> None:
    matter = await d.accepted(desk.casework)
    page = await desk.opened(d.LAND_HANDLER, f"/matters/{matter}/identity")
    path, form = form_in(page.text)
    await page.press(purpose="核实补偿面积")
    later = {**form, "purpose": "核实补偿面积", "ticket": aged(desk, form["ticket"])}
    page.page = await page.http.post(path, data=later)
    assert PETITIONER not in page.text
    assert "打开这张表已有一段时间" in page.text
    assert len(desk.casework.opener.opened) == 1
    await page.press()
    assert PETITIONER in page.text
    assert [one.purpose for one in desk.casework.opener.opened] == ["核实补偿面积"] * 2


async def test_an_accusations_words_open_with_the_identity_alone(desk: Desk) -> None:
    matter = await desk.heard(**ACCUSED)
    page = await desk.opened(d.PETITION_OFFICE, f"/matters/{matter}/hand-over")
    assert HEARD not in page.text
    assert DIARY not in page.text
    await page.open(f"/matters/{matter}/identity")
    await page.press(purpose="转纪委前核对")
    assert HEARD in page.text


@pytest.mark.parametrize("who", [d.SECTION_HEAD, d.DISTRICT_OFFICE, d.OFFICE], ids=lambda who: who.name)
async def test_no_identity_is_opened_by_who_may_not(desk: Desk, who: Official) -> None:
    matter = await d.accepted(desk.casework)
    assert status_of(await desk.opened(who, f"/matters/{matter}/identity")) == 404


async def test_before_there_is_a_result_nothing_waits_to_be_signed(desk: Desk) -> None:
    page = await desk.opened(d.LAND_LEADER, f"/matters/{await d.accepted(desk.casework)}/signature")
    assert "没有待签发的文书。" in page.text
    assert 'action="/matters' not in page.text


@pytest.mark.parametrize(
    ("changed", "office", "reader"),
    [
        ({}, d.OFFICE, "活动办公室"),
        (ACCUSED, d.PETITION_OFFICE, "信访局"),
    ],
    ids=["of a campaign", "an accusation"],
)
async def test_who_returns_a_matter_is_told_which_office_reads_why(
    desk: Desk, changed: dict[str, Any], office: Official, reader: str
) -> None:
    matter = await desk.heard(**changed)
    await desk.casework.until(office, f"/matters/{matter}", lambda _: True)
    other = {"to": str(d.unit("国土分局")), "reason": "请核查"} if changed else {}
    await desk.casework.done(office, f"/matters/{matter}/hand-over", other)
    page = await desk.opened(d.LAND_CLERK, f"/matters/{matter}/return")
    assert f">{reader}会看到。<" in page.text
    await page.press(action=f"/matters/{matter}/return")
    assert f"请写明退回理由，{reader}会看到。" in page.text
