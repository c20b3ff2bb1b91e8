"""A whole office may come by one network address: who has to wait for it is told so on a page, and loses nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.testing.databases import MakeDatabase
from tests.component.gateway.frame.trying import PAGE, Browser, router, typed_in
from tests.component.gateway.stage import staged

AT_ONCE, A_SECOND = 40, 1.0
LIMIT = 1 << 16


@pytest.fixture
async def crowded(make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Browser]:
    """A browser at an address from which little may be asked."""
    limits = {"address_per_second": A_SECOND, "address_burst": AT_ONCE, "body_bytes": LIMIT}
    async with staged(tmp_path, await make_database("gateway"), **limits) as stage:
        stage.app.include_router(router)
        await stage.open_district()
        await stage.account("li", "handler", unit="00000000-0000-0000-0000-000000000001")
        browser = Browser(stage)
        await browser.log_in("li")
        await browser.open(PAGE)
        yield browser


async def others_ask(browser: Browser) -> None:
    """Everybody else at this address asks, until the next one has to wait."""
    while (await browser.stage.http.get("/livez")).status_code != 429:
        pass


async def test_what_was_typed_comes_along_sealed_to_be_sent_again(crowded: Browser) -> None:
    before = crowded.hidden
    await others_ask(crowded)
    await crowded.post(PAGE, before | {"words": "typed in a crowd"})
    assert (crowded.page.status_code, crowded.page.headers["retry-after"]) == (429, "1")
    assert "您的内容还没有保存。" in crowded.page.text
    assert "typed in a crowd" not in crowded.page.text
    assert "typed in a crowd" in typed_in(crowded)
    assert crowded.hidden["ticket"] == before["ticket"]


async def test_a_form_that_a_script_sends_is_answered_by_a_page_too(crowded: Browser) -> None:
    before = crowded.hidden
    await others_ask(crowded)
    await crowded.post(PAGE, before | {"words": "x"}, accept="*/*", **{"hx-boosted": "true"})
    assert crowded.page.status_code == 429
    assert crowded.page.headers["content-type"] == "text/html; charset=utf-8"


async def test_a_page_that_was_only_asked_for_can_be_asked_for_again(crowded: Browser) -> None:
    await others_ask(crowded)
    await crowded.open(PAGE)
    assert crowded.page.status_code == 429
    assert f'href="{PAGE}"' in crowded.page.text


async def test_no_more_is_read_of_it_than_a_request_may_bring(crowded: Browser) -> None:
    before = crowded.hidden
    await others_ask(crowded)
    await crowded.post(PAGE, before | {"words": "x" * LIMIT})
    assert crowded.page.status_code == 413
