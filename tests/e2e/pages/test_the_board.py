"""看板: leaders, offices, section heads, the auditor; and the lists that its figures lead to."""

import re

import pytest

from tests.e2e.pages.reading import Device, Readers, english_left_over, every_device


@every_device
@pytest.mark.parametrize("login", ["mz-h1", "gt-2", "qhd-2", "sj-1", "xf-1", "mz-z1"])
def test_the_board_is_fit_for_whoever_has_one(readers: Readers, device: Device, login: str) -> None:
    page = readers.reader(login, device, "/board")
    readers.shown(page, f"board-{login}")
    assert english_left_over(page) == []


def test_the_number_has_as_many_rows_as_it_says(readers: Readers) -> None:
    page = readers.reader("mz-h1", "desk", "/board")
    number = int(page.inner_text("#unsettled"))
    page.click("#unsettled")
    assert page.locator("table.rows tbody tr").count() == number > 0


def test_the_stays_are_as_many_as_the_board_says(readers: Readers) -> None:
    page = readers.reader("mz-h1", "desk", "/board")
    number = int(page.inner_text("#stays"))
    page.click("#stays")
    assert page.locator("table.rows tbody tr").count() == number > 0


def test_the_whole_number_has_no_list(readers: Readers) -> None:
    page = readers.reader("sj-1", "desk", "/board")
    assert page.locator("#unsettled").count() == 0
    assert re.search(r"\d+ 件没有着落（全部事项）", page.inner_text("main"))


@every_device
def test_the_lists_are_fit_for_use(readers: Readers, device: Device) -> None:
    page = readers.reader("mz-h1", device, "/unsettled")
    readers.shown(page, "unsettled")
    page.goto("/stays")
    readers.shown(page, "stays")
    page.goto("/stays?foreseen=true")
    readers.shown(page, "stays-none")


@every_device
def test_the_running_state_is_fit_for_an_operator(readers: Readers, device: Device) -> None:
    page = readers.reader("operator", device)
    assert page.url.endswith("/running")
    readers.shown(page, "running")


@every_device
def test_a_page_that_is_not_there_is_the_same_as_one_that_is_not_for_the_reader(
    readers: Readers, device: Device
) -> None:
    page = readers.reader("gt-3", device, "/no-such-page")
    readers.shown(page, "missing")
    unknown = page.inner_text("main")
    page.goto("/running")
    assert page.inner_text("main") == unknown


def test_it_all_reads_in_english(readers: Readers) -> None:
    page = readers.reader("mz-h1", "desk", "/board", language="en-GB")
    readers.shown(page, "board-english")
    assert page.get_attribute("html", "lang") == "en"


@pytest.mark.parametrize("path", ["/matters", "/filings"])
def test_ten_rows_of_a_list_are_in_sight_at_a_desk(readers: Readers, path: str) -> None:
    page = readers.reader("mz-h1", "desk", path)
    inside = "rows => rows.filter(row => row.getBoundingClientRect().bottom <= innerHeight).length"
    assert page.locator("table.rows tbody tr").evaluate_all(inside) >= 10
