"""How much of a list is in sight at a desk, 1366 × 625 inside the browser: ten rows, if there are ten."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages.reading import Readers
from tests.e2e.pages.test_filings import waiting

LISTS = [
    ("mz-h1", "/desk"),
    ("mz-h1", "/matters"),
    ("mz-h1", "/matters?state=accepted"),
    ("mz-h1", "/unsettled"),
    ("mz-h1", "/stays"),
    ("mz-h1", "/filings"),
    ("mz-h1", "/inbox"),
    ("sj-1", "/openings"),
    ("operator", "/running"),
]
LEAST = 10
_TEN = """(body, least) => {
    while (body.rows.length < least) body.append(body.rows[body.rows.length - 1].cloneNode(true));
}"""
_IN_SIGHT = "rows => rows.filter(row => row.getBoundingClientRect().bottom <= innerHeight).length"


def rows_in_sight(page: Page) -> int:
    """How many rows of the page's first list are in sight, once it has ten: a short one gets more like its last."""
    body = page.locator("table.rows tbody").first
    body.evaluate(_TEN, LEAST)
    return int(body.locator("tr").evaluate_all(_IN_SIGHT))


@pytest.mark.parametrize(("login", "path"), LISTS)
def test_ten_rows_of_a_list_are_in_sight(readers: Readers, login: str, path: str) -> None:
    assert rows_in_sight(readers.reader(login, "desk", path)) >= LEAST


def test_ten_rows_of_a_filing_are_in_sight_below_the_act_that_waits_for_its_reader(readers: Readers) -> None:
    page = _with_a_filing(readers)
    expect(page.locator("button.act")).to_be_in_viewport()
    assert rows_in_sight(page) >= LEAST


def _with_a_filing(readers: Readers) -> Page:
    """Somebody at December's filing that waits for them: its drafter, or once that was done who receipts it."""
    for login, act in (("mz-h6", "draft"), ("qhd-2", "receipt")):
        page = readers.reader(login, "desk")
        if path := waiting(page, act):
            page.goto(path)
            return page
    raise AssertionError("no filing waits for anybody")
