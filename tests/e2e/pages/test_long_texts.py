"""Long texts and numbers without a break: folded, opened by keyboard, and no wider than a phone."""

import pytest
from playwright.sync_api import Page, expect

from deploy.demo.setting import unit_id
from tests.e2e.pages.acting import CLERK, HANDLER, LEADER, OFFICE, Others
from tests.e2e.pages.asking import own_stay
from tests.e2e.pages.reading import Device, Readers, by_keyboard, every_device, tab_to

UNBROKEN = "1234567890" * 12
LONG = "反映判决三年没有执行，要求说明进展。" * 150 + UNBROKEN
SUBJECT = "判决久未执行要求说明进展并且尽快给予书面答复为盼此致敬礼"


def unfolded(readers: Readers, page: Page, name: str) -> None:
    """It is folded at first; open it, and it is as fit for use."""
    readers.shown(page, f"{name}-folded")
    tab_to(page, "展开全文")
    by_keyboard(page, "Enter")
    expect(page.get_by_text(UNBROKEN).first).to_be_visible()
    readers.shown(page, f"{name}-unfolded")


@every_device
def test_the_words_of_a_matter(readers: Readers, others: Others, device: Device) -> None:
    path = others.heard(words=LONG, subject=SUBJECT)
    page = readers.reader(OFFICE, device, path)
    expect(page.locator("main")).to_contain_text(SUBJECT)
    unfolded(readers, page, "long-words")


@every_device
def test_a_diary_line(readers: Readers, others: Others, device: Device) -> None:
    visit = others.visit(diary=LONG)
    page = readers.reader(others.cadre, device, visit)
    unfolded(readers, page, "long-diary")


@every_device
def test_the_words_of_an_accusation_once_they_are_opened(readers: Readers, others: Others, device: Device) -> None:
    page = readers.reader(HANDLER, device, others.accused(str(unit_id("JM")), words=LONG) + "/identity")
    page.fill("#purpose", "核查反映的情况")
    page.click("button.act")
    page.wait_for_selector(".told")
    unfolded(readers, page, "long-opened-words")


def test_a_text_that_a_desk_shows_whole_and_a_phone_does_not_folds_on_the_phone_alone(
    readers: Readers, others: Others
) -> None:
    visit = others.visit(diary="走访第21户，看望了老人。" * 15)
    shown = ".panel .folded > p"
    desk = readers.reader(others.cadre, "desk", visit, scripts=False)
    whole = desk.locator(shown)
    expect(desk.get_by_text("展开全文")).to_be_hidden()
    assert whole.evaluate("one => one.scrollHeight === one.clientHeight")
    phone = readers.reader(others.cadre, "phone", visit, scripts=False)
    part = phone.locator(shown)
    assert part.evaluate("one => Math.round(one.clientHeight / parseFloat(getComputedStyle(one).lineHeight))") == 6
    phone.get_by_text("展开全文").click()
    assert part.evaluate("one => one.scrollHeight === one.clientHeight")


@every_device
def test_a_letter(readers: Readers, others: Others, device: Device) -> None:
    path = others.accepted()
    finding = {"outcome": "supported", "facts": LONG, "opinion": LONG}
    others.ask(HANDLER, "POST", path + "/result", finding)
    page = readers.reader(LEADER, device, path + "/signature")
    readers.shown(page, "long-letter-to-sign")
    others.sign(path)
    page = readers.reader(CLERK, device, path + "/copies/1")
    expect(page.locator("article.letter")).to_contain_text(UNBROKEN)
    readers.shown(page, "long-letter")


def test_on_paper_nothing_is_folded(readers: Readers, others: Others) -> None:
    page = readers.reader(OFFICE, "desk", others.struck())
    folded = page.locator("ol.thread details ol li").first
    expect(folded).not_to_be_visible()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()


@pytest.mark.parametrize("below", ["/visits", "/records/notes"])
@every_device
def test_what_is_too_long_comes_back_whole(readers: Readers, device: Device, below: str) -> None:
    field, text = {"/visits": "#diary", "/records/notes": "#text"}[below], UNBROKEN * 40
    page = readers.reader("mz-h3", device)
    page.goto(own_stay(page) + below)
    page.fill(field, text)
    page.click("button.act")
    expect(page.locator(".faults")).to_contain_text(f"最多 4000 字，现有 {len(text)} 字。")
    assert page.input_value(field) == text
    page.locator("button.act").scroll_into_view_if_needed()
    readers.shown(page, f"too-long{below.replace('/', '-')}")
