"""The pictures of the pages that the documents show; `make pictures` takes them anew."""

from playwright.sync_api import Page

from deploy.minqing.process import wait_until
from tests.e2e.neighbours import Anjing
from tests.e2e.pages.acting import CLERK as INTAKE
from tests.e2e.pages.acting import FINDING, HANDLER, LEADER, Others
from tests.e2e.pages.acting import OFFICE as TRIAGE
from tests.e2e.pages.asking import asked, sent
from tests.e2e.pages.reading import Readers
from tests.e2e.pages.test_filings import correct_a_diary, filing
from tests.e2e.pages.test_imports import UNITS, csv, tried
from tests.e2e.pages.test_logging_a_visit import add_household, add_matter, form

OFFICE, SECTION, CLERK = "mz-h1", "mz-h6", "gt-3"
PATIENCE = 30


def test_the_way_in(readers: Readers) -> None:
    page = readers.anybody("phone")
    page.goto("/login")
    readers.shown(page, "login")


def test_the_board(readers: Readers) -> None:
    readers.shown(readers.reader(OFFICE, "desk", "/board"), "board")


def test_the_roster_of_a_campaign(readers: Readers) -> None:
    page = readers.reader(OFFICE, "desk")
    campaign = asked(page, "/campaigns")["items"][0]["id"]
    page.goto(f"/campaigns/{campaign}/roster?batch=1")
    readers.shown(page, "roster")


def test_what_waits_for_an_activity_office(readers: Readers) -> None:
    readers.shown(readers.reader(OFFICE, "desk", "/desk"), "todo")


def test_where_a_matter_is(readers: Readers) -> None:
    readers.shown(readers.reader(OFFICE, "desk", "/matters?state=accepted"), "register")


def test_a_matter_and_a_copy_of_its_reply_with_the_receipt(readers: Readers) -> None:
    page = readers.reader(CLERK, "desk")
    path = f"/matters/{asked(page, '/matters', state='issued')['items'][0]['id']}"
    page.goto(path)
    readers.shown(page, "matter")
    page.goto(f"{path}/copies/2")
    readers.shown(page, "copy")
    page.goto(f"{path}/copies/2/receipt")
    readers.shown(page, "receipt")


def test_each_act_on_a_matter_before_it_is_done(readers: Readers, others: Others) -> None:
    path = others.heard()
    readers.shown(readers.reader(TRIAGE, "desk", path + "/hand-over"), "hand-over")
    others.ask(TRIAGE, "POST", path + "/hand-over", {})
    readers.shown(readers.reader(INTAKE, "phone", path + "/acceptance"), "acceptance")
    others.accept(path)
    readers.shown(readers.reader(HANDLER, "desk", path + "/result"), "result")
    others.ask(HANDLER, "POST", path + "/result", FINDING)
    readers.shown(readers.reader(LEADER, "desk", path + "/signature"), "signature")
    others.sign(path)
    readers.shown(readers.reader(INTAKE, "phone", path + "/copies/3/service"), "service")
    readers.shown(readers.reader(INTAKE, "phone", path + "/copies"), "copies")
    for n in (1, 2, 3, 4):
        others.serve(path, n)
    readers.shown(readers.reader(TRIAGE, "desk", path + "/striking"), "striking")


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


def test_what_is_wrong_with_a_file_before_it_is_imported(readers: Readers) -> None:
    page = readers.reader("admin", "desk")
    tried(page, csv(UNITS + "A1,,department,\nA2,甲科,section,没有\nA3,乙科,nonsense,\n"))
    readers.shown(page, "imports")


def test_whether_all_services_follow(readers: Readers) -> None:
    readers.shown(readers.reader("operator", "desk", "/running"), "running")


def test_who_opened_whose_identity(readers: Readers, others: Others) -> None:
    others.ask(HANDLER, "POST", others.accepted() + "/identity", {"purpose": "核实判决书的送达"})
    readers.shown(readers.reader("sj-1", "desk", "/openings"), "openings")


def test_a_page_on_which_nothing_is_yet(readers: Readers, first_day: Anjing) -> None:
    readers.shown(readers.neighbour("gt-3", "desk", "/matters"), "empty")


def test_a_form_that_has_to_be_mended(readers: Readers) -> None:
    page = form(readers, "phone")
    page.fill("#diary", "看望两位老人，问了取暖和看病。")
    page.click("button.act")
    page.wait_for_selector(".faults")
    readers.shown(page, "faults")


def test_a_long_text(readers: Readers, others: Others) -> None:
    page = readers.reader(TRIAGE, "phone", others.heard(words="反映判决三年没有执行，要求说明进展。" * 40))
    readers.shown(page, "long")


def test_a_page_that_is_not_there_or_not_for_the_reader(readers: Readers) -> None:
    readers.shown(readers.reader(CLERK, "phone", "/no-such-page"), "missing")
