"""The browser's own Back and Forward within a form of several pages: nothing is lost, nothing comes twice."""

from playwright.sync_api import Page, expect

from tests.e2e.pages.reading import Readers
from tests.e2e.pages.test_logging_a_visit import WORDS, add_household, add_matter, form


def heard(page: Page, subject: str) -> None:
    """Type a suggestion on its page."""
    add_matter(page, "suggestion")
    page.fill("#subject", subject)
    page.fill("#words", "村里的事情")
    page.check("#settled-no")


def test_back_from_a_matters_page_keeps_what_was_typed_on_both(readers: Readers) -> None:
    page = form(readers, "phone")
    page.check("#mode-household")
    add_household(page)
    page.fill("#diary", "看望了老人")
    heard(page, "修路灯")
    page.go_back()
    page.go_back()
    expect(page.locator("h1")).to_have_text("走访登记")
    assert page.input_value("#diary") == "看望了老人"
    expect(page.locator("#callers li")).to_have_count(1)
    page.go_forward()
    page.go_forward()
    assert page.input_value("#subject") == "修路灯"
    page.click("button.act")
    page.wait_for_selector("#matters li")
    assert page.input_value("#diary") == "看望了老人"


def test_a_matter_that_is_put_down_again_after_going_back_is_there_once(readers: Readers) -> None:
    page = form(readers, "phone")
    page.check("#mode-household")
    add_household(page)
    heard(page, "修水渠")
    page.click("button.act")
    page.wait_for_selector("#matters li")
    page.go_back()
    page.fill("#subject", "修灌渠")
    page.click("button.act")
    expect(page.locator("#matters li")).to_have_count(1)
    expect(page.locator("#matters li")).to_contain_text("修灌渠")


def test_back_after_what_was_wrong_shows_the_form_as_it_was_left(readers: Readers) -> None:
    page = form(readers, "desk")
    page.fill("#diary", "看望了老人")
    page.click("button.act")
    page.wait_for_selector(".faults")
    page.go_back()
    expect(page.locator(".faults")).to_have_count(0)
    assert page.input_value("#diary") == "看望了老人"
    assert page.locator("button.act").inner_text() == "保存走访"


def test_after_it_is_saved_the_form_is_not_there_to_be_saved_again(readers: Readers) -> None:
    page = form(readers, "desk")
    page.check("#mode-household")
    add_household(page)
    page.fill("#diary", "只保存一次")
    page.click("button.act")
    page.wait_for_selector("text=已保存：走访 1 次，事项 0 件。")
    page.go_back(wait_until="load")
    expect(page.locator("#callers li")).to_have_count(0)
    assert page.input_value("#diary") == ""


def test_what_is_sealed_is_not_shown_again_by_going_back(readers: Readers) -> None:
    page = form(readers, "desk")
    page.check("#mode-reception")
    add_household(page)
    add_matter(page, "accusation")
    page.fill("#words", WORDS)
    page.select_option("#unit", label="国土分局")
    page.click("button.act")
    page.wait_for_selector("text=内容已封存")
    page.go_back()
    page.wait_for_selector("#words")
    assert page.input_value("#words") == ""
    page.go_forward()
    page.wait_for_selector("text=内容已封存")


def test_back_from_the_log_in_page_shows_nobody_what_was_typed_before(readers: Readers) -> None:
    page = form(readers, "desk")
    page.fill("#diary", "看望了老人")
    page.context.clear_cookies()
    page.click("button.act")
    page.wait_for_selector("#password")
    page.go_back()
    page.wait_for_url("**/login?to=**")
    assert "看望了老人" not in page.content()
