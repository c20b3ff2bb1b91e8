"""导入: the administrator tries a file, imports that very file, and hands out links for the accounts in it."""

import io
import re
from csv import DictReader

import pytest
from openpyxl import Workbook
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.pages.asking import sheets_of, source_of, status_of
from tests.e2e.pages.reading import (
    Device,
    Readers,
    by_keyboard,
    english_left_over,
    every_device,
    focused,
    press,
    tab_to,
)

UNITS = "code,name,kind,parent\n"


def csv(text: str, name: str = "单位.csv") -> FilePayload:
    """A file as a browser sends it."""
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


def workbook(*rows: tuple[str, ...]) -> FilePayload:
    """The same as XLSX."""
    book, file = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(file)
    return {
        "name": "单位.xlsx",
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "buffer": file.getvalue(),
    }


def tried(page: Page, file: FilePayload, kind: str = "units") -> None:
    """Choose a file, and try it."""
    page.goto("/imports")
    page.select_option("#kind", kind)
    page.set_input_files("#file", file)
    page.click("button:text('试导入')")
    page.wait_for_load_state()


@every_device
def test_the_page_is_fit_for_use(readers: Readers, device: Device) -> None:
    page = readers.reader("admin", device, "/imports")
    readers.shown(page, "imports")
    assert set(english_left_over(page)) <= {"CSV", "XLSX"}


@every_device
def test_all_errors_are_told_by_row_and_take_the_focus(readers: Readers, device: Device) -> None:
    page = readers.reader("admin", device)
    tried(page, csv(UNITS + "A1,,department,\nA2,甲科,section,没有\nA3,乙科,nonsense,\n"))
    readers.shown(page, "imports-errors")
    assert "试导入" in focused(page)
    assert page.locator("table.rows tbody tr").count() >= 3
    expect(page.locator("#report")).to_contain_text("试导入没有写入任何内容")
    assert page.locator("button:text('正式导入')").count() == 0


@every_device
def test_what_is_no_sheet_is_said(readers: Readers, device: Device) -> None:
    page = readers.reader("admin", device)
    picture: FilePayload = {"name": "照片.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"}
    tried(page, picture)
    readers.shown(page, "imports-unreadable")
    expect(page.locator(".faults")).to_contain_text("文件不是 CSV 或 XLSX，请另存后再选。")


@every_device
def test_the_same_file_again_changes_nothing(readers: Readers, device: Device) -> None:
    page = readers.reader("admin", device)
    units = readers.stage.cast.files["units"]
    tried(page, csv(units))
    expect(page.locator("#report")).to_contain_text(f"{units.count(chr(10)) - 1} 行已有，没有变化。")
    readers.shown(page, "imports-same")


@every_device
def test_a_workbook_is_tried_and_imported_without_choosing_it_twice(readers: Readers, device: Device) -> None:
    page = readers.reader("admin", device)
    head = ("code", "name", "kind", "parent")
    tried(page, workbook(head, (f"X-{device}", "水利局", "department", "")))
    readers.shown(page, "imports-tried")
    assert "水利局" not in page.content()
    page.click("button:text('正式导入')")
    page.wait_for_selector(".notice")
    assert focused(page) == "已导入 1 行：新增 1 已有 0 更改 0。"


@every_device
def test_a_file_is_imported_by_keyboard_alone(readers: Readers, device: Device) -> None:
    page = readers.reader("admin", device, "/imports")
    page.set_input_files(
        "#file", csv(UNITS + f"KB-{device},农业局,department,\n")
    )  # the system's own window is no page
    tab_to(page, "试导入")
    by_keyboard(page, "Enter")
    page.wait_for_selector("#report")
    tab_to(page, "正式导入")
    by_keyboard(page, "Enter")
    page.wait_for_selector(".notice")
    assert focused(page).startswith("已导入 1 行：新增 1")


def with_an_account(page: Page, login: str) -> None:
    """Import an account that has no password."""
    tried(page, csv(f"login,person,unit,password,grants\n{login},,QHD,,auditor@QHD\n"), "accounts")
    page.click("button:text('正式导入')")
    expect(page.locator(".notice")).to_contain_text("个账号还没有密码，请生成一次性链接。")


@every_device
def test_links_for_imported_accounts_are_shown_once_on_a_sheet(readers: Readers, device: Device) -> None:
    page = readers.reader("admin", device)
    with_an_account(page, f"sheet-{device}")
    page.click("button:text('生成并显示')")
    page.wait_for_selector("table.rows")
    readers.shown(page, "imports-links")
    row = page.locator("table.rows tbody tr", has_text=f"sheet-{device}").inner_text()
    (link,) = re.findall(r"https?://\S+/link/\S+", row)
    printed = page.pdf()
    readers.keep("imports-links.pdf", printed)
    assert sheets_of(printed) == 1
    page.goto("/imports/links")
    assert page.url.endswith("/imports")
    assert link not in source_of(page, "/imports")


def test_links_are_made_and_printed_by_keyboard_alone(readers: Readers) -> None:
    page = readers.reader("admin", "desk")
    with_an_account(page, "sheet-keyboard")
    press(page, "生成并显示")
    expect(page.locator(".told")).to_be_focused()
    page.evaluate("window.print = () => { document.title = '打印'; }")
    press(page, "打印")
    assert page.title() == "打印"


@every_device
def test_links_are_downloaded_as_a_sheet_and_lead_to_their_account(readers: Readers, device: Device) -> None:
    page = readers.reader("admin", device)
    login = f"file-{device}"
    with_an_account(page, login)
    with page.expect_download() as download:
        page.click("button:text('生成并下载 CSV')")
    sheet = download.value.path().read_text("utf-8-sig")
    (line,) = [line for line in DictReader(io.StringIO(sheet)) if line["账号 account"] == login]
    link = line["一次性链接 one-time link"]
    assert link not in page.content()
    newcomer = readers.anybody(device)
    newcomer.goto(link)
    expect(newcomer.locator("dl.facts")).to_contain_text(line["有效期至 good until"])
    expect(newcomer.locator("dl.facts")).to_contain_text(login)
    readers.shown(page, "imports-after-the-sheet")


@pytest.mark.parametrize("login", ["mz-h1", "gt-3", "qhd-2"])
def test_for_others_there_is_no_such_page(readers: Readers, login: str) -> None:
    page = readers.reader(login, "desk")
    assert status_of(page, "/imports") == status_of(page, "/imports/links") == 404
    assert 'href="/imports"' not in page.request.get("/imports").text()
