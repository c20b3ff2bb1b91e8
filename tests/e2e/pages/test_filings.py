"""台账备案: the section drafts, the activity office files, the district office receipts or returns."""

from typing import Any  # answers are JSON

import pytest
from playwright.sync_api import Page, expect

from deploy.minqing.process import wait_until
from tests.e2e.pages.asking import asked, sent, sheets_of, source_of, status_of
from tests.e2e.pages.reading import (
    Device,
    Readers,
    english_left_over,
    every_device,
    is_said,
    press,
    write,
)

HEAD, OFFICE, DISTRICT = "mz-h2", "mz-h1", "qhd-2"
PATIENCE = 30
OF_LINES = "table.rows tbody tr"


def filing(page: Page, act: str = "", place: str = "", **of: str) -> str:
    """The path of a filing that the reader sees, of 2010-12 or as told: one whose turn it is to be drafted, filed …"""
    path = waiting(page, act, place, **of)
    assert path, f"nobody waits for a {act} of this reader"
    return path


def waiting(page: Page, act: str = "", place: str = "", **of: str) -> str:
    """The same, empty where there is none."""
    for one in asked(page, "/filings", **(of or {"period": "2010-12"}))["items"]:
        path = f"/filings/{one['id']}"
        if (not place or one["place_name"] == place) and (not act or act in asked(page, path)["acts"]):
            return path
    return ""


@every_device
@pytest.mark.parametrize("login", [HEAD, OFFICE, DISTRICT, "mz-z1"])
def test_the_list_is_fit_for_whoever_has_one(readers: Readers, device: Device, login: str) -> None:
    page = readers.reader(login, device, "/filings")
    readers.shown(page, f"filings-{login}")
    assert english_left_over(page) == []


@every_device
def test_the_list_is_as_long_as_the_api_says_and_says_why_it_is_empty(readers: Readers, device: Device) -> None:
    page = readers.reader(OFFICE, device, "/filings?period=2010-12")
    assert page.locator(OF_LINES).count() == len(asked(page, "/filings", period="2010-12")["items"]) > 0
    page.goto("/filings?overdue=true")
    readers.shown(page, "filings-none")
    expect(page.locator(".empty")).to_have_text("没有符合条件的备案。")


@every_device
def test_what_is_not_filed_yet_is_fit_for_use(readers: Readers, device: Device) -> None:
    page = readers.reader("mz-h3", device)
    page.goto(filing(page))
    readers.shown(page, "filing-unfiled")
    assert english_left_over(page) == []


@every_device
def test_a_filing_from_draft_to_receipt_by_keyboard_alone(readers: Readers, device: Device) -> None:
    path = filing(readers.reader(HEAD, device), "draft", state="opened")  # of the first month that is not filed yet
    steps = (
        (HEAD, "起草完毕", "已起草，等活动办公室报送。"),
        (OFFICE, "报送备案", "已报送，内容已固定。"),
        (DISTRICT, "出具回执", "已出具回执。"),
    )
    *_, page = [acted(readers.reader(login, device, path), act, said) for login, act, said in steps]
    expect(page.locator("h1")).to_contain_text("已备案")
    readers.shown(page, "filing-receipted")
    page.reload()
    expect(page.locator("h1")).to_contain_text("回执 示备〔2010〕")
    assert page.locator(".act").count() == 0
    is_sealed(page, path)


def acted(page: Page, act: str, said: str) -> Page:
    """The page after an act, which says what was done."""
    press(page, act)
    is_said(page, said)
    return page


def is_sealed(page: Page, path: str) -> None:
    """The receipt's seal is shown, and copied as it is; the receipt is printed on one sheet."""
    seal = sealed(page, path)
    page.reload()
    page.locator("summary", has_text="封签全文").click()
    assert page.locator("details code", has_text="minqing-seal").inner_text() == seal["text"]
    press(page, "回执单（可打印）")
    page.wait_for_url(f"**{path}/paper")
    sheet = page.locator("article.receipt")
    expect(sheet).to_contain_text(f"{seal['hash'][:4]} {seal['hash'][4:8]} ")
    assert sheet.locator("code").inner_text() == seal["text"]
    assert sheets_of(page.pdf()) == 1


def sealed(page: Page, path: str) -> dict[str, Any]:
    """The seal on a receipt, once it is made."""
    found: list[dict[str, Any]] = []

    def made() -> bool:
        found[:] = [seal for seal in (asked(page, path)["receipt"]["seal"],) if seal]
        return bool(found)

    assert wait_until(made, PATIENCE, step=0.2)
    return found[0]


@every_device
def test_a_receipt_is_fit_for_use_and_is_printed_on_one_sheet(readers: Readers, device: Device) -> None:
    page = readers.reader(DISTRICT, device)
    path = next(f"/filings/{one['id']}" for one in asked(page, "/filings", state="receipted")["items"])
    by_chance = sealed(page, path)["text"] + asked(page, path)["versions"][-1]["digest"]
    for tail, name in (("", "filing-sealed"), ("/paper", "filing-receipt")):
        page.goto(path + tail)
        readers.shown(page, name)
        assert [word for word in english_left_over(page) if word not in by_chance] == []
    printed = page.pdf()
    readers.keep("filing-receipt.pdf", printed)
    assert sheets_of(printed) == 1


@every_device
def test_a_filing_is_found_looked_through_and_returned_by_keyboard_alone(readers: Readers, device: Device) -> None:
    page = readers.reader(OFFICE, device)
    path = filing(page, "draft")
    place = asked(page, path)["place_name"]
    page.goto("/filings?period=2010-12")
    press(page, place)
    page.wait_for_url(f"**{path}")
    book = page.locator("#books a").nth(2)
    press(page, book.inner_text())
    page.wait_for_url("**?book=*")
    press(page, "起草完毕")
    is_said(page, "已起草，等活动办公室报送。")
    press(page, "报送备案")
    is_said(page, "已报送，内容已固定。")
    page = readers.reader(DISTRICT, device, path)
    write(page, "理由", "请写明处置情况")
    press(page, "退回补正")
    is_said(page, "已退回补正。")
    expect(page.locator(".panel").first).to_contain_text("请写明处置情况")


@every_device
def test_what_was_corrected_since_stands_beside_what_was_filed(readers: Readers, device: Device) -> None:
    """Filed, corrected by its cadre, returned with a reason, and filed again."""
    head = "mz-h3" if device == "phone" else "mz-h4"
    page = readers.reader(head, device)
    path = filing(page, "draft")
    page.goto(path)
    page.click("text=起草完毕")
    page.wait_for_selector(".notice")
    page = readers.reader(OFFICE, device, path)
    page.click("text=报送备案")
    page.wait_for_selector(".notice")
    expect(page.locator(".choices")).to_contain_text("与现在相比：更正 0 行")
    correct_a_diary(readers, page, path)
    page.goto(path)
    page.click("text=与现在相比：更正 1 行")
    page.wait_for_selector("del")
    readers.shown(page, "filing-corrected")
    expect(page.locator(f"{OF_LINES} ins")).to_have_text("走访后补记：老人怕冷")

    page = readers.reader(DISTRICT, device, path)
    page.click("button:text('退回补正')")
    page.wait_for_selector(".faults")
    page.fill("#reason", "日记请写明处置情况")
    readers.shown(page, "filing-to-return")
    page.click("button:text('退回补正')")
    page.wait_for_selector(".notice")
    readers.shown(page, "filing-returned")
    assert "老人怕冷" not in source_of(page, path + "?book=corrected")
    page = readers.reader(head, device, path)
    expect(page.locator(".panel").first).to_contain_text("日记请写明处置情况")
    page.click("text=起草完毕")
    page.wait_for_selector(".notice")


def correct_a_diary(readers: Readers, page: Page, path: str) -> None:
    """The cadre of a visit in the filed book corrects its diary line."""
    books = asked(page, f"/filings/{path.rpartition('/')[2]}/versions/1")["books"]
    line = next(line for book in books for line in book["lines"] if line["kind"] == "diary")
    visit = asked(page, f"/visits/{line['record']}")
    stay = asked(page, f"/stays/{visit['stay']}")
    login = next(one.code.lower() for one in readers.stage.cast.officials if one.name == stay["person"]["name"])
    body = {"diary": "走访后补记：老人怕冷", "reason": "补充"}
    sent(readers.stage.url, login, f"/visits/{line['record']}/correction", body)


def test_what_another_has_done_meanwhile_is_not_done_again(readers: Readers) -> None:
    page = readers.reader("mz-h5", "desk")
    path = filing(page, "draft")
    page.goto(path)
    other = readers.reader("mz-h5", "desk", path)
    other.click("text=起草完毕")
    other.wait_for_selector(".notice")
    readers.reader(OFFICE, "desk", path).click("text=报送备案")
    page.click("text=起草完毕")
    page.wait_for_selector(".faults")
    readers.shown(page, "filing-stale")


def test_nobody_has_another_ones_buttons(readers: Readers) -> None:
    page = readers.reader("mz-h6", "desk")
    path = filing(page, "draft")
    acts = {"/draft", "/submission", "/receipt", "/return"}
    for login in (OFFICE, DISTRICT, "mz-z1", "mz-d1"):
        reader = readers.reader(login, "desk")
        if status_of(reader, path) == 200:
            source = source_of(reader, path)
            assert {act for act in acts if f"{path}{act}" in source} == set(), login


def test_for_others_there_is_no_such_page(readers: Readers) -> None:
    path = filing(readers.reader("mz-h6", "desk"))
    for login in ("gt-3", "gt-2", "sj-1", "admin", "mz-h2"):
        page = readers.reader(login, "desk")
        assert status_of(page, path) == 404, login
