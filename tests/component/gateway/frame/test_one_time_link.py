"""One-time link: a page for who cannot log in yet."""

from tests.component.gateway.frame.trying import Browser
from tests.component.gateway.stage import Stage


async def invited(stage: Stage) -> str:
    """The path of a link for somebody who has no password."""
    made = await stage.ask("admin", "POST", "/accounts", {"login": "wang"})
    link = await stage.ask("admin", "POST", f"/accounts/{made.json()['id']}/links")
    return "/" + str(link.json()["link"]).split("/", 3)[3]


async def test_the_page_says_for_whom_it_is_and_the_password_that_is_set_logs_in(stage: Stage) -> None:
    browser, link = Browser(stage), await invited(stage)
    await browser.open(link)
    assert "wang" in browser.page.text
    await browser.send(link, password="a new password", account="wang")
    await browser.follow()
    assert "密码已设好，请用新密码登录。" in browser.page.text
    assert 'value="wang"' in browser.page.text
    await browser.log_in("wang", "a new password")
    assert browser.page.status_code == 303


async def test_a_double_click_is_answered_the_same(stage: Stage) -> None:
    browser, link = Browser(stage), await invited(stage)
    await browser.open(link)
    form = browser.hidden | {"password": "a new password"}
    await browser.post(link, form)
    await browser.post(link, form)
    assert browser.page.status_code == 303


async def test_a_short_password_is_said_at_its_field_and_the_link_is_still_good(stage: Stage) -> None:
    browser, link = Browser(stage), await invited(stage)
    await browser.open(link)
    await browser.send(link, password="short")
    assert browser.page.status_code == 422
    assert "密码至少 8 个字。" in browser.page.text
    assert "short" not in browser.page.text
    await browser.send(link, password="long enough")
    assert browser.page.status_code == 303


async def test_a_link_that_is_used_says_whom_to_ask(stage: Stage) -> None:
    browser, link = Browser(stage), await invited(stage)
    await browser.open(link)
    await browser.send(link, password="a new password")
    await browser.open(link)
    assert browser.page.status_code == 404
    assert "请向给您链接的管理员要一个新的" in browser.page.text
