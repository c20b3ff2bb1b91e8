"""书面回复 of an accusation: the village's copy is withheld, and everybody who serves reads why."""

import pytest
from playwright.sync_api import expect

from deploy.demo.setting import unit_id
from tests.e2e.pages.acting import CLERK, HANDLER, LEADER, OFFICE, PETITION_OFFICE, WORDS_OF_AN_ACCUSATION, Others
from tests.e2e.pages.asking import source_of, status_of
from tests.e2e.pages.reading import Device, Readers, english_left_over, every_device

WITHHELD = 3
WHY = "检举控告的答复不送村（居）"


@pytest.fixture
def path(others: Others) -> str:
    """The copies of a reply to an accusation against a unit."""
    matter = others.accused(str(unit_id("JM")))
    others.issue(matter)
    return matter + "/copies"


@every_device
def test_the_withheld_copy_says_why_and_cannot_be_served(readers: Readers, path: str, device: Device) -> None:
    page = readers.reader(CLERK, device, path)
    row = page.locator("tbody tr").nth(WITHHELD - 1)
    expect(row).to_contain_text("依法不送")
    expect(row).to_contain_text(WHY)
    assert f"{path}/{WITHHELD}/service" not in page.content()
    assert f"{path}/1/service" in page.content()
    readers.shown(page, "copies-of-an-accusation")
    assert english_left_over(page) == []
    page.goto(f"{path}/{WITHHELD}")
    expect(page.locator("h1")).to_contain_text("依法不送")
    readers.shown(page, "copy-withheld")
    for hidden in ("/service", "/receipt", "/opening"):
        assert f"/{WITHHELD}{hidden}" not in page.content()
    assert status_of(page, f"{path}/{WITHHELD}/service") == status_of(page, f"{path}/{WITHHELD}/receipt") == 404


def test_without_it_the_matter_is_struck_off(readers: Readers, others: Others, path: str) -> None:
    matter = path.removesuffix("/copies")
    for n in (1, 2, 4):
        others.serve(matter, n)
    page = readers.reader(PETITION_OFFICE, "desk", matter + "/striking")
    page.fill("#evidence", "三份回证齐全，一份依法不送")
    page.click("button.act")
    page.wait_for_selector(".notice")


def test_for_the_village_and_the_accused_there_is_no_such_page(readers: Readers, path: str) -> None:
    for login in ("w01-1", "jm-3", "jm-1", OFFICE, "mz-h1", "qhd-2"):
        page = readers.reader(login, "desk")
        assert {status_of(page, path + tail) for tail in ("", "/1", "/2", f"/{WITHHELD}", "/4")} == {404}, login


def test_no_copy_says_what_was_accused_of(readers: Readers, path: str) -> None:
    for login in (CLERK, HANDLER, LEADER, PETITION_OFFICE):
        page = readers.reader(login, "desk")
        for tail in ("", "/1", "/2", f"/{WITHHELD}", "/4"):
            assert WORDS_OF_AN_ACCUSATION not in source_of(page, path + tail), (login, tail)
