"""活动: an activity office plans a campaign, exempts, reads the roster from a file, and publishes it, by hand alone."""

import csv
import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.door import Door
from tests.e2e.pages.asking import asked, status_of
from tests.e2e.pages.planning import (
    CADRE,
    CLERK,
    HEADER,
    OFFICE,
    OTHER_OFFICE,
    WHOLE,
    Luhe,
    exempt,
    fill_in,
    open_luhe,
    planned,
    read_in,
    sheet,
)
from tests.e2e.pages.reading import (
    Device,
    Readers,
    by_keyboard,
    english_left_over,
    every_device,
    focused,
    is_said,
    press,
    tab_to,
    write,
)
from tests.e2e.pages.staging import Staged

CALLED = {"phone": "手机", "desk": "桌面"}
IN_FILES = {"CSV", "XLSX", "person", "name", "batch", "place"}
DAYS = ("2010-11-22", "2010-12-21")


@pytest.fixture(scope="module")
def district(staged_campaign: Staged) -> Iterator[None]:
    """Another district of the installation, in which no campaign is planned yet."""
    door = Door(staged_campaign.url)
    open_luhe(staged_campaign.minqing, door)
    yield
    door.close()


@pytest.fixture
def luhe(district: None, readers: Readers) -> Luhe:
    return Luhe(readers)


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


@every_device
def test_errors_of_a_file_are_told_by_row_and_the_draft_stays_as_it_was(luhe: Luhe, device: Device) -> None:
    page = luhe.page(OFFICE, device)
    path = planned(page, f"名单有误{CALLED[device]}")
    read_in(page, path)
    wrong = HEADER + "MZ-2,王秀英,3,C01\nMZ-3,王秀英,1,C04\nMZ-1,,1,C01\nGT-1,,1,C01\n"
    read_in(page, path, wrong)
    assert "文件有误" in focused(page)
    luhe.readers.shown(page, "roster-errors")
    rows = page.locator("#report table.rows tbody tr")
    expect(rows).to_have_count(7)  # two of MZ-3, and two who are missing
    expect(rows.last).to_contain_text("没有刘卫东（MZ-5）")
    expect(page.locator("h1 .mark.waiting")).to_contain_text("草稿")
    assert len(asked(page, f"{path}/roster")["draft"]) == 4
    page.set_input_files("#file", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\x00"})
    page.click("button:text('读入草稿')")
    expect(page.locator(".faults")).to_contain_text("文件不是 CSV 或 XLSX，请另存后再选。")


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


@every_device
def test_whoever_is_exempt_later_is_taken_off_and_the_next_version_says_what_changed(
    luhe: Luhe, device: Device
) -> None:
    page = luhe.page(OFFICE, device)
    path = planned(page, f"第二版{CALLED[device]}")
    read_in(page, path)
    page.click("button.act")
    is_said(page, "已发布第 1 版。")
    exempt(page, path, "刘卫东 社会救助科")
    page.goto(f"{path}/roster")
    expect(page.locator("#at-home")).to_have_text("已登记不参加，还在表里：1 人")
    luhe.readers.shown(page, "roster-with-an-exempt")
    page.click("button.act")
    is_said(page, "已改草稿。请核对后发布。")
    read_in(page, path, WHOLE.replace("MZ-5,,2,C03\n", "").replace("王秀英,1,C01", "王秀英,2,桃源村"))
    luhe.readers.shown(page, "roster-changed")
    expect(page.locator("table.rows tbody tr", has_text="王秀英")).to_contain_text("原第 1 批 柳塘村")
    expect(page.locator("main")).to_contain_text("与第 1 版相比，不再安排：刘卫东")
    page.click("button.act")
    is_said(page, "已发布第 2 版。")


def test_the_sheet_that_is_downloaded_is_read_as_it_was_filled_in(luhe: Luhe) -> None:
    page = luhe.page(OFFICE, "desk")
    path = planned(page, "下载填表")
    page.goto(f"{path}/roster")
    with page.expect_download() as download:
        page.click("text=下载空表（CSV），参加的干部都在上面")
    lines = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert [(one["person"], one["name"], one["batch"]) for one in lines] == [
        ("MZ-2", "王秀英", ""),
        ("MZ-3", "陈志强", ""),
        ("MZ-4", "赵玉兰", ""),
        ("MZ-5", "刘卫东", ""),
    ]
    filled = HEADER + "".join(f"{one['person']},{one['name']},2,桃源村\n" for one in lines)
    read_in(page, path, filled)
    again = page.request.get(f"{path}/roster.csv").body().decode("utf-8-sig")
    assert again.replace("\r\n", "\n") == filled


def test_another_office_sees_the_campaign_and_can_do_nothing_to_it(luhe: Luhe) -> None:
    page = luhe.page(OFFICE, "desk")
    path = planned(page, "别人的活动")
    read_in(page, path)
    other = luhe.page(OTHER_OFFICE, "desk", path)
    expect(other.locator(".told").first).to_have_text("这项活动由民政局活动办公室安排。")
    assert other.locator("main form").count() == 0
    other.goto(f"{path}/roster")
    expect(other.locator(".empty")).to_have_text("安排表还没有发布。")
    assert "王秀英" not in other.content()
    assert other.locator("main form").count() == 0
    assert status_of(other, f"{path}/exemptions") == status_of(other, f"{path}/roster.csv") == 404


@pytest.mark.parametrize("login", [CADRE, CLERK])
def test_for_others_there_is_no_such_page(luhe: Luhe, login: str) -> None:
    page = luhe.page(login, "desk", "/")
    campaign = asked(page, "/campaigns")["items"]
    known = [f"/campaigns/{campaign[0]['id']}{below}" for below in ("", "/roster", "/exemptions", "/roster.csv")]
    for path in ("/campaigns", "/campaigns/new", *known):
        assert status_of(page, path) == 404, path
    assert 'href="/campaigns"' not in page.content()


@every_device
def test_a_long_roster_is_fit_for_use(readers: Readers, device: Device) -> None:
    page = readers.reader("mz-01", device, "/campaigns")
    page.locator("table.rows a").first.click()
    page.wait_for_load_state()
    readers.shown(page, "campaign")
    page.goto(page.evaluate("location.pathname") + "/roster")
    readers.shown(page, "roster")
    assert page.locator("table.rows tbody tr").count() >= 10
