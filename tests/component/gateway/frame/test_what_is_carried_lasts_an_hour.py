"""What was typed travels sealed for an hour, by whatever way it comes back; then it is gone, and that is said."""

import json

from tests.component.gateway.frame.trying import PAGE, Browser, aged, ended
from tests.component.gateway.stage import DISTRICT, PASSWORD

ALMOST, OVER = 3500, 3601
GONE = "填好的内容最多保留一小时，现已删除。请重新填写。"


async def left_off(browser: Browser) -> dict[str, str]:
    """Type while the service is away, and come back when it is there again: what the page carries."""
    await browser.open(PAGE)
    await browser.stage.processes["ledger"].stop()
    await browser.send(words="typed on the way")
    await browser.stage.processes["ledger"].start()
    return browser.hidden


async def test_within_the_hour_it_is_sent_again(browser: Browser) -> None:
    later = await left_off(browser)
    await browser.post(PAGE, later | {"draft": aged(browser.stage, later["draft"], ALMOST)})
    assert [json.loads(body)["words"] for body, _ in browser.sent()] == ["typed on the way"]


async def test_after_the_hour_it_is_not_sent_and_the_form_comes_back_as_it_was_before(browser: Browser) -> None:
    later = await left_off(browser)
    await browser.post(PAGE, later | {"draft": aged(browser.stage, later["draft"], OVER)})
    assert GONE in browser.page.text
    assert "typed on the way" not in browser.page.text
    assert browser.words == "as it was"
    assert browser.sent() == []
    await browser.send(words="typed anew")
    assert [json.loads(body)["words"] for body, _ in browser.sent()] == ["typed anew"]


async def test_after_the_hour_the_log_in_page_does_not_carry_it_on_either(browser: Browser) -> None:
    later = await left_off(browser)
    await ended(browser)
    await browser.post(PAGE, later | {"draft": aged(browser.stage, later["draft"], OVER)})
    assert (browser.page.status_code, browser.page.headers["location"]) == (303, "/login?to=/")


async def test_who_logs_in_after_the_hour_finds_no_form(browser: Browser) -> None:
    await browser.open(PAGE)
    await ended(browser)
    await browser.send(words="a long diary line")
    form = browser.hidden
    for seconds, found in ((OVER, False), (ALMOST, True)):
        typed = form | {"district": DISTRICT, "account": "li", "password": PASSWORD}
        await browser.post("/login", typed | {"draft": aged(browser.stage, form["draft"], seconds)})
        assert ("a long diary line" in browser.page.text) is found
    assert browser.sent() == []
