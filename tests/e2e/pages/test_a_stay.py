"""住村: a cadre's own stay by hand (mz-h3), from leaving for a while to the note on the Party branch."""

import pytest
from playwright.sync_api import Page

from tests.e2e.pages.asking import asked, own_stay
from tests.e2e.pages.reading import (
    Device,
    Readers,
    by_keyboard,
    english_left_over,
    every_device,
    is_said,
)

NAMES: dict[Device, str] = {"phone": "手机", "desk": "电脑"}
"""How what is typed says by which device; pages are looked through for words that are not Chinese."""


def stay(readers: Readers, device: Device, login: str = "mz-h3", state: str = "started", below: str = "") -> Page:
    """A page of the reader's own stay."""
    page = readers.reader(login, device)
    page.goto(own_stay(page, state) + below)
    return page


def said(page: Page, text: str) -> None:
    page.wait_for_selector(f"main >> text={text}")


@every_device
@pytest.mark.parametrize(
    "below", ["", "/pairings", "/screenings", "/records/deeds", "/records/meetings", "/records/notes"]
)
def test_the_pages_of_a_stay_are_fit_for_use(readers: Readers, device: Device, below: str) -> None:
    page = stay(readers, device, below=below)
    page.locator(".act").first.scroll_into_view_if_needed()
    readers.shown(page, f"stay{below.replace('/', '-')}")
    assert english_left_over(page) == []


@every_device
@pytest.mark.parametrize(("login", "state"), [("mz-h1", "ended"), ("mz-z1", "planned")])
def test_a_stay_before_and_after_is_fit_for_use(readers: Readers, device: Device, login: str, state: str) -> None:
    page = stay(readers, device, login, state)
    readers.shown(page, f"stay-{state}")
    assert english_left_over(page) == []


def test_a_stay_is_interrupted_with_a_reason_and_resumed(readers: Readers) -> None:
    page = stay(readers, "phone")
    page.click("text=临时离开")
    page.click("text=登记离开")
    said(page, "请写明离开的原因，科室负责人和活动办公室会看到。")
    page.fill("#reason", "单位急事")
    page.click("text=登记离开")
    said(page, "已登记离开，住村中断。")
    readers.shown(page, "stay-interrupted")
    page.click("text=登记返回")
    said(page, "已登记返回，住村继续。")
    assert "单位急事" in page.inner_text("main")


@every_device
def test_a_pairing_goes_from_need_to_result(readers: Readers, device: Device) -> None:
    page = stay(readers, device, below="/pairings")
    page.select_option("#kind", label="困难群众")
    page.select_option("#group", label="第4组")
    page.fill("#number", {"phone": "38", "desk": "39"}[device])
    page.click("button.act")
    said(page, "已结对。请填写这一户最迫切的需求。")
    page.fill("#need", "房屋漏雨")
    page.click("button.act")
    said(page, "已记下需求。")
    page.select_option("#kind", label="特困救助")
    page.fill("#what", "联系修缮")
    page.click("button.act")
    said(page, "已记下措施。")
    page.locator(".act").first.scroll_into_view_if_needed()
    readers.shown(page, "pairing")
    page.fill("#result-1", "已修好")
    page.click("button.act")
    said(page, "已记下结果，列入帮扶账。")
    assert "已修好" in page.inner_text("main")


def test_nothing_found_is_a_result_of_a_screening_and_by_keyboard_alone(readers: Readers) -> None:
    page = stay(readers, "desk", below="/screenings")
    page.focus("#found-no")
    by_keyboard(page, "Space", "Tab", "Tab", "Tab", "Tab", "Tab", "Enter")
    said(page, "已保存排查。")
    assert "未发现" in page.locator("table.rows tbody tr").first.inner_text()


def open_screening(page: Page, found: str) -> None:
    """Open the one in which this was found, from the list in which it stands."""
    stay = page.url.split("/")[-2]
    items = asked(page, "/screenings", stay=stay, limit="100")["items"]
    id = next(one["id"] for one in items if [what["what"]["text"] for what in one["findings"]] == [found])
    page.click(f"table.rows a[href='/screenings/{id}']")
    page.wait_for_url(f"**/screenings/{id}")


@every_device
def test_a_screening_is_corrected_and_the_old_wording_stays_struck(readers: Readers, device: Device) -> None:
    page = stay(readers, device, below="/screenings")
    before, after = f"{NAMES[device]}所见：山塘渗水两处", f"{NAMES[device]}所见：山塘渗水一处"
    page.check("#found-yes")
    page.fill("[id='findings.0.what']", before)
    page.click("button.act")
    is_said(page, "已保存排查。")
    open_screening(page, before)
    page.click("text=更正排查")
    page.fill("[id='findings.0.what']", after)
    page.fill("#reason", "复核")
    page.click("button.act")
    is_said(page, "已更正，原来的写法保留并划去。")
    assert before in page.inner_text("del")
    assert after in page.inner_text("ins")
    readers.shown(page, "screening-corrected")


@every_device
def test_a_diary_line_is_corrected_and_the_old_wording_stays_struck(readers: Readers, device: Device) -> None:
    page = stay(readers, device)
    page.locator("#visits table.rows a").last.click()
    page.wait_for_url("**/visits/*")
    page.locator("summary >> text=更正民情日记").click()
    before = page.input_value("#diary")
    readers.shown(page, "visit-correcting")
    after = f"走访时看望了老人（{NAMES[device]}）"
    page.fill("#diary", after)
    page.fill("#reason", "写漏了")
    page.click("button.act")
    is_said(page, "已更正，原来的写法保留并划去。")
    assert page.inner_text("ins").strip() == after
    assert page.locator("del").last.inner_text().strip() == before
    readers.shown(page, "visit-corrected")


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("deeds", {"what": "清淤水渠", "money": "500", "days": "3"}),
        ("meetings", {"party": "18", "people": "2", "minutes": "征求意见"}),
        ("notes", {"text": "班子团结"}),
    ],
)
def test_what_is_done_once_is_written_down(readers: Readers, name: str, fields: dict[str, str]) -> None:
    page = stay(readers, "phone", below=f"/records/{name}")
    if name != "notes":
        page.select_option("#kind", index=1)
    for field, text in fields.items():
        page.fill(f"#{field}", text)
    page.click("button.act")
    said(page, "已保存。")
    assert list(fields.values())[-1] in page.inner_text("main")


def test_a_section_head_sees_a_stay_and_can_note_nothing_on_it(readers: Readers) -> None:
    page = readers.reader("mz-h1", "desk")
    items = page.request.get("/api/v1/stays?state=started").json()["items"]
    page.goto(f"/stays/{items[0]['id']}/records/notes")
    assert page.locator("main form").count() == 0
    page.goto(f"/stays/{items[0]['id']}/visits")
    assert "没有这一页，或不在您的权限内。" in page.inner_text("main")
