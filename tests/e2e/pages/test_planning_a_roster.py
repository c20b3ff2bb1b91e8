"""安排表 in a browser: errors by row, versions, the sheet to fill in, and what another office sees of it."""

import csv
import io

from playwright.sync_api import expect

from tests.e2e.pages.asking import asked, status_of
from tests.e2e.pages.planning import CALLED, HEADER, OFFICE, OTHER_OFFICE, WHOLE, Luhe, exempt, planned, read_in
from tests.e2e.pages.reading import Device, Readers, every_device, focused, is_said


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


@every_device
def test_a_long_roster_is_fit_for_use(readers: Readers, device: Device) -> None:
    page = readers.reader("mz-01", device, "/campaigns")
    page.locator("table.rows a").first.click()
    page.wait_for_load_state()
    readers.shown(page, "campaign")
    page.goto(page.evaluate("location.pathname") + "/roster")
    readers.shown(page, "roster")
    assert page.locator("table.rows tbody tr").count() >= 10
