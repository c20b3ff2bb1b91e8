"""What every page does: keyboard, language, no network, live parts that leave the reader in peace."""

import re

import pytest
from playwright.sync_api import Page, expect

from deploy.demo.cast import password_of
from deploy.demo.setting import TENANT
from tests.e2e.pages.acting import FINDING, HANDLER, OFFICE, Others
from tests.e2e.pages.reading import (
    Device,
    Readers,
    by_keyboard,
    every_device,
    focused,
    is_said,
    press,
    targets_are_large,
    write,
)

_SOON_MILLISECONDS = 20_000


def test_the_skip_link_is_the_first_stop_and_leads_to_the_page(readers: Readers) -> None:
    page = readers.reader("mz-h1", "desk", "/stays")
    by_keyboard(page, "Tab")
    assert focused(page) == "跳到正文"
    by_keyboard(page, "Enter", "Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_link_that_stands_alone_is_too_low_where_one_in_running_text_is_not(readers: Readers) -> None:
    page = readers.anybody("phone")
    page.set_content('<p>says more <a href="/in-text">than its link</a></p><p><a href="/alone">alone</a></p>')
    with pytest.raises(AssertionError) as found:
        targets_are_large(page)
    assert "/alone" in str(found.value)
    assert "/in-text" not in str(found.value)


def test_the_focus_can_be_seen(readers: Readers) -> None:
    page = readers.reader("mz-h1", "desk", "/board")
    for _ in range(12):
        by_keyboard(page, "Tab")
        style = page.evaluate("getComputedStyle(document.activeElement).outline")
        assert "3px" in style, focused(page)
        assert "solid" in style


def test_a_words_sentence_opens_by_keyboard(readers: Readers) -> None:
    page = readers.reader("mz-h1", "desk", "/stays")
    page.locator("details.tag > summary").first.focus()
    by_keyboard(page, "Enter")
    expect(page.locator("details.tag[open] > p").first).to_be_visible()


@every_device
def test_another_language_is_a_button_away(readers: Readers, device: Device) -> None:
    page = readers.reader("mz-h1", device, "/board")
    page.click("text=English")
    expect(page.locator("h1")).to_contain_text("Board")
    page.click("text=中文")
    expect(page.locator("h1")).to_contain_text("看板")


def test_another_language_is_chosen_by_keyboard_alone(readers: Readers) -> None:
    page = readers.reader("mz-h1", "desk", "/board")
    press(page, "English")
    expect(page.locator("h1")).to_contain_text("Board")


def test_logging_out_by_keyboard_alone(readers: Readers) -> None:
    page = readers.reader("gt-3", "desk", "/desk")
    press(page, "退出")
    page.wait_for_url("**/login")


def test_how_much_waits_comes_to_its_own_place_alone(readers: Readers, others: Others) -> None:
    page = readers.reader(OFFICE, "desk", others.heard() + "/hand-over")
    page.click("button.act")
    expect(page.locator("nav.wide .how-much")).to_have_text(re.compile(r"\d+"))
    expect(page.locator("h1 .mark.waiting")).to_contain_text("待受理")


@every_device
def test_without_a_network_what_was_typed_stays_and_can_be_sent_again(readers: Readers, device: Device) -> None:
    page = readers.anybody(device)
    page.goto("/login")
    page.select_option("#district", TENANT)
    page.fill("#account", "gt-3")
    page.fill("#password", password_of("gt-3"))
    page.context.set_offline(True)
    page.click("button.act")
    expect(page.locator(".told")).to_contain_text("没有网络，内容还在本页，尚未保存。")
    readers.shown(page, "no-network")
    assert page.input_value("#account") == "gt-3"
    page.context.set_offline(False)
    page.click(".told button")
    page.wait_for_url(lambda url: "/login" not in url)


def test_who_is_quicker_than_the_page_keeps_the_focus(readers: Readers) -> None:
    """A page takes the focus once, as soon as it is there; what the reader does then is not disturbed."""
    page = readers.anybody("desk")
    page.goto("/login")
    page.evaluate(
        """() => {
            const said = document.documentElement.dataset;
            const move = () => { document.getElementById('password').focus(); said.moved = 'yes'; };
            document.addEventListener('htmx:afterSwap', () => setTimeout(move), {once: true});
            document.addEventListener('htmx:afterSettle', () => { said.settled = 'yes'; }, {once: true});
        }"""
    )
    page.click("button.act")
    page.wait_for_selector(".faults")
    page.wait_for_selector("html[data-moved][data-settled]")
    assert focused(page) == "密码"


def test_the_board_shows_by_itself_what_was_done_last_and_leaves_the_focus_where_it_is(
    readers: Readers, others: Others
) -> None:
    path = others.accepted()
    page = readers.reader("mz-h1", "desk", "/board")
    newest = page.locator("ol.feed li").first
    expect(newest).to_contain_text("政法委 受理")
    page.focus("#overdue")
    others.ask(HANDLER, "POST", path + "/result", FINDING)
    expect(newest).to_contain_text("政法委 记录结果", timeout=_SOON_MILLISECONDS)
    expect(newest.locator("a")).to_have_attribute("href", path)
    assert page.evaluate("document.activeElement.id") == "overdue"


def test_a_cut_feed_says_so_and_how_old_the_page_is(readers: Readers) -> None:
    page = readers.reader("mz-h1", "desk")
    page.route(re.compile(r"/live\?"), lambda route: route.abort())
    page.goto("/board")
    expect(page.locator("[data-cut]")).to_be_visible(timeout=_SOON_MILLISECONDS)
    assert "自动更新已断开，数据截至" in page.inner_text("[data-cut]")
    readers.shown(page, "board-cut")


def test_a_live_part_that_cannot_be_fetched_stays_and_says_how_old_it_is(readers: Readers, others: Others) -> None:
    path = others.accepted()
    page = readers.reader("mz-h1", "desk", "/board")
    page.route("**/board/figures*", lambda route: route.fulfill(status=503, body="no figures"))
    others.ask(HANDLER, "POST", path + "/result", FINDING)
    expect(page.locator("[data-cut]")).to_be_visible(timeout=_SOON_MILLISECONDS)
    expect(page.locator("#unsettled")).to_be_visible()
    assert "no figures" not in page.inner_text("main")


@every_device
def test_who_is_nobody_any_more_logs_in_and_is_where_they_were(readers: Readers, device: Device) -> None:
    page = readers.reader("mz-h1", device, "/stays?state=ended")
    page.context.clear_cookies()
    page.reload()
    assert "/login" in page.url
    typed(page, "mz-h1")
    page.wait_for_url("**/stays?state=ended")


def typed(page: Page, login: str) -> None:
    """Fill in the log-in page that is shown."""
    page.select_option("#district", TENANT)
    page.fill("#account", login)
    page.fill("#password", password_of(login))
    page.click("button.act")


def a_link(others: Others, login: str) -> str:
    """A one-time link of an account; one that nobody has logged in with yet, unless an earlier run has."""
    accounts = others.ask("admin", "GET", "/accounts?limit=500")["items"]
    known = next((one["id"] for one in accounts if one["login"] == login), None)
    account = known or others.ask("admin", "POST", "/accounts", {"login": login})["id"]
    return str(others.ask("admin", "POST", f"/accounts/{account}/links")["link"])


@every_device
def test_a_one_time_link_sets_a_password(readers: Readers, others: Others, device: Device) -> None:
    link = a_link(others, f"link-{device}")
    page = readers.anybody(device)
    page.goto(link)
    readers.shown(page, "link")
    page.fill("#password", "kurz")
    page.click("button.act")
    page.wait_for_selector(".faults")
    readers.shown(page, "link-short")
    page.fill("#password", "a password of mine")
    page.click("button.act")
    page.wait_for_url("**/login?*")
    readers.shown(page, "login-after-link")
    assert page.input_value("#account") == f"link-{device}"
    page.goto(link)
    readers.shown(page, "link-used")


def test_a_one_time_link_is_used_by_keyboard_alone(readers: Readers, others: Others) -> None:
    page = readers.anybody("desk")
    page.goto(a_link(others, "link-keyboard"))
    write(page, "新密码", "a password of mine")
    by_keyboard(page, "Enter")
    page.wait_for_url("**/login?*")
    is_said(page, "密码已设好，请用新密码登录。")
    write(page, "密码", "a password of mine")
    by_keyboard(page, "Enter")
    page.wait_for_url(lambda url: "/login" not in url)
