"""A page of its own beside the console's: its form goes to a small service, which notes what it was asked."""

from collections.abc import Iterator

import pytest
from jinja2 import BaseLoader, ChoiceLoader, DictLoader

from services.gateway.pages.rendering import environment
from tests.component.gateway.frame.trying import TEMPLATE, Browser, router
from tests.component.gateway.stage import Stage


@pytest.fixture
async def browser(stage: Stage) -> Browser:
    """The browser of somebody with an account, who has logged in on the page."""
    stage.app.include_router(router)
    await stage.account("li", "handler", unit="00000000-0000-0000-0000-000000000001")
    browser = Browser(stage)
    await browser.log_in("li")
    return browser


@pytest.fixture(autouse=True)
def template() -> Iterator[None]:
    """The page's template, for as long as a test runs."""
    before: dict[str, BaseLoader | None] = {}
    for language in ("zh", "en"):
        made = environment(language)
        assert made.loader
        before[language] = made.loader
        made.loader = ChoiceLoader([DictLoader({"trying.html": TEMPLATE}), made.loader])
    yield
    for language in ("zh", "en"):
        environment(language).loader = before[language]
