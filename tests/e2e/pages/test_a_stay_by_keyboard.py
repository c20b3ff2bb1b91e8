"""What a cadre notes on the own stay (mz-h3), by Tab, Space, arrows and Enter alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages.asking import asked, own_stay
from tests.e2e.pages.reading import Readers, by_keyboard, focused, is_said, press, tab_to, write

DOWN = "ArrowDown"
CORRECTED = "已更正，原来的写法保留并划去。"


@pytest.fixture
def page(readers: Readers) -> Page:
    """The stay, as its cadre finds it."""
    page = readers.reader("mz-h3", "desk")
    page.goto(own_stay(page))
    return page


def go(page: Page, link: str, path: str) -> None:
    """Follow a link."""
    press(page, link)
    page.wait_for_url(f"**{path}")


def test_from_the_list_to_the_stay_and_its_form(page: Page) -> None:
    stay = page.url.rpartition("/")[2]
    place = asked(page, f"/stays/{stay}")["place"]["name"]
    page.goto("/stays?state=started")
    go(page, place, f"/stays/{stay}")
    go(page, "登记走访", f"/stays/{stay}/visits")


def test_leaving_for_a_while_and_coming_back(page: Page) -> None:
    press(page, "临时离开")
    write(page, "离开的原因", "家中老人住院")
    press(page, "登记离开")
    is_said(page, "已登记离开，住村中断。")
    press(page, "登记返回")
    is_said(page, "已登记返回，住村继续。")
    expect(page.get_by_text("家中老人住院").last).to_be_visible()


def test_a_pairing_from_the_household_to_the_result(page: Page) -> None:
    found = asked(page, "/pairings", stay=page.url.rpartition("/")[2], limit="100")["items"]
    paired = {str(one["household"]["number"]) for one in found}
    go(page, "结对帮扶", "/pairings")
    write(page, "结对的是", DOWN)
    tab_to(page, "组")
    by_keyboard(page, *[DOWN] * 4)
    write(page, "户号", next(number for number in map(str, range(31, 38)) if number not in paired))
    press(page, "结对")
    is_said(page, "已结对。请填写这一户最迫切的需求。")
    write(page, "这一户需要什么", "孩子上学路远")
    press(page, "记下需求")
    is_said(page, "已记下需求。")
    write(page, "哪一种措施", DOWN)
    write(page, "采取了什么措施", "联系寄宿")
    press(page, "记下措施")
    is_said(page, "已记下措施。")
    write(page, "这项措施的结果", "已经住校")
    press(page, "记下结果")
    is_said(page, "已记下结果，列入帮扶账。")
    expect(page.get_by_text("已经住校")).to_be_visible()


def test_a_screening_with_two_findings_and_its_correction(page: Page) -> None:
    go(page, "排查", "/screenings")
    tab_to(page, "未发现")
    by_keyboard(page, "Space", DOWN)
    assert focused(page) == "发现问题"
    write(page, "发现了什么，在哪里", "村口危桥一座")
    press(page, "＋ 再加一处")
    page.wait_for_selector("[id='findings.1.what']")
    assert page.input_value("[id='findings.0.what']") == "村口危桥一座"
    page.focus("[id='findings.0.level']")
    write(page, "发现了什么，在哪里", "河堤裂缝一处")
    press(page, "保存排查")
    is_said(page, "已保存排查。")
    stay = page.url.split("/")[-2]
    items = asked(page, "/screenings", stay=stay, limit="100")["items"]
    id = next(one["id"] for one in items if one["findings"][-1:] and "河堤" in one["findings"][-1]["what"]["text"])
    page.locator(f"table.rows a[href='/screenings/{id}']").focus()
    by_keyboard(page, "Enter")
    page.wait_for_url(f"**/screenings/{id}")
    press(page, "更正排查")
    write(page, "发现了什么，在哪里", "村口危桥已封")
    write(page, "为什么更正？", "复核")
    press(page, "保存更正")
    is_said(page, CORRECTED)
    expect(page.locator("ins")).to_contain_text("村口危桥已封")


def test_a_diary_line_is_corrected(page: Page) -> None:
    visit = page.locator("#visits table.rows a").first
    label, path = visit.text_content() or "", visit.get_attribute("href") or ""
    tab_to(page, label)
    by_keyboard(page, "Enter")
    page.wait_for_url(f"**{path}")
    press(page, "更正民情日记")
    write(page, "民情日记", "补记：老人要配老花镜。")
    write(page, "为什么更正？", "写漏了")
    press(page, "保存更正")
    is_said(page, CORRECTED)
    expect(page.locator("ins")).to_contain_text("补记：老人要配老花镜。")


@pytest.mark.parametrize(
    ("link", "path", "fields"),
    [
        ("好事实事", "/records/deeds", {"哪一种": DOWN, "做了什么": "修水渠三百米", "出力（工日，可不填）": "2"}),
        ("座谈会、评议会", "/records/meetings", {"哪一种": DOWN, "到会党员": "9", "会议记录": "商量冬修安排"}),
        ("党组织和党员情况", "/records/notes", {"党组织和党员的情况": "支部按时活动"}),
    ],
)
def test_what_is_done_once_is_written_down(page: Page, link: str, path: str, fields: dict[str, str]) -> None:
    go(page, link, path)
    for label, text in fields.items():
        write(page, label, text)
    press(page, "保存")
    is_said(page, "已保存。")
    told = [text for text in fields.values() if len(text) > 3 and text != DOWN]
    for text in told:
        expect(page.get_by_text(text).first).to_be_visible()


def test_a_visit_with_a_matter(page: Page) -> None:
    go(page, "登记走访", "/visits")
    tab_to(page, "挂牌接访")
    by_keyboard(page, "Space", DOWN, DOWN, DOWN)
    assert focused(page) == "逐户走访"
    press(page, "＋ 加来访人")
    page.wait_for_selector("#number")
    write(page, "组", DOWN)
    write(page, "户号", "9")
    press(page, "记下")
    page.wait_for_selector("text=第1组 9 户")
    write(page, "民情日记", "户主反映路灯不亮")
    press(page, "＋ 加一件事项")
    page.wait_for_selector("#kind-livelihood")
    assert focused(page) == "听到了什么？"
    page.keyboard.press("Tab")
    by_keyboard(page, "Space")
    chosen = page.locator("input[name=kind]:checked")
    expect(chosen).to_be_focused()
    while chosen.get_attribute("value") != "livelihood":
        by_keyboard(page, DOWN)
    press(page, "继续")
    page.wait_for_selector("#subject")
    write(page, "标题", "路灯不亮")
    write(page, "内容", "村口三盏路灯不亮")
    tab_to(page, "是")
    by_keyboard(page, "Space", DOWN)
    assert focused(page) == "否"
    press(page, "记下")
    page.wait_for_selector("text=事项 1")
    press(page, "保存走访")
    is_said(page, "已保存：走访 1 次，事项 1 件。")
