"""走访登记: the cadre of a stay that runs (mz-h3), on a phone first; one whose stay has ended (mz-h1)."""

import re

import pytest
from playwright.sync_api import Page

from tests.e2e.pages.asking import own_stay
from tests.e2e.pages.reading import Device, Readers, by_keyboard, english_left_over, every_device, focused

WORDS = "反映有人收钱办事"


def form(readers: Readers, device: Device, login: str = "mz-h3", state: str = "started", scripts: bool = True) -> Page:
    """The form of the reader's own stay."""
    page = readers.reader(login, device, scripts=scripts)
    page.goto(own_stay(page, state) + "/visits")
    return page


def add_household(page: Page, number: str = "8") -> None:
    page.click("text=＋ 加来访人")
    page.wait_for_selector("#number")
    page.select_option("#group", label="第1组")
    page.fill("#number", number)
    page.click("button.act")
    page.wait_for_selector("text=第1组 8 户")


def add_matter(page: Page, kind: str) -> None:
    page.click("text=＋ 加一件事项")
    page.check(f"#kind-{kind}")
    page.click("button.act")
    page.wait_for_selector("#words")


@every_device
def test_every_page_of_the_form_is_fit_for_use(readers: Readers, device: Device) -> None:
    page = form(readers, device)
    readers.shown(page, "visit-empty")
    assert english_left_over(page) == []
    page.click("button.act")
    page.wait_for_selector(".faults")
    assert focused(page).startswith("有 3 处需要修改")
    page.locator("button.act").scroll_into_view_if_needed()  # so that, staying in sight, it covers nothing
    readers.shown(page, "visit-faults")
    page.click("text=＋ 加来访人")
    page.wait_for_selector("#number")
    readers.shown(page, "visit-caller")


@every_device
def test_every_kind_of_matter_is_fit_for_use(readers: Readers, device: Device) -> None:
    page = form(readers, device)
    page.check("#mode-reception")
    add_household(page)
    page.click("text=＋ 加一件事项")
    page.wait_for_selector("#kind-dispute")
    readers.shown(page, "matter-kind")
    page.check("#kind-dispute")
    page.click("button.act")
    page.wait_for_selector("#field")
    readers.shown(page, "matter-dispute")
    page.click("text=换一类")
    page.wait_for_selector("#kind-accusation")
    page.check("#kind-accusation")
    page.click("button.act")
    page.wait_for_selector("#unit")
    page.fill("#words", WORDS)
    page.select_option("#unit", label="国土分局")
    page.click("text=显示这个单位的人")
    page.wait_for_selector("#person")
    readers.shown(page, "matter-accusation")
    assert english_left_over(page) == []
    page.select_option("#person", index=1)
    page.click("button.act")
    page.wait_for_selector("text=内容已封存")
    assert WORDS not in page.content()
    readers.shown(page, "visit-filled")


@every_device
@pytest.mark.parametrize("scripts", [True, False])
def test_a_visit_with_two_matters_is_saved(readers: Readers, device: Device, scripts: bool) -> None:
    page = form(readers, device, scripts=scripts)
    page.check("#mode-household")
    add_household(page)
    for kind, subject in (("livelihood", "水渠堵塞"), ("suggestion", "修路灯")):
        add_matter(page, kind)
        page.fill("#subject", subject)
        page.fill("#words", "村里的事情")
        page.check("#settled-yes")
        page.fill("#answer", "已答复")
        page.click("button.act")
        page.wait_for_selector(f"text={subject}")
    page.fill("#diary", "看望了老人")
    page.click("button.act")
    page.wait_for_selector("text=已保存：走访 1 次，事项 2 件。")
    assert page.locator("table.rows tbody tr").count() > 0
    if scripts:
        assert focused(page) == "已保存：走访 1 次，事项 2 件。"
        readers.shown(page, "visit-saved")


def test_a_visit_is_logged_by_keyboard_alone(readers: Readers) -> None:
    page = form(readers, "desk")
    page.focus("#mode-reception")
    by_keyboard(page, "Space", "ArrowRight", "ArrowRight", "ArrowRight", "Tab")
    assert page.is_checked("#mode-household")
    assert focused(page) == "＋ 加来访人"
    by_keyboard(page, "Enter")
    page.wait_for_selector("#group")
    assert focused(page) == "走访了谁？"
    by_keyboard(page, "Tab", "ArrowDown", "Tab", "8", "Enter")
    page.wait_for_selector("text=第1组 8 户")
    page.keyboard.press("Tab")
    assert focused(page) == "改"
    by_keyboard(page, "Tab", "Tab", "Tab", "看望了老人", "Tab", "Tab", "Enter")
    page.wait_for_selector("text=已保存：走访 1 次，事项 0 件。")


def test_a_click_too_many_counts_once(readers: Readers) -> None:
    page = form(readers, "phone")
    page.check("#mode-household")
    add_household(page)
    page.fill("#diary", "点了两下")
    page.dblclick("button.act")
    page.wait_for_selector("text=已保存：走访 1 次，事项 0 件。")
    stay = page.url.split("/")[-2]
    found = page.request.get(f"/api/v1/visits?stay={stay}&limit=100").json()["items"]
    assert [one["diary"]["text"] for one in found].count("点了两下") == 1


def test_without_a_network_what_was_typed_stays(readers: Readers) -> None:
    page = form(readers, "phone")
    page.fill("#diary", "山里没有信号")
    page.context.set_offline(True)
    page.click("button.act")
    page.wait_for_selector("text=没有网络，内容还在本页，尚未保存。")
    assert page.input_value("#diary") == "山里没有信号"
    page.context.set_offline(False)
    page.click("text=再试")
    page.wait_for_selector(".faults")
    assert page.input_value("#diary") == "山里没有信号"


@every_device
def test_what_is_noted_after_the_stay_is_marked_late(readers: Readers, device: Device) -> None:
    page = form(readers, device, "mz-h1", "ended")
    assert re.search(r"住村已结束 \d 天，将标注“补记”。", page.inner_text("main"))
    readers.shown(page, "visit-late")
