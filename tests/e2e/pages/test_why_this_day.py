"""期限说明: a limit leads to its days; months open by keyboard, and on paper all of them are open."""

from playwright.sync_api import Page, expect

from tests.e2e.pages.acting import OFFICE
from tests.e2e.pages.asking import asked
from tests.e2e.pages.reading import Device, Readers, by_keyboard, every_device, tab_to


def at_the_limit_of_the_law(readers: Readers, device: Device) -> Page:
    """The page of a matter's legal limit, as the office gets there."""
    page = readers.reader(OFFICE, device)
    page.goto(f"/matters/{asked(page, '/matters', state='accepted')['items'][0]['id']}")
    page.click(".next .limit a")
    page.get_by_role("heading", name="期限说明 活动办理期限").wait_for()
    readers.shown(page, "limit-planned")
    page.click("dl.facts a")
    page.get_by_role("heading", name="期限说明 法定办结期限").wait_for()
    return page


@every_device
def test_from_a_matter_to_each_day_of_its_limits(readers: Readers, device: Device) -> None:
    page = at_the_limit_of_the_law(readers, device)
    readers.shown(page, "limit-legal")
    first = page.locator("details.more").first
    days = first.locator("tbody tr")
    assert days.count() > 20
    expect(days.first).to_be_hidden()
    tab_to(page, first.locator("summary").inner_text().strip())
    by_keyboard(page, "Enter")
    expect(days.first).to_be_visible()
    readers.shown(page, "limit-legal-open")


def test_on_paper_all_months_are_open(readers: Readers) -> None:
    page = at_the_limit_of_the_law(readers, "desk")
    page.emulate_media(media="print")
    every = page.locator("tbody tr")
    assert every.count() == 60
    expect(every.first).to_be_visible()
    expect(page.locator("button[data-prints]")).to_be_hidden()
    readers.keep("limit-legal.pdf", page.pdf(prefer_css_page_size=True))
