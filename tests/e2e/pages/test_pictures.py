"""The pictures of the pages that the documents show; `make pictures` takes them anew."""

from playwright.sync_api import Page

from deploy.minqing.process import wait_until
from tests.e2e.pages.asking import asked, sent
from tests.e2e.pages.reading import Readers
from tests.e2e.pages.test_filings import correct_a_diary, filing
from tests.e2e.pages.test_logging_a_visit import add_household, add_matter, form

OFFICE, SECTION, CLERK = "mz-h1", "mz-h6", "gt-3"
PATIENCE = 30


def test_the_board(readers: Readers) -> None:
    readers.shown(readers.reader(OFFICE, "desk", "/board"), "board")


def test_the_roster_of_a_campaign(readers: Readers) -> None:
    page = readers.reader(OFFICE, "desk")
    campaign = asked(page, "/campaigns")["items"][0]["id"]
    page.goto(f"/campaigns/{campaign}/roster?batch=1")
    readers.shown(page, "roster")


def test_what_waits_for_an_activity_office(readers: Readers) -> None:
    readers.shown(readers.reader(OFFICE, "desk", "/desk"), "todo")


def test_a_matter_and_a_copy_of_its_reply_with_the_receipt(readers: Readers) -> None:
    page = readers.reader(CLERK, "desk")
    path = f"/matters/{asked(page, '/matters', state='issued')['items'][0]['id']}"
    page.goto(path)
    readers.shown(page, "matter")
    page.goto(f"{path}/copies/2")
    readers.shown(page, "copy")
    page.goto(f"{path}/copies/2/receipt")
    readers.shown(page, "receipt")


def test_the_form_of_a_visit(readers: Readers) -> None:
    page = form(readers, "phone")
    page.check("#mode-household")
    add_household(page)
    add_matter(page, "suggestion")
    page.fill("#subject", "村口修路灯")
    page.fill("#words", "村口天黑后看不清路。")
    page.check("#settled-no")
    page.click("button.act")
    page.wait_for_selector("#matters li")
    page.fill("#diary", "看望两位老人，问了取暖和看病。")
    page.locator("footer").scroll_into_view_if_needed()  # the button that stays in sight is where it belongs
    readers.shown(page, "visit")


def test_a_filed_book_beside_what_is_so_now(readers: Readers) -> None:
    path = filing(readers.reader(SECTION, "desk"))
    page = readers.reader(OFFICE, "desk")
    if not asked(page, path)["filed"]:
        sent(readers.stage.url, SECTION, f"{path}/draft", None)
        sent(readers.stage.url, OFFICE, f"{path}/submission", None)
    correct_a_diary(readers, page, path)
    assert wait_until(lambda: shows_a_correction(page, f"{path}?book=corrected"), PATIENCE, step=0.5)
    readers.shown(page, "filing")


def shows_a_correction(page: Page, path: str) -> bool:
    """Whether both wordings of a line are there by now."""
    page.goto(path)
    return page.locator("del").count() > 0
