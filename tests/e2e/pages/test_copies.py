"""书面回复 · 送达回证: the handler and the clerk serve; office, contact unit and village read what is theirs."""

from playwright.sync_api import Page, expect

from tests.e2e.pages.acting import CLERK, HANDLER, Others
from tests.e2e.pages.asking import asked, sheets_of, source_of, status_of
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

COPIES = "/matters/{}/copies"


def matter(page: Page, state: str, kind: str = "dispute") -> str:
    """The path of the copies of a matter that the reader sees."""
    found = asked(page, "/matters", state=state, kind=kind)["items"]
    return COPIES.format(found[0]["id"])


@every_device
def test_the_copies_are_fit_for_use(readers: Readers, device: Device) -> None:
    page = readers.reader("aj-4", device)
    path = matter(page, "issued")
    for tail in ("", "/2", "/4", "/2/service", "/2/receipt"):
        page.goto(path + tail)
        readers.shown(page, f"copies{tail.replace('/', '-')}")
        assert english_left_over(page) == []


@every_device
def test_without_a_reply_there_is_nothing_to_serve(readers: Readers, others: Others, device: Device) -> None:
    page = readers.reader(CLERK, device, others.accepted() + "/copies")
    readers.shown(page, "copies-none")
    expect(page.locator(".empty")).to_have_text("尚未签发，没有可送达的文书。")


@every_device
def test_a_copy_is_served_by_keyboard_alone(readers: Readers, others: Others, device: Device) -> None:
    path = others.issued() + "/copies"
    page = readers.reader(HANDLER, device, path)
    tab_to(page, "登记送达第 1 份")
    by_keyboard(page, "Enter")
    page.wait_for_url("**/1/service")
    tab_to(page, "已送达")
    by_keyboard(page, "Space")
    tab_to(page, "收件人")
    by_keyboard(page, "王小明")
    tab_to(page, "登记送达")
    by_keyboard(page, "Enter")
    page.wait_for_url("**" + path)
    is_said(page, "已登记第 1 份的送达结果。")
    row = page.locator("tbody tr").first
    expect(row).to_contain_text("已送达")
    expect(row).not_to_contain_text("登记送达")


@every_device
def test_a_refusal_without_a_witness_comes_back_filled_in(readers: Readers, device: Device) -> None:
    page = readers.reader("jm-4", device)
    page.goto(matter(page, "issued") + "/3/service")
    page.check("#result-refused")
    page.fill("#to", "村委会")
    page.click("button.act")
    page.wait_for_selector(".faults")
    readers.shown(page, "copy-service-wrong")
    assert focused(page) == "有 1 处需要修改"
    assert page.input_value("#to") == "村委会"
    assert page.is_checked("#result-refused")
    expect(page.locator(".faults")).to_contain_text("拒收须有见证人")


def test_the_witness_of_a_refusal_is_told(readers: Readers, others: Others) -> None:
    path = others.issued() + "/copies"
    page = readers.reader(CLERK, "desk", path + "/3/service")
    page.check("#result-refused")
    page.fill("#to", "村委会")
    page.fill("#witness", "陈支书")
    page.click("button.act")
    page.wait_for_url("**" + path)
    row = page.locator("tbody tr").nth(2)
    expect(row).to_contain_text("拒收")
    expect(row).to_contain_text("见证人 陈…")
    readers.shown(page, "copies-refused")


@every_device
def test_the_partys_copy_names_the_party_for_a_purpose_alone(readers: Readers, device: Device) -> None:
    page = readers.reader("aj-4", device)
    path = matter(page, "issued")
    page.goto(path + "/4")
    page.get_by_role("button", name="打印本份").click()
    page.wait_for_selector(".faults")
    page.fill("#purpose", "送达")
    page.get_by_role("button", name="打印本份").click()
    page.wait_for_selector(".told")
    readers.shown(page, "copy-opened")
    party = page.inner_text(".addressee").removesuffix("：")
    assert party != "当事人"
    for tail in ("", "/1", "/2", "/3", "/4", "/4/service"):
        assert party not in source_of(page, path + tail)
    assert status_of(page, path + "/4/receipt") == 404
    page.goto(path + "/4/opening")
    assert page.url.endswith("/copies/4")


@every_device
def test_the_partys_receipt_is_an_opening_too(readers: Readers, device: Device) -> None:
    page = readers.reader("aj-4", device)
    page.goto(matter(page, "issued") + "/4")
    page.fill("#purpose", "送达")
    page.get_by_role("button", name="打印送达回证").click()
    page.wait_for_selector(".receipt")
    readers.shown(page, "receipt-opened")
    assert "当事人" not in page.inner_text(".receipt")


def test_the_partys_copy_and_receipt_are_opened_by_keyboard_alone(readers: Readers, others: Others) -> None:
    page = readers.reader(HANDLER, "desk", others.issued() + "/copies/4")
    write(page, "用途", "送达")
    press(page, "打印本份")
    expect(page.locator(".told")).to_have_text("本次查看已记入审计。离开本页后，当事人姓名不再显示。")
    expect(page.locator(".told")).to_be_focused()
    tab_to(page, "打印本份")
    page.go_back()
    write(page, "用途", "送达")
    press(page, "打印送达回证")
    page.wait_for_selector(".receipt")


def test_letter_and_receipt_are_printed_on_one_sheet_each(readers: Readers) -> None:
    page = readers.reader("aj-4", "desk")
    path = matter(page, "issued")
    for tail in ("/1", "/2/receipt"):
        page.goto(path + tail)
        printed = page.pdf()
        readers.keep(f"copies{tail.replace('/', '-')}.pdf", printed)
        assert sheets_of(printed) == 1


def test_the_contact_unit_has_its_own_copy_alone(readers: Readers) -> None:
    page = readers.reader("mz-h2", "desk")
    path = matter(page, "issued")
    source = source_of(page, path)
    assert "第 2 份 共 4 份" in source
    for hidden in ("第 1 份", "第 3 份", "第 4 份", "登记送达", "/service", "见证人"):
        assert hidden not in source
    assert [status_of(page, f"{path}/{n}") for n in (1, 2, 3, 4)] == [404, 200, 404, 404]
    own = source_of(page, f"{path}/2")
    for hidden in ("/service", "/receipt", "/opening", "经办人"):
        assert hidden not in own
    assert status_of(page, f"{path}/2/service") == status_of(page, f"{path}/2/receipt") == 404


def test_leader_and_office_read_all_copies_and_serve_none(readers: Readers) -> None:
    for login, opens in (("aj-2", True), ("mz-h1", False)):
        page = readers.reader(login, "desk")
        here = readers.reader("aj-4", "desk")
        path = matter(here, "issued")
        source = source_of(page, path)
        assert "第 4 份 共 4 份" in source
        assert "/service" not in source
        assert ("/opening" in source_of(page, f"{path}/4")) is opens
        assert status_of(page, f"{path}/1/service") == 404


def test_for_all_others_there_is_no_such_page(readers: Readers) -> None:
    path = matter(readers.reader("aj-4", "desk"), "issued")
    for login in ("gt-3", "xf-1", "sj-1", "qhd-2", "admin"):
        page = readers.reader(login, "desk")
        assert {status_of(page, path + tail) for tail in ("", "/1", "/1/service", "/1/receipt")} == {404}, login
