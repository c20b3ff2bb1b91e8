"""看板: leaders, offices, section heads, the auditor; and the lists that its figures lead to."""

import re

import pytest
from playwright.sync_api import Page

from tests.e2e.pages.reading import Device, Readers, english_left_over, every_device


@every_device
@pytest.mark.parametrize("login", ["mz-h1", "gt-2", "qhd-2", "sj-1", "xf-1", "mz-z1"])
def test_the_board_is_fit_for_whoever_has_one(readers: Readers, device: Device, login: str) -> None:
    page = readers.reader(login, device, "/board")
    readers.shown(page, f"board-{login}")
    assert english_left_over(page) == []


FIGURES = ".board dd a, .board .number a, .board .line a[id]"
HAVE_A_BOARD = {
    "mz-h1": {"unsettled", "raised", "stays", "handed-over", "accepted", "overdue", "foreseen", "filed"},
    "mz-z1": {"unsettled", "raised", "stays", "handed-over", "accepted", "overdue", "foreseen", "filed"},
    "qhd-2": {"raised", "stays", "handed-over", "accepted", "overdue", "foreseen", "filed"},
    "gt-2": {"unsettled", "raised", "handed-over", "accepted", "overdue"},
    "xf-1": {"unsettled", "raised"},
}
"""Whose board has at least which figures; what is returned or missing is told where there is some."""
ROWS, FILED = "table.rows tbody tr", re.compile(r"(\d+)/(\d+)")


def rows_of(page: Page, path: str) -> int:
    """How many rows a list has on all of its pages."""
    page.goto(path)
    number = page.locator(ROWS).count()
    while (following := page.locator("a[rel=next]")).count():
        page.goto(following.get_attribute("href") or "")
        number += page.locator(ROWS).count()
    return number


@pytest.mark.parametrize("login", HAVE_A_BOARD)
def test_the_list_behind_each_figure_has_as_many_rows(readers: Readers, login: str) -> None:
    page = readers.reader(login, "desk", "/board")
    all_of_them = "all => all.map(one => [one.id, one.textContent, one.getAttribute('href')])"
    figures = {id: (said, path) for id, said, path in page.locator(FIGURES).evaluate_all(all_of_them)}
    assert HAVE_A_BOARD[login] <= set(figures)
    for id, (said, path) in figures.items():
        if filed := FILED.search(said):
            done, told = map(int, filed.groups())
            assert rows_of(page, f"{path}&state=receipted") == done, id
        else:
            told = int("".join(filter(str.isdigit, said)))
        assert rows_of(page, path) == told, (id, path)


def test_the_figures_of_those_who_lead_are_not_all_nought(readers: Readers) -> None:
    page = readers.reader("mz-h1", "desk", "/board")
    assert [id for id in ("unsettled", "raised", "stays", "accepted") if page.inner_text(f"#{id}") == "0"] == []


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
