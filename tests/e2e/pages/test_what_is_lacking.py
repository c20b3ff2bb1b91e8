"""Forms that lack something, and an act before its turn: the page says what to do, and is as fit for use."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages.acting import HANDLER, OFFICE, Others
from tests.e2e.pages.asking import own_stay
from tests.e2e.pages.reading import Device, Readers, english_left_over, every_device, focused


def sent_empty(readers: Readers, page: Page, name: str) -> None:
    """Press the form's button; what is missing is said on top, with a link to its field."""
    page.click("button.act")
    page.wait_for_selector(".faults")
    assert focused(page).startswith("有 ")
    for link in page.locator(".faults a").all():
        assert page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']").count() == 1
    page.locator("button.act").scroll_into_view_if_needed()  # so that, staying in sight, it covers nothing
    readers.shown(page, f"lacking-{name}")
    assert english_left_over(page) == []


@every_device
@pytest.mark.parametrize("below", ["/pairings", "/screenings", "/records/deeds", "/records/meetings", "/records/notes"])
def test_a_form_of_a_stay(readers: Readers, device: Device, below: str) -> None:
    page = readers.reader("mz-h3", device)
    page.goto(own_stay(page) + below)
    sent_empty(readers, page, below.rpartition("/")[2])


@every_device
def test_the_pages_of_a_visits_form(readers: Readers, device: Device) -> None:
    page = readers.reader("mz-h3", device)
    page.goto(own_stay(page) + "/visits")
    page.click("text=＋ 加来访人")
    page.wait_for_selector("#number")
    sent_empty(readers, page, "caller")
    page.click("text=不改，返回")
    page.click("text=＋ 加一件事项")
    page.wait_for_selector("#kind-dispute")
    sent_empty(readers, page, "kind")
    for kind in ("dispute", "accusation"):
        page.check(f"#kind-{kind}")
        page.click("text=继续")
        page.wait_for_selector("#words")
        sent_empty(readers, page, kind)
        page.click("text=换一类")
        page.wait_for_selector(f"#kind-{kind}")


@every_device
def test_a_correction_without_a_reason(readers: Readers, others: Others, device: Device) -> None:
    page = readers.reader(others.cadre, device, others.visit(diary="走访第21户，户主外出。"))
    page.click("text=更正民情日记")
    sent_empty(readers, page, "correction")
    assert page.input_value("#diary") == "走访第21户，户主外出。"


@every_device
def test_an_identity_without_a_purpose(readers: Readers, others: Others, device: Device) -> None:
    page = readers.reader(HANDLER, device, others.accepted() + "/identity")
    sent_empty(readers, page, "purpose")


@every_device
def test_a_matter_is_not_struck_off_while_a_copy_waits(readers: Readers, others: Others, device: Device) -> None:
    page = readers.reader(OFFICE, device, others.issued() + "/striking")
    expect(page.locator(".told")).to_contain_text("没有送达结果，不能销号。请先登记送达。")
    assert page.locator("#evidence").count() == 0
    readers.shown(page, "striking-waits")
    assert english_left_over(page) == []
