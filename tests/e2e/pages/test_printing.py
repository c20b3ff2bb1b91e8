"""A long table on paper: heads on each sheet, rows unbroken, at the foot the number, the page, who and when."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages.asking import asked
from tests.e2e.pages.reading import Readers
from tests.e2e.pages.sheets import Sheet, drawn
from tests.e2e.pages.test_filings import OFFICE, filing

ROWS, LINES = 40, (11, 12, 13, 14, 15)
_LENGTHEN = """([rows, lines]) => {
    const body = document.querySelector('table.rows tbody'), [first] = body.rows;
    for (let row = 1; row <= rows; row += 1) {
        const next = body.appendChild(first.cloneNode(true));
        next.cells[0].textContent = 1000 + row;
        next.querySelector('td.all').innerHTML = lines.map(length => '丁'.repeat(length)).join('<br>');
    }
    first.remove();
}"""
"""Rows of several lines, each line of so many equal signs that it is known again."""


@pytest.fixture
def page(readers: Readers) -> Page:
    """A filing that is longer than a sheet, in the browser of somebody who prints it."""
    page = readers.reader(OFFICE, "desk")
    page.goto(filing(page))
    page.evaluate(_LENGTHEN, [ROWS, LINES])
    return page


def printed(readers: Readers, page: Page, name: str = "long-filing") -> list[Sheet]:
    """The sheets, of the size that the page asks for."""
    pdf = page.pdf(prefer_css_page_size=True)
    readers.keep(f"{name}.pdf", pdf)
    return drawn(pdf)


def otherwise(page: Page, what: str, name: str, value: str) -> None:
    """Style something as our own style does not."""
    styled = "(all, [name, value]) => all.forEach(one => one.style.setProperty(name, value, 'important'))"
    page.locator(what).evaluate_all(styled, [name, value])


def headed(page: Page, sheets: list[Sheet]) -> list[bool]:
    """Of each sheet after the first, whether it begins with a line of the first that has a sign run for each head."""
    heads = page.locator("table.rows thead th").count()
    return [sheet.lines[0] in sheets[0].lines and len(sheet.lines[0]) == heads for sheet in sheets[1:]]


def whole(sheet: Sheet) -> bool:
    """Whether all lines of a row are on it, of whichever row one is."""
    return len({sheet.counted(length) for length in LINES}) == 1


def test_each_sheet_begins_with_the_heads_of_the_table(readers: Readers, page: Page) -> None:
    sheets = printed(readers, page)
    assert len(sheets) > 2
    assert headed(page, sheets) == [True] * (len(sheets) - 1)
    otherwise(page, "table.rows thead", "display", "table-row-group")
    without = printed(readers, page, "without-heads")
    assert len(without) > 2
    assert headed(page, without) == [False] * (len(without) - 1)


def test_no_row_is_on_two_sheets(readers: Readers, page: Page) -> None:
    sheets = printed(readers, page)
    assert sum(sheet.counted(LINES[0]) for sheet in sheets) == ROWS
    assert all(map(whole, sheets))
    otherwise(page, "table.rows tr", "break-inside", "auto")
    assert not all(map(whole, printed(readers, page, "with-broken-rows")))


def test_each_sheet_says_at_its_foot_what_it_is_of_which_page_and_who_printed_it_when(
    readers: Readers, page: Page
) -> None:
    sheets = printed(readers, page)
    feet = [sheet.lines[-2:] for sheet in sheets]
    (paper,) = {frozenset(line) for line, _ in feet}
    counters = [tuple(sign for _, signs in sorted(line) for sign in signs) for _, line in feet]
    assert len(paper) >= 1
    assert len(set(counters)) == len(sheets)
    assert len({counter[-1] for counter in counters}) == 1
    page.emulate_media(media="print")
    told, now = asked(page, f"/filings/{page.url.rpartition('/')[2]}"), "打印于 2010-12-07 "
    name = told["number"] or f"{told['place_name']} {told['period']}"
    expect(page.locator(".paper")).to_be_visible()
    who = next(one.name for one in readers.stage.cast.officials if one.code.lower() == OFFICE)
    assert page.inner_text(".paper").startswith(f"{name} · {who} {now}")
