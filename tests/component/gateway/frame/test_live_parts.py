"""Live parts: a hint comes when what the reader sees has changed, and only then."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any  # facts are JSON

import httpx
import pytest

from services.gateway.pages import hints
from shared.testing.serving import Serving
from tests.component.gateway.frame.trying import Browser
from tests.component.gateway.stage import DISTRICT

OF = {"of": "/ledger/counted/1"}


@asynccontextmanager
async def listening(browser: Browser, seen: str = "", **headers: str) -> AsyncIterator[AsyncIterator[str]]:
    """The lines of a live part's stream, as a browser reads them."""
    asked = OF | ({"seen": seen} if seen else {})
    cookies = dict(browser.stage.http.cookies)
    async with (
        Serving(browser.stage.app, lifespan=False) as gateway,
        httpx.AsyncClient(timeout=20, trust_env=False, cookies=cookies) as client,
        client.stream("GET", f"{gateway.url}/live", params=asked, headers=headers) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield answer.aiter_lines()


async def event(lines: AsyncIterator[str]) -> dict[str, str]:
    """The next event."""
    said: dict[str, str] = {}
    async for line in lines:
        if not line and said:
            return said
        name, _, value = line.partition(":")
        said |= {name or "comment": value.strip()} if line else {}
    raise AssertionError("the stream has ended")


def rings(browser: Browser, tenant: str = DISTRICT) -> None:
    """A service's doorbell rings for a district."""
    browser.stage.app.state.moves.heard("ledger", [{"tenant": tenant}])


async def test_a_change_is_hinted_at(browser: Browser) -> None:
    async with listening(browser) as lines:
        known = await event(lines)
        browser.stage.services["ledger"].head = 1
        rings(browser)
        changed = await event(lines)
    assert (known["event"], changed["event"]) == ("known", "changed")
    assert known["id"] != changed["id"]


async def test_what_changes_for_others_alone_is_no_hint(browser: Browser) -> None:
    async with listening(browser) as lines:
        await event(lines)
        rings(browser)
        assert (await event(lines))["comment"] == "nothing new"


async def test_another_districts_bell_is_not_heard(browser: Browser) -> None:
    async with listening(browser) as lines:
        await event(lines)
        rings(browser, "another")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await event(lines)


async def test_a_change_missed_between_two_streams_is_hinted_at_when_one_comes_back(browser: Browser) -> None:
    async with listening(browser) as lines:
        seen = (await event(lines))["id"]
    browser.stage.services["ledger"].head = 1
    async with listening(browser, **{"last-event-id": seen}) as lines:
        assert (await event(lines))["event"] == "changed"


async def test_a_page_that_was_in_the_background_catches_up(browser: Browser) -> None:
    async with listening(browser) as lines:
        seen = (await event(lines))["id"]
    async with listening(browser, seen) as lines:
        assert (await event(lines))["event"] == "known"
    browser.stage.services["ledger"].head = 1
    async with listening(browser, seen) as lines:
        assert (await event(lines))["event"] == "changed"


async def test_nobody_listens_without_a_session_or_to_what_is_not_theirs(browser: Browser) -> None:
    await browser.open("/live?of=/accounts")
    assert browser.page.status_code == 404
    browser.stage.http.cookies.clear()
    await browser.open("/live?of=/ledger/counted/1", **{"hx-request": "true"})
    assert (browser.page.status_code, browser.page.headers["hx-refresh"]) == (401, "true")


@pytest.mark.parametrize("of", ["/ledger/stream", "/ledger/%73tream", "/ledger/x/../stream", "/ledger/stream?x=1"])
async def test_nobody_waits_for_what_has_no_end(browser: Browser, of: str) -> None:
    async with asyncio.timeout(20):
        page = await browser.stage.http.get("/live", params={"of": of})
    assert page.status_code == 404


def test_what_nobody_has_checked_wakes_nobody() -> None:
    unchecked: list[dict[str, Any]] = [{}, {"tenant": None}, {"tenant": 7}]
    hints.Moves().heard("ledger", unchecked)
