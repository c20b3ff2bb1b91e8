"""While a service is away, what was typed is kept sealed, for who typed it, and counts once when it is sent again."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from tests.component.gateway.frame.trying import PAGE, Browser, ended, typed_in


async def test_while_a_service_is_away_the_form_is_kept_and_can_be_sent_again(browser: Browser) -> None:
    await browser.open(PAGE)
    await browser.stage.processes["ledger"].stop()
    await browser.send(words="typed on the way")
    assert browser.page.status_code == 503
    assert "暂时连不上，您的内容还没有保存。" in browser.page.text
    assert "typed on the way" not in browser.page.text
    await browser.stage.processes["ledger"].start()
    await browser.send()
    await browser.follow()
    assert [json.loads(body)["words"] for body, _ in browser.sent()] == ["typed on the way"]


async def test_what_is_sent_again_counts_once_however_often_it_was_away(browser: Browser) -> None:
    await browser.open(PAGE)
    before = browser.hidden | {"words": "typed on the way"}
    await browser.post(PAGE, before)
    await browser.stage.processes["ledger"].stop()
    await browser.post(PAGE, before)
    await browser.send()
    assert browser.page.status_code == 503
    await browser.stage.processes["ledger"].start()
    await browser.send()
    assert browser.page.status_code == 303
    first, again = browser.sent()
    assert first == again


async def test_while_a_service_is_away_one_may_go_back_to_the_form_as_it_was_typed(browser: Browser) -> None:
    await browser.open(PAGE)
    await browser.stage.processes["ledger"].stop()
    await browser.send(words="typed on the way")
    later = browser.hidden | {"look": "yes"}
    await browser.post(PAGE, later)
    assert browser.page.status_code == 503
    await browser.stage.processes["ledger"].start()
    await browser.post(PAGE, later)
    assert browser.words == "typed on the way"
    assert "您的内容还没有保存，请核对后再提交。" in browser.page.text
    assert browser.sent() == []
    await browser.send(words="and mended")
    assert [json.loads(body)["words"] for body, _ in browser.sent()] == ["and mended"]


async def test_what_is_carried_is_for_who_typed_it_and_for_its_form(browser: Browser) -> None:
    await browser.open(PAGE)
    await browser.stage.processes["ledger"].stop()
    await browser.send(words="what li typed")
    later = browser.hidden
    await browser.stage.processes["ledger"].start()
    await browser.post("/trying/8", later)
    assert browser.page.status_code == 404
    await browser.post(PAGE, later | {"draft": later["draft"][:-9] + "nonsense="})
    assert browser.page.status_code == 404
    await browser.stage.account("wang", "handler", unit="00000000-0000-0000-0000-000000000001")
    await browser.log_in("wang")
    await browser.post(PAGE, later)
    assert browser.page.status_code == 404
    assert "what li typed" not in browser.page.text
    assert browser.sent() == []


async def test_what_is_carried_outlives_the_session_too(browser: Browser) -> None:
    await browser.open(PAGE)
    await browser.stage.processes["ledger"].stop()
    await browser.send(words="a long diary line")
    later = browser.hidden
    await browser.stage.processes["ledger"].start()
    await ended(browser)
    await browser.post(PAGE, later)
    assert "登录已过期。重新登录后，刚才填的内容还在。" in browser.page.text
    assert "a long diary line" not in browser.page.text
    await browser.log_in("li")
    assert browser.words == "a long diary line"
    await browser.send(words=browser.words)
    assert [json.loads(body)["words"] for body, _ in browser.sent()] == ["a long diary line"]


async def test_a_page_whose_service_is_away_says_so(browser: Browser) -> None:
    await browser.stage.processes["ledger"].stop()
    await browser.open(PAGE)
    assert browser.page.status_code == 503
    assert f'href="{PAGE}"' in browser.page.text


async def test_what_nobody_foresaw_keeps_what_was_typed_and_tells_nothing_of_why(browser: Browser) -> None:
    await browser.open(PAGE)
    await browser.send("/broken/7", words="typed in vain")
    assert browser.page.status_code == 500
    assert "没有做成，您的内容还没有保存。" in browser.page.text
    assert "typed in vain" not in browser.page.text
    assert "typed in vain" in typed_in(browser)
    assert "ZeroDivision" not in browser.page.text


async def test_what_broke_behind_the_page_keeps_what_was_typed(browser: Browser) -> None:
    await browser.open(PAGE)
    await browser.send("/behind/7", words="typed in vain")
    assert "您的内容还没有保存。" in browser.page.text
    assert "typed in vain" in typed_in(browser)


async def test_while_nobody_can_be_let_in_the_log_in_keeps_all_but_the_password(browser: Browser) -> None:
    await browser.open(PAGE)
    await ended(browser)
    await browser.send(words="a long diary line")
    carried = browser.hidden["draft"]
    async with unable_to_log_in(browser):
        await browser.log_in("li")
    assert browser.page.status_code >= 500
    assert "暂时连不上，请稍后再试。" in browser.page.text
    assert 'value="li"' in browser.page.text
    assert browser.hidden["draft"] == carried
    await browser.log_in("li")
    assert browser.words == "a long diary line"


@asynccontextmanager
async def unable_to_log_in(browser: Browser) -> AsyncIterator[None]:
    """The gateway's table of sessions is away."""
    database = await asyncpg.connect(browser.stage.database.superuser_url)
    await database.execute("ALTER TABLE gateway.sessions RENAME TO elsewhere")
    yield
    await database.execute("ALTER TABLE gateway.elsewhere RENAME TO sessions")
    await database.close()
