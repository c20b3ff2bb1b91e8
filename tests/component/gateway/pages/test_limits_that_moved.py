"""期限说明 of limits that were extended or suspended, moved on from a rest day, or wait for a notice."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any  # answers are JSON

import pytest_asyncio

from services.casework.decider.clocks import national
from services.casework.decider.clocks.counting import Clock
from services.casework.decider.clocks.regulations_2022 import REGULATIONS_2022
from shared.roles import Role
from shared.testing.databases import MakeDatabase
from tests.component.gateway.pages.matters.test_why_this_day import rows
from tests.component.gateway.pages.town import CASE, Town, town_in, turn
from tests.unit.casework.clocks.counting_for import APPRAISAL, clock, extended, proven


@pytest_asyncio.fixture
async def town(tmp_path: Path, make_database: MakeDatabase) -> AsyncIterator[Town]:
    async with town_in(tmp_path, await make_database("gateway")) as made:
        yield made


async def page_of(town: Town, running: Clock, language: str = "zh") -> str:
    """The page of a limit, as its proof is answered."""
    proof = proven(running).model_dump(mode="json")
    same: dict[str, Any] = {name: proof[name] for name in ("name", "until", "before_extension", "provisional", "basis")}
    limit = {**same, "planned": False, "ended_at": None, "overdue": False, "proof": proof}
    town.services["casework"].answers |= {
        f"/matters/{CASE}": turn("", "accepted"),
        f"/matters/{CASE}/limits": {"items": [limit], "next": None},
        f"/matters/{CASE}/limits/{proof['name']}": limit,
    }
    reader = await town.read(Role.CLERK, here := f"/matters/{CASE}/limits/{proof['name']}")
    reader.http.cookies.set("minqing-language", language)
    return (await reader.open(here)).text


async def test_of_an_extended_one_the_earlier_day_is_struck_and_it_is_no_delay(town: Town) -> None:
    text = await page_of(town, extended(clock("conclude", "2026-03-16")))
    assert '<del><time datetime="2026-05-15">2026-05-15</time></del>' in text
    for said in ("已依法延期，不算超期", "延期 30 日", "计入（延期） · 到期", "2026-06-14"):
        assert said in text


async def test_suspended_days_say_so_and_by_which_article(town: Town) -> None:
    text = await page_of(town, replace(clock("conclude", "2026-01-20"), pauses=(APPRAISAL,)))
    assert text.count("不计（暂停）") == 17
    assert "《某省信访办法》第9条规定：鉴定期间不计入办理期限" in text


async def test_a_window_says_from_which_day_it_moved_on(town: Town) -> None:
    text = await page_of(town, clock("review-window", "2026-04-30"))
    for said in ("最后一天是休息日的，顺延到下一个工作日。", "不计（顺延） · 到期", "参照《民法典》第203条"):
        assert said in text
    assert rows(text)[-3:] == [
        "2026-05-30 周六 休息日 计入 30 第35条",
        "2026-05-31 周日 休息日 不计（顺延） – 《民法典》第203条",
        "2026-06-01 周一 工作日 不计（顺延） · 到期 – 《民法典》第203条",
    ]


async def test_a_day_that_is_read_in_two_ways_is_named_and_its_year_is_not_called_unannounced(town: Town) -> None:
    running = clock("object", "2005-12-28", (REGULATIONS_2022,))
    assert date(2005, 12, 31) in national().disputed
    text = await page_of(town, running)
    assert "2005-12-31 是否上班，各日历说法不一，日期可能变动。" in text
    assert "年放假安排未公布" not in text
    text = await page_of(town, running, "en")
    assert "Calendars differ on whether offices work on 2005-12-31; the day may change." in text
    assert "not announced yet; the day" not in text


async def test_what_waits_for_a_notice_says_for_which_year(town: Town) -> None:
    unannounced = max(national().years) + 1
    text = await page_of(town, clock("object", date(unannounced - 1, 12, 28).isoformat()))
    assert f"{unannounced} 年放假安排未公布，日期可能变动。" in text
    assert "（暂定）" in text
    assert "各日历说法不一，日期可能变动" not in text
    assert "年放假安排未公布" not in await page_of(town, clock("object", "2026-02-11"))
