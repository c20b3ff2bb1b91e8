"""期限说明: why is a limit this day? The page says it day by day, to whoever sees the limit."""

import re

import pytest

from shared.testing.people import Official
from tests.component.casework import district as d
from tests.component.gateway.pages.matters.house import HEARD, PETITIONER, Desk, status_of


def rows(text: str) -> list[str]:
    """The lines of days, as they read."""
    found = re.findall(r'<tr role="row">(.*?)</tr>', text.partition('id="days"')[2], re.DOTALL)
    read = [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in found]
    return [row for row in read if row[:2] == "20"]


async def test_the_limit_of_a_matter_leads_to_its_days(desk: Desk) -> None:
    matter = await d.accepted(desk.casework)
    here = f"/matters/{matter}/limits/planned"
    assert f'href="{here}"' in (await desk.opened(d.LAND_HANDLER, f"/matters/{matter}")).text
    text = (await desk.opened(d.LAND_HANDLER, here)).text
    lines = rows(text)
    assert lines[0] == "2010-12-01 周三 工作日 计入 1 活动方案"
    assert lines[3] == "2010-12-04 周六 休息日 计入 4 活动方案"
    assert lines[-1] == "2010-12-15 周三 工作日 计入 · 到期 15 活动方案"
    assert len(lines) == 15
    for said in (
        "活动办理期限",
        "自 2010-11-30 起（当天不计），15 日",
        "办理期限不因休息日顺延。",
        "没有规定日数；由活动办公室设定：15 日，从次日起计。",
    ):
        assert said in text
    assert "R118" not in text
    assert text.count("btn-primary") == 1


async def test_the_plan_and_the_law_lead_to_each_other(desk: Desk) -> None:
    matter = await d.accepted(desk.casework)
    planned = (await desk.opened(d.OFFICE, f"/matters/{matter}/limits/planned")).text
    assert f'href="/matters/{matter}/limits/conclude"' in planned
    text = (await desk.opened(d.OFFICE, f"/matters/{matter}/limits/conclude")).text
    assert f'href="/matters/{matter}/limits/planned"' in text
    for said in (
        "《信访条例》第33条规定：信访事项应当自受理之日起60日内办结",
        "全国 2005 版",
        "参照《民法通则》第154条：",
    ):
        assert said in text
    assert "信访工作条例" not in text
    assert re.findall(r"<summary>(\d{4}-\d\d) ", text) == ["2010-12", "2011-01"]
    assert text.count('<details class="more" open>') == 1
    assert rows(text)[-1] == "2011-01-29 周六 休息日 计入 · 到期 60 第33条"


@pytest.mark.parametrize("who", [d.CADRE, d.TRADE_CLERK, d.VILLAGE_CLERK], ids=lambda who: who.name)
async def test_for_who_does_not_see_the_limit_there_is_no_such_page(desk: Desk, who: Official) -> None:
    matter = await d.accepted(desk.casework)
    for limit in ("planned", "conclude", "review-window"):
        assert status_of(await desk.opened(who, f"/matters/{matter}/limits/{limit}")) == 404


async def test_the_page_tells_nothing_of_what_was_heard(desk: Desk) -> None:
    matter = await d.accepted(desk.casework)
    text = (await desk.opened(d.LAND_CLERK, f"/matters/{matter}/limits/planned")).text
    assert HEARD not in text
    assert PETITIONER not in text


async def test_in_english_the_days_are_said_in_english(desk: Desk) -> None:
    matter = await d.accepted(desk.casework)
    reader = await desk.opened(d.DISTRICT_OFFICE, f"/matters/{matter}")
    reader.http.cookies.set("minqing-language", "en")
    text = (await desk.opened(d.DISTRICT_OFFICE, f"/matters/{matter}/limits/conclude")).text
    assert rows(text)[3] == "2010-12-04 Sat rest day counts 4 Art. 33"
    planned = (await desk.opened(d.DISTRICT_OFFICE, f"/matters/{matter}/limits/planned")).text
    assert "The activity office has set 15 days, counted from the next day." in planned
