"""事项全程: each reader sees their part of a matter, and nothing else is in the page's source."""

import re

import pytest

from shared.testing.people import Official
from tests.component.casework import district as d
from tests.component.gateway.pages.matters.house import DIARY, FINDING, HEARD, PETITIONER, TELEPHONE, Desk, status_of

ACTS = ("hand-over", "acceptance", "result", "signature", "striking", "identity")


def offered(text: str) -> list[str]:
    """Which acts a page leads to."""
    return [act for act in ACTS if re.search(rf'href="/matters/[^"]*/{act}"', text)]


def steps(text: str) -> list[str]:
    """The steps of the thread as they read: time, what, by whom, of which service."""
    found = re.findall(r'<p class="step">(.*?)</p>', text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", "", step).split()) for step in found]


async def test_the_office_sees_all_of_it_and_its_next_act(desk: Desk) -> None:
    matter = await desk.heard()
    page = await desk.opened(d.OFFICE, f"/matters/{matter}")
    for said in ("柳塘村", "土地征用", "征地补偿款未到位", HEARD, "待梳理", "走访听到", "李建国", "下基层干部", "台账"):
        assert said in page.text
    assert DIARY in page.text
    assert offered(page.text) == ["hand-over", "identity"]
    assert page.text.count("btn-primary") == 1


@pytest.mark.parametrize(
    ("who", "acts"),
    [
        (d.OFFICE, []),
        (d.LAND_CLERK, ["identity"]),
        (d.LAND_HANDLER, ["result", "identity"]),
        (d.LAND_LEADER, ["identity"]),
        (d.SECTION_HEAD, []),
        (d.DISTRICT_OFFICE, []),
        (d.CADRE, ["identity"]),
    ],
    ids=lambda value: value.name if isinstance(value, Official) else "",
)
async def test_each_reader_is_offered_what_is_theirs(desk: Desk, who: Official, acts: list[str]) -> None:
    matter = await d.accepted(desk.casework)
    page = await desk.opened(who, f"/matters/{matter}")
    assert offered(page.text) == acts
    assert PETITIONER not in page.text
    assert TELEPHONE not in page.text


async def test_contact_unit_and_district_office_read_neither_words_nor_reasons(desk: Desk) -> None:
    matter = await desk.heard()
    other = {"to": str(d.unit("经贸局")), "reason": "国土分局正在改制"}
    await desk.casework.done(d.OFFICE, f"/matters/{matter}/hand-over", other)
    assert "国土分局正在改制" in (await desk.opened(d.OFFICE, f"/matters/{matter}")).text
    for who in (d.SECTION_HEAD, d.DISTRICT_OFFICE):
        page = await desk.opened(who, f"/matters/{matter}")
        assert "待受理" in page.text
        assert "经贸局" in page.text
        assert "国土分局正在改制" not in page.text
        assert HEARD not in page.text


async def test_the_diary_is_for_who_may_read_it(desk: Desk) -> None:
    matter = await d.accepted(desk.casework)
    for who, reads in ((d.OFFICE, True), (d.SECTION_HEAD, True), (d.LAND_HANDLER, False), (d.CADRE, False)):
        assert (DIARY in (await desk.opened(who, f"/matters/{matter}")).text) == reads


async def test_the_cadre_reads_what_was_heard_and_nothing_of_its_handling(desk: Desk) -> None:
    matter = await desk.concluded()
    page = await desk.opened(d.CADRE, f"/matters/{matter}")
    assert HEARD in page.text
    for said in ("国土分局", "周文斌", "待签发", "经核实属实", "办结期限", "交办"):
        assert said not in page.text


async def test_on_paper_the_foot_says_which_matter_it_is(desk: Desk) -> None:
    matter = await desk.concluded()
    reference = (await desk.casework.read(d.LAND_HANDLER, f"/matters/{matter}"))["reference"]
    for path in ("", "/identity"):
        page = await desk.opened(d.LAND_HANDLER, f"/matters/{matter}{path}")
        assert f'<p class="paper">{reference} · ' in page.text


async def test_the_village_is_led_to_its_copy_once_there_is_one(desk: Desk) -> None:
    matter = await desk.concluded()
    assert status_of(await desk.opened(d.VILLAGE_CLERK, f"/matters/{matter}")) == 404
    await desk.casework.done(d.LAND_LEADER, f"/matters/{matter}/signature")
    await desk.casework.until(d.OFFICE, f"/matters/{matter}", lambda found: found["state"] == "issued")
    page = await desk.opened(d.VILLAGE_CLERK, f"/matters/{matter}")
    assert f"/matters/{matter}/copies" in page.text
    for said in (HEARD, "周文斌", "经核实属实", "征地补偿款未到位", "〔已封存〕"):
        assert said not in page.text


async def test_what_was_found_is_for_those_inside_and_once_issued_for_the_contact_unit(desk: Desk) -> None:
    matter = await desk.concluded()
    assert FINDING["facts"] in (await desk.opened(d.LAND_LEADER, f"/matters/{matter}")).text
    assert FINDING["facts"] not in (await desk.opened(d.SECTION_HEAD, f"/matters/{matter}")).text
    await desk.casework.done(d.LAND_LEADER, f"/matters/{matter}/signature")
    await desk.casework.until(d.OFFICE, f"/matters/{matter}", lambda found: found["state"] == "issued")
    assert FINDING["facts"] in (await desk.opened(d.SECTION_HEAD, f"/matters/{matter}")).text
    assert FINDING["facts"] not in (await desk.opened(d.DISTRICT_OFFICE, f"/matters/{matter}")).text


async def test_an_accusation_is_there_for_the_petition_office_alone(desk: Desk) -> None:
    accused = {"kind": "accusation", "field": None, "subject": None, "confidentiality": "accusation"}
    matter = await desk.heard(**accused)
    page = await desk.opened(d.PETITION_OFFICE, f"/matters/{matter}")
    assert "检举控告" in page.text
    assert HEARD not in page.text
    assert DIARY not in page.text
    for who in (d.OFFICE, d.SECTION_HEAD, d.DISTRICT_OFFICE, d.VILLAGE_CLERK, d.LAND_CLERK, d.AUDITOR):
        assert status_of(await desk.opened(who, f"/matters/{matter}")) == 404


async def test_another_departments_matter_is_the_same_page_as_none(desk: Desk) -> None:
    matter = await d.accepted(desk.casework)
    unknown = await desk.opened(d.TRADE_CLERK, f"/matters/{d.matter_named('nothing')}")
    said = unknown.text.replace(str(d.matter_named("nothing")), "")
    for act in ("", *(f"/{act}" for act in ACTS)):
        page = await desk.opened(d.TRADE_CLERK, f"/matters/{matter}{act}")
        assert status_of(page) == 404
        assert re.sub(r'name="(to|ticket)" value="[^"]*"', "", page.text) == re.sub(
            r'name="(to|ticket)" value="[^"]*"', "", said
        )


async def test_the_middle_of_a_long_thread_folds(desk: Desk) -> None:
    matter = await desk.served()
    await desk.casework.done(d.OFFICE, f"/matters/{matter}/striking", {"evidence": "四份回证齐全"})
    page = await desk.opened(d.OFFICE, f"/matters/{matter}")
    assert "还有 4 条" in page.text
    for said in ("第 4 份 已送达", "四份回证齐全", "送达有结果 4/4", "已销号"):
        assert said in page.text


async def test_the_line_in_the_book_is_linked_with_the_filing_that_holds_it(desk: Desk) -> None:
    matter = await desk.served()
    await desk.casework.done(d.OFFICE, f"/matters/{matter}/striking", {"evidence": "四份回证齐全"})
    line = {"record": str(matter), "kind": "dispute-resolved", "date": "2010-11-30", "number": 2}
    desk.ledger.books = [{"book": "stability", "lines": [line]}]
    unfiled = steps((await desk.opened(d.OFFICE, f"/matters/{matter}")).text)
    assert re.fullmatch(r"2010-11-30 \d\d:\d\d 入账 稳定账（尚未报送） · 系统按规则 台账", unfiled[-1])
    desk.ledger.filings = [{"id": "f1", "filed": 1, "period": "2010-11"}]
    page = await desk.opened(d.OFFICE, f"/matters/{matter}")
    assert 'href="/filings/f1?book=stability&amp;version=1#line-2"' in page.text
    assert steps(page.text)[-1] == "2010-12-02 09:00 报送备案 2010-11 · 某人 台账"
    assert "/filings/" not in (await desk.opened(d.LAND_HANDLER, f"/matters/{matter}")).text


async def test_who_sees_one_copy_alone_is_not_told_that_all_were_served(desk: Desk) -> None:
    matter = await d.issued(desk.casework)
    await desk.casework.done(d.LAND_CLERK, f"/matters/{matter}/copies/2/service", d.delivery())
    page = await desk.opened(d.SECTION_HEAD, f"/matters/{matter}")
    assert "送达有结果 1/1" in page.text
    assert "已答复" in page.text
    assert "待销号" not in page.text
    assert "四份送达 · 销号 · 入账" in page.text


async def test_every_step_has_its_time_its_actor_and_its_service(desk: Desk) -> None:
    matter = await desk.served()
    found = steps((await desk.opened(d.OFFICE, f"/matters/{matter}")).text)
    assert len(found) > 8
    for step in found:
        assert re.fullmatch(r"2010-\d\d-\d\d \d\d:\d\d .+ · .+ (台账|办件)", step), step
    (issued,) = (step for step in found if "发出书面回复" in step)
    assert issued.endswith(" · 系统按规则 办件")


async def test_how_many_copies_were_served_is_said_where_they_are_still_to_come(desk: Desk) -> None:
    matter = await d.accepted(desk.casework)
    assert "四份送达 0/4 · 销号 · 入账" in (await desk.opened(d.OFFICE, f"/matters/{matter}")).text
    issued = await d.issued(desk.casework, "another")
    await desk.casework.done(d.LAND_CLERK, f"/matters/{issued}/copies/2/service", d.delivery())
    page = await desk.opened(d.OFFICE, f"/matters/{issued}")
    assert f'四份送达 <a href="/matters/{issued}/copies">1/4</a> · 销号' in page.text


async def test_when_every_copy_has_an_outcome_it_waits_to_be_struck_off(desk: Desk) -> None:
    matter = await desk.served()
    assert "待销号" in (await desk.opened(d.OFFICE, f"/matters/{matter}")).text
    (line,) = (await desk.casework.read(d.OFFICE, "/matters"))["items"]
    assert (line["state"], line["served"]) == ("issued", True)
