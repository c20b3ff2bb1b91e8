"""我的待办, 登记簿, 消息 and 身份查阅记录, for everybody who has one."""

import csv
import io

import pytest
from playwright.sync_api import expect

from tests.e2e.pages.asking import asked, source_of, status_of
from tests.e2e.pages.reading import Device, Readers, by_keyboard, english_left_over, every_device, focused, tab_to

OF_LINES = "table.rows tbody tr"
HAVE_ONE = ["mz-01", "mz-h3", "mz-h2", "mz-h1", "gt-3", "gt-4", "gt-1", "qhd-2", "xf-1", "sj-1", "w01-1"]


@every_device
@pytest.mark.parametrize("login", HAVE_ONE)
def test_the_desk_is_fit_for_whoever_has_one(readers: Readers, device: Device, login: str) -> None:
    page = readers.reader(login, device)
    assert page.url.endswith("/desk")
    readers.shown(page, f"desk-{login}")
    assert english_left_over(page) == []


@pytest.mark.parametrize("login", ["mz-h1", "gt-3", "gt-4", "gt-1", "xf-1"])
def test_the_desk_has_as_many_rows_as_it_says_and_each_leads_to_its_act(readers: Readers, login: str) -> None:
    page = readers.reader(login, "desk", "/desk")
    turns = asked(page, "/turns")["items"]
    links = [link.get_attribute("href") or "" for link in page.locator(f"{OF_LINES} a").all()]
    for turn in turns[:50]:
        assert any(f"/matters/{turn['id']}/" in link for link in links), turn["reference"]
    for link in links[:5]:
        assert status_of(page, link) == 200, link
    assert page.inner_text("h1") == f"我的待办 {len(links)}" or len(links) == 50


@every_device
@pytest.mark.parametrize("login", ["mz-h1", "gt-4"])
def test_a_limit_on_the_desk_is_told_by_an_underline_and_is_no_stop(
    readers: Readers, device: Device, login: str
) -> None:
    page = readers.reader(login, device, "/desk")
    lines = page.locator(OF_LINES)
    limits = page.locator(f"{OF_LINES} time")
    with_limit = lines.filter(has_not_text="没有期限").count()
    assert limits.count() == with_limit > 0
    for limit in limits.all():
        assert limit.evaluate("one => getComputedStyle(one).textDecorationLine") == "underline"
    assert lines.locator("a, button, summary").count() == lines.count()


def test_a_clerk_goes_from_the_desk_to_the_act_by_keyboard_alone(readers: Readers) -> None:
    page = readers.reader("gt-3", "desk", "/desk")
    first = page.locator(f"{OF_LINES} a").first
    label, path = first.text_content() or "", first.get_attribute("href") or ""
    tab_to(page, label)
    second = page.locator(f"{OF_LINES} a").nth(1)
    if second.count():
        by_keyboard(page, "Tab")
        assert focused(page) == second.text_content()
        by_keyboard(page, "Shift+Tab")
    by_keyboard(page, "Enter")
    page.wait_for_url(f"**{path}")


@every_device
@pytest.mark.parametrize("login", ["gt-3", "mz-h1", "qhd-2"])
def test_the_register_is_fit_for_whoever_reads_it(readers: Readers, device: Device, login: str) -> None:
    page = readers.reader(login, device, "/matters")
    readers.shown(page, f"register-{login}")
    assert english_left_over(page) == []
    page.goto("/matters?state=struck&kind=enquiry&overdue=true")
    readers.shown(page, f"register-none-{login}")
    expect(page.locator(".empty")).to_have_text("没有符合条件的事项。")


def test_the_register_is_looked_through_by_keyboard_and_counts_its_lines(readers: Readers) -> None:
    page = readers.reader("mz-h1", "desk", "/matters")
    reference = page.locator(f"{OF_LINES} a").first.text_content() or ""
    tab_to(page, "编号")
    by_keyboard(page, reference.lower(), "Enter")
    page.wait_for_url("**reference=**")
    expect(page.locator(OF_LINES)).to_have_count(1)
    expect(page.locator(".line").first).to_contain_text("共 1 件（您可见的）")
    page.goto("/matters?state=accepted")
    number = asked(page, "/matters", state="accepted", counted="true")["total"]
    expect(page.locator(".line").first).to_contain_text(f"共 {number} 件")
    assert page.locator(OF_LINES).count() == min(number, 50)


def test_the_register_names_no_petitioner(readers: Readers) -> None:
    page = readers.reader("mz-h1", "desk", "/matters")
    source = source_of(page, "/matters")
    households = csv.DictReader(io.StringIO(readers.stage.cast.files["households"]))
    names = {one["head"] for one in households if len(one["head"]) == 3}  # two signs may be a part of other words
    assert names
    assert {name for name in names if name in source} == set()


@every_device
def test_messages_are_fit_for_use(readers: Readers, device: Device) -> None:
    for login in ("mz-h1", "gt-4", "w01-1"):
        page = readers.reader(login, device, "/inbox")
        readers.shown(page, f"inbox-{login}")
        assert english_left_over(page) == []


@every_device
def test_the_auditor_sees_who_opened_what(readers: Readers, device: Device) -> None:
    page = readers.reader("sj-1", device, "/openings")
    readers.shown(page, "openings")
    assert status_of(readers.reader("gt-3", device), "/openings") == 404


def test_it_all_reads_in_english(readers: Readers) -> None:
    page = readers.reader("mz-h1", "desk", "/desk", language="en-GB")
    readers.shown(page, "desk-english")
    page.goto("/matters")
    readers.shown(page, "register-english")
