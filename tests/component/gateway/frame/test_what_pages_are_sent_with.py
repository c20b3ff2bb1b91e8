"""Headers, languages, files: what every page is sent with; and the one page for what is not there."""

import gzip
import re

import pytest

from services.gateway.pages.assets import assets
from tests.component.gateway.frame.trying import PAGE, Browser
from tests.component.gateway.stage import Stage

FIRST_PAGE_KILOBYTES = 120
OWN_STYLE_KILOBYTES = 20


async def test_a_page_is_kept_by_nobody_and_runs_nothing_but_its_own_files(browser: Browser) -> None:
    for path in (PAGE, "/login", "/no-such-page"):
        await browser.open(path)
        headers = browser.page.headers
        assert headers["content-security-policy"] == (
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; "
            "img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
        )
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in headers  # by plain http


async def test_who_sends_too_much_is_told_so_on_a_page(browser: Browser) -> None:
    await browser.open(PAGE)
    await browser.send(words="x" * (2 << 20))
    assert browser.page.status_code == 413
    assert "内容超过 2 MB，没有保存。" in browser.page.text
    assert browser.page.headers["cache-control"] == "no-store"
    assert browser.sent() == []


async def test_a_form_that_a_script_sends_is_told_so_on_a_page_too(browser: Browser) -> None:
    await browser.open(PAGE)
    sent = {"accept": "*/*", "hx-request": "true", "hx-boosted": "true"}
    await browser.post(PAGE, browser.hidden | {"words": "x" * (2 << 20)}, **sent)
    assert browser.page.status_code == 413
    assert "内容超过 2 MB，没有保存。" in browser.page.text


async def test_nothing_in_a_page_needs_more_than_the_policy_allows(browser: Browser) -> None:
    for path in (PAGE, "/login"):
        await browser.open(path)
        assert not re.search(r"<[^>]+ (style|on\w+)=", browser.page.text)
        assert "<style" not in browser.page.text
        assert not re.search(r"<script(?![^>]* src=)", browser.page.text)


async def test_files_are_kept_for_ever_under_an_address_of_their_bytes(browser: Browser) -> None:
    await browser.open("/login")
    for address in re.findall(r'"(/static/[^"]+)"', browser.page.text):
        answer = await browser.stage.http.get(address)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-encoding"] == "gzip"
        assert re.search(r"\.[0-9a-f]{12}\.", address)
    assert (await browser.stage.http.get("/static/minqing.000000000000.css")).status_code == 404


async def test_the_first_page_is_light(browser: Browser) -> None:
    await browser.open("/login")
    files = re.findall(r'"(/static/[^"]+)"', browser.page.text)
    packed = {one.address: len(one.packed) for one in assets().values()}
    weight = len(gzip.compress(browser.page.content)) + sum(packed[address] for address in files)
    assert weight <= FIRST_PAGE_KILOBYTES * 1024
    assert len(assets()["minqing.css"].plain) <= OWN_STYLE_KILOBYTES * 1024


@pytest.mark.parametrize(("accepted", "language"), [("zh-CN,en;q=0.5", "zh-Hans"), ("en-GB", "en"), ("", "zh-Hans")])
async def test_a_page_is_in_the_readers_language(stage: Stage, accepted: str, language: str) -> None:
    answer = await stage.http.get("/login", headers={"accept-language": accepted})
    assert f'<html lang="{language}">' in answer.text


async def test_a_chosen_language_stays(browser: Browser) -> None:
    await browser.post("/language/en", {"to": "/login"})
    await browser.follow()
    assert "Log in" in browser.page.text
    await browser.open(PAGE)
    assert "Log out" in browser.page.text


async def test_what_is_unknown_and_what_is_not_for_the_reader_are_one_page(browser: Browser) -> None:
    await browser.open("/not-for-handlers")
    forbidden = browser.page
    await browser.open("/no-such-page")
    unknown = browser.page
    assert (forbidden.status_code, unknown.status_code) == (404, 404)
    assert without_tickets(forbidden.text) == without_tickets(unknown.text)


def without_tickets(text: str) -> str:
    return re.sub(r'name="(ticket|to)" value="[^"]*"', "", text)


async def test_the_api_keeps_its_own_words_for_no(browser: Browser) -> None:
    await browser.open("/api/v1/no/such/path")
    assert browser.page.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/board", "/running", "/"])
async def test_nobody_sees_a_page_before_logging_in_but_the_log_in_page(stage: Stage, path: str) -> None:
    answer = await stage.http.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login")


@pytest.mark.parametrize("to", ["//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
async def test_after_the_log_in_one_is_on_this_site(browser: Browser, to: str) -> None:
    await browser.post("/login", {"district": "shifan", "account": "li", "password": "an ordinary password", "to": to})
    assert browser.page.headers["location"] == "/"


async def test_what_was_written_is_read_whichever_gateway_is_asked(browser: Browser) -> None:
    ledger = browser.stage.services["ledger"]
    ledger.position = "ledger.bGVkZ2VyOjc"
    await browser.open(PAGE)
    await browser.send(words="written")
    await browser.follow()
    assert ledger.asked[-1]["headers"]["minqing-position"] == "ledger.bGVkZ2VyOjc"
    await browser.log_in("li")
    await browser.open(PAGE)
    assert "minqing-position" not in ledger.asked[-1]["headers"]
