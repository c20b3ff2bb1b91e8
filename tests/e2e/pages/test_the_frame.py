"""What every page does: keyboard, language, no network, live parts that leave the reader in peace."""

import re
from typing import Any  # bodies are JSON
from uuid import NAMESPACE_URL, uuid5

import httpx
import pytest
from playwright.sync_api import Page, expect

from deploy.demo.cast import password_of
from tests.e2e.pages.reading import Device, Readers, by_keyboard, focused
from tests.e2e.pages.staging import Staged

DEVICES: tuple[Device, ...] = ("phone", "desk")
every_device = pytest.mark.parametrize("device", DEVICES)
_SOON_MILLISECONDS = 20_000


def asks(stage: Staged, login: str, method: str, path: str, body: Any = None) -> Any:
    """What the API answers to somebody of the cast."""
    with httpx.Client(base_url=f"{stage.url}/api/v1", timeout=30, trust_env=False) as http:
        entry = {"district": "shifan", "account": login, "password": password_of(login)}
        token = http.post("/sessions", json=entry).json()["token"]
        key = uuid5(NAMESPACE_URL, f"{method} {path} {body}")
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(key)}
        answer = http.request(method, path, json=body, headers=headers)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None


def test_the_skip_link_is_the_first_stop_and_leads_to_the_page(readers: Readers) -> None:
    page = readers.reader("mz-h1", "desk", "/stays")
    by_keyboard(page, "Tab")
    assert focused(page) == "跳到正文"
    by_keyboard(page, "Enter", "Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


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


@every_device
def test_without_a_network_what_was_typed_stays_and_can_be_sent_again(readers: Readers, device: Device) -> None:
    page = readers.anybody(device)
    page.goto("/login")
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


def test_a_button_that_was_pressed_says_so(readers: Readers) -> None:
    page = readers.anybody("phone")
    page.goto("/login")
    page.route("**/login", lambda route: None)  # an answer that does not come
    page.click("button.act")
    expect(page.locator("button.act")).to_have_text("正在登录…")


def test_the_board_updates_by_itself_and_leaves_the_focus_where_it_is(readers: Readers) -> None:
    stage = readers.stage
    page = readers.reader("mz-h1", "desk", "/board")
    before = page.inner_text("ol.feed li:first-child")
    page.focus("#overdue")
    matter = asks(stage, "gt-4", "GET", "/matters?state=accepted")["items"][0]["id"]
    result = {"outcome": "supported", "facts": "补偿款已经发放", "opinion": "予以支持"}
    asks(stage, "gt-4", "POST", f"/matters/{matter}/result", result)
    expect(page.locator("ol.feed li:first-child")).not_to_have_text(before, timeout=_SOON_MILLISECONDS)
    assert "国土分局 记录结果" in page.inner_text("ol.feed")
    assert page.evaluate("document.activeElement.id") == "overdue"


def test_a_cut_feed_says_so_and_how_old_the_page_is(readers: Readers) -> None:
    page = readers.reader("mz-h1", "desk")
    page.route(re.compile(r"/live\?"), lambda route: route.abort())
    page.goto("/board")
    expect(page.locator("[data-cut]")).to_be_visible(timeout=_SOON_MILLISECONDS)
    assert "自动更新已断开，数据截至" in page.inner_text("[data-cut]")
    readers.shown(page, "board-cut")


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
    page.fill("#account", login)
    page.fill("#password", password_of(login))
    page.click("button.act")


@every_device
def test_a_one_time_link_sets_a_password(readers: Readers, device: Device) -> None:
    account = next(one for one in accounts(readers.stage) if one["login"] == f"new-{device}")
    link = asks(readers.stage, "admin", "POST", f"/accounts/{account['id']}/links")["link"]
    page = readers.anybody(device)
    page.goto(link)
    readers.shown(page, "link")
    page.fill("#password", "a password of mine")
    page.click("button.act")
    page.wait_for_url("**/login?*")
    readers.shown(page, "login-after-link")
    assert page.input_value("#account") == f"new-{device}"
    page.goto(link)
    readers.shown(page, "link-used")


def accounts(stage: Staged) -> list[dict[str, Any]]:
    """The district's accounts, with one for each device that nobody has logged in with."""
    for device in DEVICES:
        asks_once(stage, f"new-{device}")
    items: list[dict[str, Any]] = asks(stage, "admin", "GET", "/accounts?limit=500")["items"]
    return items


def asks_once(stage: Staged, login: str) -> None:
    known = asks(stage, "admin", "GET", "/accounts?limit=500")["items"]
    if login not in {one["login"] for one in known}:
        asks(stage, "admin", "POST", "/accounts", {"login": login})
