"""活动: an activity office plans a campaign, exempts, reads the roster from a file, and publishes it, by hand alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages.asking import asked, status_of
from tests.e2e.pages.planning import (
    CADRE,
    CALLED,
    CLERK,
    HEADER,
    OFFICE,
    Luhe,
    fill_in,
    planned,
    read_in,
    sheet,
)
from tests.e2e.pages.reading import (
    Device,
    by_keyboard,
    english_left_over,
    every_device,
    is_said,
    press,
    tab_to,
    write,
)

IN_FILES = {"CSV", "XLSX", "person", "name", "batch", "place"}
DAYS = ("2010-11-22", "2010-12-21")


@every_device
def test_before_the_first_campaign_the_page_says_what_comes_next(luhe: Luhe, device: Device) -> None:
    page = luhe.page(OFFICE, device)
    expect(page.locator(".empty")).to_have_text("还没有活动。排定活动、发布安排表之后，干部才能进村。")
    luhe.readers.shown(page, "campaigns-empty")
    assert english_left_over(page) == []
    page.click("text=排定新活动")
    page.wait_for_url("**/campaigns/new")
    luhe.readers.shown(page, "campaign-plan")
    assert english_left_over(page) == []


@every_device
def test_what_is_to_be_mended_is_said_at_its_field_and_nothing_typed_is_lost(luhe: Luhe, device: Device) -> None:
    page = luhe.page(OFFICE, device)
    fill_in(page)
    page.fill("#name", "")
    page.fill("[id='batches.1.ends']", "")
    page.click("button.act")
    expect(page.locator(".faults li")).to_have_text(["请填写活动名称。", "请填写这一批的最后一天。"])
    assert "有 2 处需要修改" in page.inner_text(".faults")
    luhe.readers.shown(page, "campaign-plan-faults")
    assert page.input_value("[id='batches.1.begins']") == "2010-12-22"
    assert page.input_value("[id='filings.2.due']") == "2011-01-31"
    assert page.get_by_label("青山社区").is_checked()
    page.fill("#name", "下基层")
    page.fill("[id='batches.1.ends']", "2011-02-20")
    page.click("button.act")
    expect(page.locator(".faults li")).to_have_text(["批次要在活动期内（2010-11-22 至 2011-01-20）。"])
    assert page.get_by_label("柳河镇 全部 2 个村（社区）").is_checked()


@every_device
def test_a_campaign_is_planned_read_in_and_published(luhe: Luhe, device: Device) -> None:
    page = luhe.page(OFFICE, device)
    path = planned(page, f"下基层{CALLED[device]}")
    luhe.readers.shown(page, "campaign-exemptions")
    page.goto(path)
    luhe.readers.shown(page, "campaign-planned")
    assert english_left_over(page) == []
    page.click("text=编排安排表")
    page.wait_for_url(f"**{path}/roster")
    luhe.readers.shown(page, "roster-empty")
    assert set(english_left_over(page)) <= IN_FILES
    read_in(page, path)
    expect(page.locator(".notice")).to_have_text("已读入草稿：4 人，新增 4 相同 0 更改 0。请核对后发布。")
    luhe.readers.shown(page, "roster-drafted")
    page.click("button.act")
    expect(page.locator(".notice")).to_have_text("已发布第 1 版。")
    luhe.readers.shown(page, "roster-published")
    row = page.locator("table.rows tbody tr", has_text="陈志强")
    for said in ("2", "柳塘村", "绿河民政局", "基层政权科"):
        expect(row).to_contain_text(said)
    page.goto(path)
    luhe.readers.shown(page, "campaign-published")
    page.goto("/campaigns")
    luhe.readers.shown(page, "campaigns")


def write_day(page: Page, label: str, day: str) -> None:
    """Go by Tab to a day's field, and type it in the order of the browser's own language."""
    tab_to(page, label)
    year, month, on = day.split("-")
    by_keyboard(page, month, on, year)
    assert page.evaluate("document.activeElement.value") == day, "this browser has days in another order"


def test_a_campaign_is_planned_by_keyboard_alone(luhe: Luhe) -> None:
    page = luhe.page(OFFICE, "desk", "/campaigns/new")
    write(page, "活动名称", "键盘下基层")
    for label, day in (
        ("第一天", DAYS[0]),
        ("最后一天", DAYS[1]),
        ("这一批第一天", DAYS[0]),
        ("这一批最后一天", DAYS[1]),
    ):
        write_day(page, label, day)
    tab_to(page, "青山街道 全部 2 个村（社区）")
    by_keyboard(page, "Space")
    press(page, "排定活动")
    is_said(page, "活动已排定。接下来登记不参加的干部，再编排安排表。")
    path = page.evaluate("location.pathname")
    for down, name in ((1, "李建国"), (2, "陈志强")):
        page.goto(f"{path}/exemptions")
        tab_to(page, "干部")
        by_keyboard(page, *["ArrowDown"] * down)
        assert name in page.inner_text("#person option:checked")
        write(page, "理由", "留守值班")
        write(page, "依据文件", "绿民〔2010〕1号")
        press(page, "登记不参加")
        is_said(page, "已登记不参加。")
    press(page, "去编排安排表")
    page.wait_for_url("**/roster")
    page.set_input_files("#file", sheet(HEADER + "MZ-2,,1,C03\nMZ-4,,1,C04\nMZ-5,,1,C03\n"))  # the system's own window
    press(page, "读入草稿")
    page.wait_for_selector(".notice")
    press(page, "只安排或更改一人")
    write(page, "干部", "ArrowDown")
    write(page, "批次", "ArrowDown")
    write(page, "地点", "ArrowDown")
    by_keyboard(page, "ArrowDown")
    press(page, "改入草稿")
    is_said(page, "已改草稿。请核对后发布。")
    press(page, "发布第 1 版")
    is_said(page, "已发布第 1 版。")
    entries = {one["person_name"]: one["place_name"] for one in asked(page, f"{path}/roster")["entries"]}
    assert entries == {"王秀英": "松岭社区", "赵玉兰": "松岭社区", "刘卫东": "青山社区"}


@pytest.mark.parametrize("login", [CADRE, CLERK])
def test_for_others_there_is_no_such_page(luhe: Luhe, login: str) -> None:
    campaign = planned(luhe.page(OFFICE, "desk"), f"没有权限 {login}")
    page = luhe.page(login, "desk", "/")
    known = [campaign + below for below in ("", "/roster", "/exemptions", "/roster.csv")]
    for path in ("/campaigns", "/campaigns/new", *known):
        assert status_of(page, path) == 404, path
    assert 'href="/campaigns"' not in page.content()
