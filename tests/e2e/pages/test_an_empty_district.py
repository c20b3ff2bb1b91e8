"""A district on its first day: every page says why it is empty, and a stay begins, is noted nothing on, and ends."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.neighbours import Anjing
from tests.e2e.pages.asking import asked
from tests.e2e.pages.reading import Device, Readers, english_left_over, every_device, is_said, press

EMPTY = [
    ("qhd-1", "/desk", "今天没有待办。"),
    ("gt-3", "/matters", "还没有事项。走访中听到的事项登记后，这里列出您可见的。"),
    ("qhd-1", "/inbox", "没有消息。期限临近、超期提级、退回和住村夜数预计不足时，这里会告诉您。"),
    ("sj-1", "/openings", "还没有人查阅过身份。每次查阅都会记在这里。"),
    ("mz-4", "/unsettled", "件件有着落：您可见的事项都有结果，也都答复了。"),
    ("mz-4", "/stays?state=ended", "现在没有这种状态的住村。"),
    ("gt-1", "/board", "还没有走访。住村开始后，这里显示进展。"),
]


@every_device
@pytest.mark.parametrize(("login", "path", "sentence"), EMPTY)
def test_an_empty_page_says_why_and_what_comes_next(
    readers: Readers, first_day: Anjing, device: Device, login: str, path: str, sentence: str
) -> None:
    page = readers.neighbour(login, device, path)
    expect(page.locator(".empty")).to_have_text(sentence)
    readers.shown(page, f"empty{path.partition('?')[0].replace('/', '-')}")
    assert english_left_over(page) == []


BELOW = {
    "/visits": "今天还没有走访。",
    "/pairings": "还没有结对。每名干部至少结对一户困难群众。",
    "/screenings": "还没有排查。没有发现问题也要登记。",
    "/records/deeds": "还没有记下好事实事。",
    "/records/meetings": "还没有记下会议。",
    "/records/notes": "还没有记下党组织和党员的情况。",
}


def no_record_yet(readers: Readers, page: Page, stay: str) -> None:
    """Each page of a stay on which nothing was noted, as wide as the page is now."""
    page.goto(stay)
    expect(page.locator(".empty")).to_have_text("还没有走访。进村后，在这里登记。")
    for below, sentence in BELOW.items():
        page.goto(stay + below)
        expect(page.locator(".empty")).to_have_text(sentence)
        page.locator(".act").first.scroll_into_view_if_needed()
        readers.shown(page, f"empty-stay{below.replace('/', '-')}")
        assert english_left_over(page) == []


def test_a_stay_begins_and_ends_by_keyboard_alone(readers: Readers, first_day: Anjing) -> None:
    stay = f"/stays/{first_day.stay}"
    page = readers.neighbour("mz-1", "desk", stay + "/visits")
    expect(page.locator(".empty").first).to_have_text("住村还没有开始，不能登记走访。请先登记进村。")
    readers.shown(page, "visit-before-the-stay")
    press(page, "去登记进村")
    page.wait_for_url(f"**{stay}")
    press(page, "登记进村")
    is_said(page, "已登记进村，住村开始。")
    no_record_yet(readers, page, stay)
    no_record_yet(readers, readers.neighbour("mz-1", "phone"), stay)
    page.goto(stay)
    press(page, "结束住村")
    readers.shown(page, "stay-to-end")
    press(page, "确认结束")
    is_said(page, "住村已结束。")
    assert asked(page, stay)["short"] is True
    readers.shown(page, "stay-short")
