"""登录: anybody, on a phone first."""

from playwright.sync_api import Page

from deploy.demo.setting import TENANT
from tests.e2e.pages.reading import Device, Readers, by_keyboard, english_left_over, every_device, focused, tab_to


@every_device
def test_the_page_is_fit_for_use(readers: Readers, device: Device) -> None:
    page = readers.anybody(device)
    page.goto("/login")
    readers.shown(page, "login")
    assert english_left_over(page) == []


@every_device
def test_a_wrong_password_is_said_on_top_and_takes_the_focus(readers: Readers, device: Device) -> None:
    page = readers.anybody(device)
    page.goto("/login")
    page.fill("#account", "gt-3")
    page.fill("#password", "nonsense")
    page.click("button.act")
    page.wait_for_selector(".faults")
    readers.shown(page, "login-wrong")
    assert focused(page).startswith("有 1 处需要修改")
    assert page.input_value("#account") == "gt-3"
    assert page.input_value("#password") == ""


@every_device
def test_enter_logs_in_and_nothing_else_is_needed(readers: Readers, device: Device) -> None:
    page = readers.anybody(device)
    page.goto("/login")
    tab_to(page, "区")
    by_keyboard(page, "Home", *["ArrowDown"] * districts_before(page, TENANT))
    by_keyboard(page, "Tab", "qhd-2", "Tab", "demo-qhd-2", "Enter")
    page.wait_for_url("**/desk")


def districts_before(page: Page, district: str) -> int:
    """How many districts stand before it in the list."""
    all_of_them = page.locator("#district option").evaluate_all("all => all.map(one => one.value)")
    return int(all_of_them.index(district))


def test_it_works_without_scripts(readers: Readers) -> None:
    page = readers.reader("qhd-2", "phone", scripts=False)
    assert page.url.endswith("/desk")


def test_a_password_may_be_looked_at(readers: Readers) -> None:
    page = readers.anybody("phone")
    page.goto("/login")
    page.fill("#password", "what I typed")
    page.click("text=显示")
    assert page.get_attribute("#password", "type") == "text"


def test_logging_out_ends_it(readers: Readers) -> None:
    page = readers.reader("qhd-2", "desk")
    page.click("text=退出")
    page.wait_for_url("**/login")
    page.goto("/board")
    assert "/login" in page.url
