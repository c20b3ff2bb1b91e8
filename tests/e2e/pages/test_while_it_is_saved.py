"""What a page says while what was sent is on its way: at its button at once, of a slow network after ten seconds."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.pages.acting import CLERK, Others
from tests.e2e.pages.reading import Device, Readers, every_device, is_said

NOON = datetime(2010, 12, 7, 4, tzinfo=UTC)
SLOW = "网络较慢，请不要关闭。"
OFFLINE = "没有网络，内容还在本页，尚未保存。"


def held(page: Page, path: str) -> list[Route]:
    """What is sent there from now on, and waits."""
    unanswered: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            unanswered.append(route)
        else:
            route.continue_()

    page.route(re.compile(re.escape(path) + "$"), hold)
    return unanswered


def with_a_stopped_clock(page: Page, path: str) -> None:
    """Open a page for which time passes only as the test says."""
    page.clock.install(time=NOON)
    page.goto(path)
    page.clock.pause_at(NOON + timedelta(hours=1))


def test_a_button_that_was_pressed_says_so(readers: Readers) -> None:
    page = readers.anybody("phone")
    page.goto("/login")
    unanswered = held(page, "/login")
    page.click("button.act")
    expect(page.locator("button.act")).to_have_text("正在登录…")
    unanswered.pop().abort()
    expect(page.locator(".told")).to_contain_text(OFFLINE)
    expect(page.locator("button.act")).to_have_text("登录")


@pytest.fixture
def acceptance(others: Others) -> str:
    """The path of a form that is to be saved."""
    return others.handed_over() + "/acceptance"


@every_device
def test_after_ten_seconds_the_page_says_that_the_network_is_slow(
    readers: Readers, acceptance: str, device: Device
) -> None:
    page = readers.reader(CLERK, device)
    with_a_stopped_clock(page, acceptance)
    unanswered = held(page, acceptance)
    page.click("button.act")
    expect(page.locator("button.act")).to_have_text("正在保存…")
    page.clock.run_for(9_900)
    expect(page.locator(".told")).to_have_count(0)
    page.clock.run_for(200)
    expect(page.locator(".told")).to_have_text(SLOW)
    expect(page.locator("button.act")).to_have_text("正在保存…")
    page.clock.resume()
    readers.shown(page, "slow-network")
    unanswered.pop().continue_()
    is_said(page, "已受理，已告知经办人。")


def test_a_network_that_fails_in_the_end_is_told_in_the_place_of_a_slow_one(readers: Readers, acceptance: str) -> None:
    page = readers.reader(CLERK, "phone")
    with_a_stopped_clock(page, acceptance)
    page.fill("#external_ref", "政法信〔2010〕9")
    unanswered = held(page, acceptance)
    page.click("button.act")
    page.clock.run_for(11_000)
    expect(page.locator(".told")).to_have_text(SLOW)
    page.clock.resume()
    unanswered.pop().abort()
    expect(page.locator(".told")).to_contain_text(OFFLINE)
    expect(page.locator(".told")).not_to_contain_text(SLOW)
    assert page.input_value("#external_ref") == "政法信〔2010〕9"
