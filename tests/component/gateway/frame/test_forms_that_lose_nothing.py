"""A form takes effect once, comes back filled in, and survives a lost session."""

import json

import pytest

from services.gateway.pages.tickets import Seals
from tests.component.gateway.frame.trying import PAGE, Browser, ended, typed_in
from tests.component.gateway.stage import PASSWORD


async def test_what_was_sent_is_answered_by_another_page_which_says_so_once(browser: Browser) -> None:
    await browser.open(PAGE)
    await browser.send(words="征地补偿款没有到账")
    await browser.follow()
    assert "已保存。" in browser.page.text
    assert json.loads(browser.sent()[0][0]) == {"words": "征地补偿款没有到账"}
    await browser.open(PAGE)
    assert "已保存。" not in browser.page.text


async def test_a_double_click_sends_the_same_thing_under_the_same_key(browser: Browser) -> None:
    await browser.open(PAGE)
    form = browser.hidden
    await browser.post(PAGE, form | {"words": "one"})
    await browser.post(PAGE, form | {"words": "one"})
    await browser.open(PAGE)
    await browser.send(words="one")
    (_, first), (_, again), (_, anew) = browser.sent()
    assert first == again != anew


async def test_what_a_rule_refuses_comes_back_filled_in_under_the_same_key(browser: Browser) -> None:
    await browser.open(PAGE)
    form = browser.hidden
    await browser.send("/refused/7", words="typed", field="1")
    assert browser.page.status_code == 409
    assert "有 1 处需要修改" in browser.page.text
    assert "账号名 li 已有人使用，请换一个。" in browser.page.text
    assert browser.words == "typed"
    seals = Seals(browser.stage.gate.master)
    before, now = seals.ticket(form["ticket"]), seals.ticket(browser.hidden["ticket"])
    assert before
    assert now
    assert before.key == now.key


async def test_what_is_of_the_wrong_shape_is_said_at_its_field(browser: Browser) -> None:
    await browser.open(PAGE)
    await browser.send("/refused/7", words="typed", field="not a number")
    assert browser.page.status_code == 422
    assert '<a href="#field">这一项填得不对，请核对。</a>' in browser.page.text
    assert 'aria-describedby="field-fault"' in browser.page.text
    assert browser.words == "typed"


@pytest.mark.parametrize("ticket", ["", "nonsense", "gAAAAABpMnonsense"])
async def test_a_form_that_no_page_of_ours_gave_is_sent_nowhere(browser: Browser, ticket: str) -> None:
    await browser.post(PAGE, {"words": "forged", "ticket": ticket})
    assert browser.page.status_code == 404
    assert browser.sent() == []


@pytest.mark.parametrize(
    ("kind", "form"), [("application/x-www-form-urlencoded", "a=&" * 1001), ("multipart/form-data", "x")]
)
async def test_what_is_no_form_of_ours_is_no_page(browser: Browser, kind: str, form: str) -> None:
    sent = {"content-type": kind, "accept": "text/html"}
    for path in ("/login", PAGE):
        page = await browser.stage.http.post(path, content=form, headers=sent)
        assert page.headers["content-type"].startswith("text/html")
        assert page.status_code == 404
    assert browser.sent() == []


async def test_a_form_from_another_site_is_sent_nowhere(browser: Browser) -> None:
    await browser.open(PAGE)
    await browser.post(PAGE, browser.hidden | {"words": "forged"}, **{"sec-fetch-site": "cross-site"})
    assert browser.page.status_code == 404
    assert browser.sent() == []


async def test_to_another_site_the_way_in_is_not_there(browser: Browser) -> None:
    browser.stage.http.cookies.clear()
    for path in ("/login", PAGE):
        await browser.post(path, {"account": "li"}, **{"sec-fetch-site": "cross-site"})
        assert browser.page.status_code == 404
        assert "没有这一页" in browser.page.text


async def test_a_form_of_somebody_else_is_sent_nowhere_and_not_shown(browser: Browser) -> None:
    await browser.open(PAGE)
    form = browser.hidden
    await browser.stage.account("wang", "handler", unit="00000000-0000-0000-0000-000000000001")
    await browser.log_in("wang")
    await browser.post(PAGE, form | {"words": "what li typed"})
    assert browser.page.status_code == 404
    assert "what li typed" not in browser.page.text
    assert browser.sent() == []


async def test_after_a_lost_session_what_was_typed_is_there_again_once_one_has_logged_in(browser: Browser) -> None:
    await browser.open(PAGE)
    await ended(browser)
    await browser.send(words="a long diary line")
    assert browser.page.status_code == 401
    assert "登录已过期。重新登录后，刚才填的内容还在。" in browser.page.text
    assert "a long diary line" not in browser.page.text
    await browser.log_in("li", "not the password")
    assert browser.page.status_code == 422
    await browser.log_in("li")
    assert browser.words == "a long diary line"
    assert "刚才填的内容还在" in browser.page.text
    assert browser.sent() == []
    await browser.send(words=browser.words)
    assert [json.loads(body)["words"] for body, _ in browser.sent()] == ["a long diary line"]


async def test_what_was_typed_is_for_the_account_that_typed_it(browser: Browser) -> None:
    await browser.stage.account("wang", "handler", unit="00000000-0000-0000-0000-000000000001")
    await browser.log_in("li")
    await browser.open(PAGE)
    await ended(browser)
    await browser.send(words="what li typed")
    await browser.log_in("wang")
    assert browser.page.status_code == 303
    await browser.open(PAGE)
    assert "what li typed" not in browser.page.text


async def test_a_form_that_outlived_its_session_comes_back_for_another_look(browser: Browser) -> None:
    await browser.open(PAGE)
    form = browser.hidden
    await browser.log_in("li")
    await browser.post(PAGE, form | {"words": "typed before"})
    assert browser.words == "typed before"
    assert browser.sent() == []
    await browser.send(words=browser.words)
    assert len(browser.sent()) == 1


async def test_a_password_is_carried_nowhere(browser: Browser) -> None:
    await browser.open(PAGE)
    await browser.stage.processes["ledger"].stop()
    await browser.send(words="x", password=PASSWORD)
    assert PASSWORD not in browser.page.text
    assert PASSWORD not in typed_in(browser)
    await browser.open(PAGE)
    form = browser.hidden
    await ended(browser)
    await browser.post(PAGE, form | {"words": "x", "password": PASSWORD})
    assert PASSWORD not in typed_in(browser)


async def test_what_was_typed_is_there_again_by_https_too(browser: Browser) -> None:
    browser.stage.http.base_url = "https://minqing.example"
    await browser.log_in("li")
    await browser.open(PAGE)
    browser.stage.http.cookies.clear()
    await browser.send(words="a long diary line")
    assert browser.page.status_code == 401
    await browser.log_in("li")
    assert browser.words == "a long diary line"
