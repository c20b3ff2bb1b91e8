"""Numbers of real pages: each that is a link leads to a list with as many rows."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages.acting import CLERK, OFFICE, Others
from tests.e2e.pages.asking import own_stay
from tests.e2e.pages.reading import Readers

LINES = "table.rows tbody tr"
_A_PAGE = 100


def counted(page: Page, link: str) -> int:
    """The number with which a link begins; go to where it leads."""
    first = page.locator(link).first
    number = re.search(r"\d+", first.inner_text())
    assert number
    first.click()
    return int(number[0])


def test_the_visits_of_a_stay(readers: Readers) -> None:
    page = readers.reader("mz-h1", "desk", "/stays?state=ended")
    number = counted(page, f"{LINES} a[href$='#visits']")
    assert 0 < number <= _A_PAGE
    expect(page.locator(f"#visits {LINES}")).to_have_count(number)


def test_the_nights_of_a_stay(readers: Readers) -> None:
    page = readers.reader("mz-h1", "desk", "/stays?state=ended")
    number = counted(page, f"{LINES} a[href$='#nights']")
    nights = page.locator("#nights + table td[data-head=夜数]").all_inner_texts()
    assert sum(map(int, nights)) == number > 0


@pytest.mark.parametrize("section", ["needs", "measures"])
def test_the_needs_and_measures_of_a_pairing(readers: Readers, section: str) -> None:
    page = readers.reader("mz-h3", "desk")
    page.goto(own_stay(page) + "/pairings")
    number = counted(page, f"{LINES} a[href$='#{section}']")
    expect(page.locator(f"#{section} > ul > li")).to_have_count(number)


@pytest.mark.parametrize("figure", ["filed", "due"])
def test_the_filings_on_the_board(readers: Readers, figure: str) -> None:
    page = readers.reader("mz-h1", "desk", "/board")
    number = counted(page, f"#{figure}")
    page.wait_for_url("**/filings?*")
    expect(page.locator(LINES)).to_have_count(number)


def test_the_messages_of_today(readers: Readers, others: Others) -> None:
    others.ask(CLERK, "POST", others.handed_over() + "/return", {"reason": "不属于政法委职责"})
    others.ask("admin", "GET", "/sandbox/quiet?wait=20")
    page = readers.reader(OFFICE, "desk", "/desk")
    number = counted(page, "a[href^='/inbox?day=']")
    page.wait_for_url("**/inbox?day=*")
    expect(page.locator(LINES)).to_have_count(number)
    days = {text[:10] for text in page.locator(f"{LINES} td:first-child").all_inner_texts()}
    assert len(days) == 1
