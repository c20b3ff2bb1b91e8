"""事项全程 and the acts on a matter: fit for use on both devices, each act by keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.pages.acting import CLERK, HANDLER, HEAD, LEADER, OFFICE, Others
from tests.e2e.pages.asking import source_of
from tests.e2e.pages.reading import (
    Device,
    Readers,
    by_keyboard,
    english_left_over,
    every_device,
    focused,
    is_said,
    press,
    tab_to,
    write,
)


@every_device
@pytest.mark.parametrize("who", [OFFICE, CLERK, HANDLER, "mz-h1", "mz-z2", "qhd-2", "w01-1"])
def test_the_whole_of_a_matter_is_fit_for_each_reader(
    readers: Readers, others: Others, device: Device, who: str
) -> None:
    path = others.struck()
    page = readers.reader(who, device, path)
    expect(page.locator("ol.thread > li").first).to_contain_text("走访听到")
    readers.shown(page, f"matter-struck-{who}")
    assert english_left_over(page) == []


@every_device
def test_a_matter_under_way_leads_to_its_next_act(readers: Readers, others: Others, device: Device) -> None:
    page = readers.reader(HANDLER, device, others.accepted())
    readers.shown(page, "matter-accepted")
    expect(page.locator(".btn-primary")).to_have_text("记录办理结果")
    expect(page.locator(".limit")).to_contain_text("还剩 15 天")


@every_device
def test_a_long_thread_unfolds_by_keyboard(readers: Readers, others: Others, device: Device) -> None:
    page = readers.reader(OFFICE, device, others.struck())
    tab_to(page, "还有 5 条")
    by_keyboard(page, "Enter")
    expect(page.get_by_text("受理", exact=True).first).to_be_visible()
    readers.shown(page, "matter-unfolded")


FORMS: list[tuple[str, str, str, Callable[[Others], str]]] = [
    ("hand-over", OFFICE, "button.act", Others.heard),
    ("acceptance", CLERK, "form[action$=return] button", Others.handed_over),
    ("result", HANDLER, "button.act", Others.accepted),
    ("signature", LEADER, "form[action$=sending-back] button", Others.concluded),
    ("striking", OFFICE, "button.act", Others.served),
]


@every_device
@pytest.mark.parametrize("form", FORMS, ids=[form[0] for form in FORMS])
def test_each_form_is_fit_for_use_and_says_what_it_lacks(
    readers: Readers, others: Others, device: Device, form: tuple[str, str, str, Callable[[Others], str]]
) -> None:
    act, who, button, before = form
    page = readers.reader(who, device, f"{before(others)}/{act}")
    readers.shown(page, act)
    if act == "hand-over":
        page.click("details.field summary")
        page.fill("#reason", "涉及宅基地")
    page.click(button)
    page.wait_for_selector(".faults")
    readers.shown(page, f"{act}-wrong")
    assert focused(page).startswith("有 ")


@every_device
def test_a_matter_is_handed_over_by_keyboard_alone(readers: Readers, others: Others, device: Device) -> None:
    path = others.heard()
    page = readers.reader(OFFICE, device, path)
    tab_to(page, "交办")
    by_keyboard(page, "Enter")
    page.wait_for_url("**/hand-over")
    tab_to(page, "交办")
    by_keyboard(page, "Enter")
    is_said(page, "已交办。")


@every_device
def test_a_matter_is_accepted_by_keyboard_alone(readers: Readers, others: Others, device: Device) -> None:
    path = others.handed_over()
    page = readers.reader(CLERK, device, path + "/acceptance")
    tab_to(page, "经办人")
    tab_to(page, "受理")
    by_keyboard(page, "Enter")
    is_said(page, "已受理，已告知经办人。")


@every_device
def test_a_matter_is_returned_by_keyboard_alone(readers: Readers, others: Others, device: Device) -> None:
    path = others.handed_over()
    page = readers.reader(CLERK, device, path + "/return")
    tab_to(page, "理由")
    by_keyboard(page, "不属于政法委职责")
    tab_to(page, "退回")
    by_keyboard(page, "Enter")
    is_said(page, "已退回，等交办单位重新交办。")


@every_device
def test_a_result_is_recorded_by_keyboard_alone(readers: Readers, others: Others, device: Device) -> None:
    page = readers.reader(HANDLER, device, others.accepted() + "/result")
    tab_to(page, "支持")
    by_keyboard(page, "ArrowDown")
    tab_to(page, "查明的事实")
    by_keyboard(page, "判决已生效")
    tab_to(page, "处理意见")
    by_keyboard(page, "限期执行")
    tab_to(page, "记录办理结果")
    by_keyboard(page, "Enter")
    is_said(page, "办理结果已记录，等领导签发。")
    expect(page.locator(".facts")).to_contain_text("部分支持")


@every_device
def test_a_reply_is_signed_by_keyboard_alone(readers: Readers, others: Others, device: Device) -> None:
    page = readers.reader(LEADER, device, others.concluded() + "/signature")
    tab_to(page, "签发")
    by_keyboard(page, "Enter")
    is_said(page, "已签发，正在编号，生成四份。")


@every_device
def test_a_result_is_sent_back_by_keyboard_alone(readers: Readers, others: Others, device: Device) -> None:
    page = readers.reader(LEADER, device, others.concluded() + "/signature")
    write(page, "理由", "请补写法院的答复")
    press(page, "退回修改")
    is_said(page, "已退回经办人修改。")


def test_the_letter_takes_the_focus(readers: Readers, others: Others) -> None:
    page = readers.reader(LEADER, "desk", others.concluded() + "/signature")
    page.focus("article.letter")
    assert page.evaluate("document.activeElement.matches('article.letter')")


@every_device
def test_a_matter_is_struck_off_by_keyboard_alone(readers: Readers, others: Others, device: Device) -> None:
    page = readers.reader(OFFICE, device, others.served() + "/striking")
    tab_to(page, "办结的依据")
    by_keyboard(page, "四份回证齐全")
    tab_to(page, "销号")
    by_keyboard(page, "Enter")
    is_said(page, "已销号。当事人申请复查的权利不受影响。")


@every_device
def test_who_comes_second_reads_who_was_first(readers: Readers, others: Others, device: Device) -> None:
    path = others.concluded()
    page = readers.reader(HEAD, device, path + "/signature")
    others.ask(LEADER, "POST", path + "/signature")
    page.click("button.act")
    page.wait_for_selector(".told")
    expect(page.locator(".told")).to_contain_text("签发。")
    readers.shown(page, "signature-gone")


@every_device
def test_a_form_that_another_overtook_keeps_what_was_typed(readers: Readers, others: Others, device: Device) -> None:
    path = others.accepted()
    page = readers.reader(HANDLER, device, path + "/result")
    page.check("#outcome-explained")
    page.fill("#facts", "判决已生效")
    page.fill("#opinion", "限期执行")
    others.ask(CLERK, "PUT", path + "/external-ref", {"external_ref": "政法信〔2010〕7"})
    page.click("button.act")
    page.wait_for_selector(".faults")
    expect(page.locator(".faults")).to_contain_text("刚刚修改了本页。您填的内容还在，请核对后再提交。")
    readers.shown(page, "result-overtaken")
    assert page.input_value("#facts") == "判决已生效"
    page.click("button.act")
    is_said(page, "办理结果已记录，等领导签发。")


def test_a_page_that_is_read_says_that_it_has_changed(readers: Readers, others: Others) -> None:
    path = others.accepted()
    page = readers.reader(LEADER, "desk", path)
    expect(page.locator("#stale")).to_be_hidden()
    others.ask(HANDLER, "POST", path + "/result", {"outcome": "explained", "facts": "判决已生效", "opinion": "已说明"})
    expect(page.locator("#stale")).to_be_visible(timeout=30_000)


@every_device
def test_an_identity_is_opened_by_keyboard_and_shown_once(readers: Readers, others: Others, device: Device) -> None:
    path = others.accepted()
    page = readers.reader(HANDLER, device, path + "/identity")
    readers.shown(page, "identity-ask")
    tab_to(page, "用途")
    by_keyboard(page, "核实判决情况", "Enter")
    page.wait_for_selector(".told")
    readers.shown(page, "identity-opened")
    named = page.inner_text("dl.facts dd >> nth=0")
    assert named not in source_of(page, path)
    page.go_back()
    page.wait_for_selector("#purpose")
    page.go_forward()
    page.wait_for_selector("#purpose")
    page.goto(path + "/identity")
    assert named not in page.content()


def test_it_all_works_without_scripts(readers: Readers, others: Others) -> None:
    path = others.handed_over()
    page = readers.reader(CLERK, "phone", path + "/acceptance", scripts=False)
    page.click("button.act")
    page.wait_for_selector(".notice")
    assert page.url.endswith(path)
