"""The same first day, with the campaign planned, exempted from and published on the pages, as README says first."""

import datetime
import re
from collections.abc import Iterator
from typing import Any  # a form's fields, and a file's

import httpx
import pytest

from deploy.minqing.process import ROOT, wait_until
from shared import clock
from shared.calendar import day_of
from tests.e2e.test_the_first_day import IMPORT, OPEN, PASSWORD, SECTION, VISIT, Day, Form, begun

(STAY,) = re.findall(r"`(STAY=\$\(.*?\))`", SECTION)
(FILE,) = re.findall(r"\[roster\.csv\]\((docs/\S+)\)", SECTION)
SECONDS = 30
_LABEL = re.compile(r'for="(towns-[^"]+)">柳河镇 全部')
_PERSON = re.compile(r'<option value="([^"]+)"[^>]*>李建国')


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    with begun(tmp_path_factory.mktemp("first-day")) as day:
        yield day


class Browser:
    """李建国 before his browser."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, headers={"Origin": url}, follow_redirects=True, timeout=60)
        self.http.headers["Accept-Language"] = "zh"
        self.page = self.http.get("/login").text

    def fills_in(self, path: str, files: Any = None, **typed: str) -> str:
        """Send the page's form that goes there with this typed in; the page that comes."""
        (form,) = re.findall(rf'<form method="post" action="{path}"[^>]*>(.*?)</form>', self.page, re.DOTALL)
        fields = {**Form(form).fields, **typed}
        answer = self.http.post(path, data=fields, files=files)
        assert answer.is_success, answer.text
        self.page = answer.text
        return self.page

    def opens(self, path: str) -> str:
        """A page."""
        self.page = self.http.get(path).raise_for_status().text
        return self.page

    def follows(self, label: str) -> str:
        """Where a link of this text leads."""
        paths = re.findall(rf'<a [^>]*href="([^"]+)"[^>]*>{label}</a>', self.page)
        assert paths, f"no link is called {label}: {self.page}"
        return self.opens(paths[0])


def test_a_campaign_is_walked_by_hand_to_the_first_visit(day: Day) -> None:
    day.chooses_a_password(day.says(OPEN).stdout.strip())
    day.says(IMPORT)
    for name in ("李建国", "王秀英"):
        day.chooses_a_password(day.links()[name])

    walked_by_hand(Browser(day.minqing.url))

    assert wait_until(lambda: day.tries(STAY).returncode == 0, SECONDS)
    day.says(STAY)
    assert re.search(r'"reference": "[0-9A-Z]{5}-[0-9A-Z]{5}"', day.says(VISIT).stdout)


def walked_by_hand(office: Browser) -> None:
    """What README tells 李建国 to do in his browser, page by page."""
    office.fills_in("/login", district="shifan", account="lijianguo", password=PASSWORD)
    office.follows("活动")
    office.follows("排定新活动")
    today = day_of(clock.now())
    begins, ends = today.isoformat(), (today + datetime.timedelta(30)).isoformat()
    (town,) = _LABEL.findall(office.page)
    batch = {"batches.0.begins": begins, "batches.0.ends": ends, "towns": town.removeprefix("towns-")}
    assert "活动已排定。" in office.fills_in("/campaigns/new", name="下基层", begins=begins, ends=ends, **batch)

    office.follows("0 人")
    (here,) = re.findall(r'action="(/campaigns/[^"]+)/exemptions"', office.page)
    (himself,) = _PERSON.findall(office.page)
    exempt = {"person": himself, "reason": "留守值班", "document": "示民〔2026〕1号"}
    assert "已登记不参加。" in office.fills_in(f"{here}/exemptions", **exempt)

    office.opens(here)
    office.follows("编排安排表")
    sheet = ("roster.csv", (ROOT / FILE).read_bytes())
    assert "已读入草稿：1 人，新增 1 相同 0 更改 0。" in office.fills_in(f"{here}/roster/file", {"file": sheet})
    assert "已发布第 1 版。" in office.fills_in(f"{here}/roster/publication")
    office.http.close()
