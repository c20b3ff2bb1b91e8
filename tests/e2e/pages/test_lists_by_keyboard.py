"""Pages that are read and lead on, by Tab and Enter alone: 看板, 没有着落的事项, 消息, 身份查阅记录, 运行状况."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages.acting import HANDLER, Others
from tests.e2e.pages.reading import Readers, by_keyboard, press, tab_to

FIGURES = ".board dd a, .board .number a, .board .line a[id]"


def follow(page: Page, link: Locator) -> None:
    """Go by Tab to a link, and to where it leads."""
    label, path = (link.text_content() or "").strip(), link.get_attribute("href") or ""
    press(page, label)
    page.wait_for_url(f"**{path}")


def test_every_figure_of_the_board_is_a_stop_in_reading_order_and_leads_to_its_list(readers: Readers) -> None:
    page = readers.reader("mz-h1", "desk", "/board")
    figures = page.locator(FIGURES).evaluate_all("all => all.map(one => one.id)")
    assert {"unsettled", "raised", "stays", "accepted", "overdue"} <= set(figures)
    tab_to(page, page.inner_text(f"#{figures[0]}"))
    for figure in figures[1:]:
        by_keyboard(page, "Tab")
        while page.evaluate("document.activeElement.closest('.limit, details')"):
            by_keyboard(page, "Tab")
        assert page.evaluate("document.activeElement.id") == figure
    page.reload()
    follow(page, page.locator("#unsettled"))
    follow(page, page.locator("table.rows a").first)
    expect(page.locator("ol.thread")).to_be_visible()


def test_a_message_leads_to_what_it_is_about(readers: Readers) -> None:
    page = readers.reader("mz-01", "desk", "/desk")
    press(page, page.locator("a[href='/inbox']").inner_text())
    page.wait_for_url("**/inbox")
    follow(page, page.locator("table.rows a").first)


def test_the_auditor_reads_an_opening_that_was_just_made(readers: Readers, others: Others) -> None:
    path = others.accepted()
    reference = others.ask(HANDLER, "GET", path)["reference"]
    others.ask(HANDLER, "POST", path + "/identity", {"purpose": "核实判决书的送达"})
    page = readers.reader("sj-1", "desk", "/board")
    press(page, "身份查阅记录")
    page.wait_for_url("**/openings")
    expect(page.locator("tbody tr", has_text=reference)).to_contain_text("核实判决书的送达")


def test_a_services_state_is_explained(readers: Readers) -> None:
    page = readers.reader("operator", "desk", "/running")
    state = page.locator("details.tag").first
    tab_to(page, (state.locator("summary").text_content() or "").strip())
    by_keyboard(page, "Enter")
    expect(state.locator("p")).to_be_visible()
