"""书面回复 · 送达回证 before casework itself: each role has its own copies, and nothing else in the page's source."""

import pytest

from shared.testing.people import Official
from tests.component.casework import district as d
from tests.component.gateway.pages.matters.house import FINDING, PETITIONER, TELEPHONE, Desk, status_of

SERVING = "/service"


async def test_who_serves_says_what_became_of_each_copy(desk: Desk) -> None:
    path = f"/matters/{await d.issued(desk.casework)}/copies"
    for who in (d.LAND_HANDLER, d.LAND_CLERK):
        page = await desk.opened(who, path)
        assert [f"{path}/{n}/service" in page.text for n in (1, 2, 3, 4)] == [True] * 4
        assert page.text.count("btn-primary") == 1
    page = await desk.opened(d.LAND_CLERK, path + "/3/service")
    await page.press(result="refused", to="村委会", witness="陈支书", time="08:50")
    assert "已登记第 3 份的送达结果。" in page.text
    assert "见证人 陈…" in page.text
    assert "陈支书" not in page.text
    assert f"{path}/3/service" not in page.text
    (copy,) = [one for one in (await desk.casework.read(d.LAND_CLERK, path))["items"] if one["number"] == 3]
    assert (copy["served_at"], copy["details"]["witness"]) == ("2010-11-30T00:50:00Z", "陈支书")


async def test_the_pages_listen_whether_another_has_entered_something(desk: Desk) -> None:
    path = f"/matters/{await d.issued(desk.casework)}/copies"
    for below in ("", "/1", "/4"):
        assert f'data-live="/live?of={path}" data-stale="stale"' in (await desk.opened(d.LAND_CLERK, path + below)).text
    page = await desk.opened(d.LAND_CLERK, path + "/4")
    await page.press(action=f"{path}/4/opening", purpose="归档", letter="yes")
    assert PETITIONER in page.text
    assert "data-stale" not in page.text


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({}, "请选择送达结果。"),
        ({"result": "refused"}, "拒收须有见证人"),
        ({"result": "returned"}, "退回须写明原因。"),
        ({"result": "served", "to": ""}, "请填写收件人。"),
        ({"result": "served", "at": "昨天"}, "请填写送达的日期和时间"),
        ({"result": "served", "at": "2010-12-30"}, "送达时间不能晚于现在。"),
    ],
    ids=str,
)
async def test_what_is_missing_is_said_and_what_was_typed_stays(desk: Desk, typed: dict[str, str], fault: str) -> None:
    path = f"/matters/{await d.issued(desk.casework)}/copies"
    page = await desk.opened(d.LAND_HANDLER, path + "/1/service")
    await page.press(**{"to": "王小明", "by": "周文斌甲", "how": "post", **typed})
    assert fault in page.text
    assert 'value="周文斌甲"' in page.text
    assert (await desk.casework.read(d.LAND_HANDLER, path))["items"][0]["result"] is None


async def test_a_copy_that_came_back_is_sent_again(desk: Desk) -> None:
    path = f"/matters/{await d.issued(desk.casework)}/copies"
    await desk.casework.done(d.LAND_CLERK, path + "/2/service", d.delivery(result="returned", reason="地址不详"))
    page = await desk.opened(d.LAND_CLERK, path)
    assert f"{path}/2/service" in page.text
    assert "退回" in page.text
    assert "地址不详" in (await desk.opened(d.LAND_CLERK, path + "/2")).text


async def test_what_another_has_entered_meanwhile_is_said(desk: Desk) -> None:
    path = f"/matters/{await d.issued(desk.casework)}/copies"
    page = await desk.opened(d.LAND_HANDLER, path + "/1/service")
    await desk.casework.done(d.LAND_CLERK, path + "/1/service", d.delivery())
    await page.press(result="served", to="王小明")
    assert "已经登记过送达结果" in page.text
    assert 'value="王小明"' in page.text
    assert status_of(await desk.opened(d.LAND_HANDLER, path + "/1/service")) == 404


READERS = {
    d.LAND_LEADER: {1, 2, 3, 4},
    d.OFFICE: {1, 2, 3, 4},
    d.SECTION_HEAD: {2},
    d.VILLAGE_CLERK: {3},
}


@pytest.mark.parametrize("who", READERS, ids=lambda who: who.name)
async def test_a_reader_has_their_own_copies_and_serves_none(desk: Desk, who: Official) -> None:
    path = f"/matters/{await d.issued(desk.casework)}/copies"
    await desk.casework.done(d.LAND_CLERK, path + "/1/service", d.delivery())
    page = await desk.opened(who, path)
    assert {n for n in (1, 2, 3, 4) if f"第 {n} 份 共 4 份" in page.text} == READERS[who]
    assert SERVING not in page.text
    for n in (1, 2, 3, 4):
        own = n in READERS[who]
        assert status_of(await desk.opened(who, f"{path}/{n}")) == (200 if own else 404)
        assert status_of(await desk.opened(who, f"{path}/{n}/service")) == 404


OTHERS = (d.CADRE, d.DISTRICT_OFFICE, d.PETITION_OFFICE, d.TRADE_CLERK)


@pytest.mark.parametrize("who", OTHERS, ids=lambda who: who.name)
async def test_for_others_there_is_no_such_page(desk: Desk, who: Official) -> None:
    path = f"/matters/{await d.issued(desk.casework)}/copies"
    for tail in ("", "/1", "/4", "/1/service", "/1/receipt"):
        page = await desk.opened(who, path + tail)
        assert status_of(page) == 404
        assert "没有这一页，或不在您的权限内。" in page.text


async def test_the_village_reads_the_opinion_and_nothing_of_the_facts(desk: Desk) -> None:
    path = f"/matters/{await d.issued(desk.casework)}/copies/3"
    page = await desk.opened(d.VILLAGE_CLERK, path)
    assert FINDING["opinion"] in page.text
    for hidden in (FINDING["facts"], "征地补偿款未到位", "周文斌", PETITIONER, "/receipt", "/opening"):
        assert hidden not in page.text


@pytest.mark.parametrize("who", [d.LAND_HANDLER, d.LAND_CLERK, d.LAND_LEADER], ids=lambda who: who.name)
async def test_the_party_is_named_for_a_purpose_once(desk: Desk, who: Official) -> None:
    path = f"/matters/{await d.issued(desk.casework)}/copies/4"
    await desk.casework.done(d.LAND_CLERK, path + "/service", d.delivery(to=PETITIONER))
    page = await desk.opened(who, path)
    assert PETITIONER not in page.text
    await page.press(letter="yes")
    assert "请写明用途。" in page.text
    assert desk.casework.opener.opened == []
    await page.press(action=path + "/opening", purpose="归档", letter="yes")
    assert PETITIONER in page.text
    assert TELEPHONE not in page.text
    assert page.page is not None
    assert page.page.headers["Cache-Control"] == "no-store"
    assert [one.purpose for one in desk.casework.opener.opened] == ["归档"]
    for tail in ("", "/opening", "/service"):
        assert PETITIONER not in (await desk.opened(who, path + tail)).text
    assert PETITIONER not in (await desk.opened(who, path.removesuffix("/4"))).text


async def test_the_partys_receipt_is_an_opening_too(desk: Desk) -> None:
    path = f"/matters/{await d.issued(desk.casework)}/copies/4"
    await desk.casework.done(d.LAND_CLERK, path + "/service", d.delivery(to=PETITIONER))
    assert status_of(await desk.opened(d.LAND_HANDLER, path + "/receipt")) == 404
    page = await desk.opened(d.LAND_HANDLER, path)
    await page.press(purpose="归档", receipt="yes")
    assert "送达回证" in page.text
    assert page.text.count(PETITIONER) == 2
    assert len(desk.casework.opener.opened) == 1


async def test_the_office_opens_nothing_any_more(desk: Desk) -> None:
    path = f"/matters/{await d.issued(desk.casework)}/copies/4"
    page = await desk.opened(d.OFFICE, path)
    assert "当事人" in page.text
    assert "/opening" not in page.text
    assert "用途" not in page.text


async def test_before_the_signature_there_is_nothing_to_serve(desk: Desk) -> None:
    page = await desk.opened(d.LAND_CLERK, f"/matters/{await desk.concluded()}/copies")
    assert "尚未签发，没有可送达的文书。" in page.text
