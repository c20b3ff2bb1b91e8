"""Pages in a real browser, on a small campaign in its middle. `make e2e`; `--screenshots DIRECTORY` keeps pictures."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from shared.ids import Tenant
from tests.e2e.door import Door
from tests.e2e.neighbours import Anjing
from tests.e2e.pages.acting import Others
from tests.e2e.pages.planning import Luhe, open_luhe
from tests.e2e.pages.reading import Readers
from tests.e2e.pages.staging import Staged, staged

_NUMBERS = count(1)
HERE = Path(__file__).parent
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MISSING = "No Chromium is found. Install one, on Debian with `apt-get install chromium-headless-shell fonts-noto-cjk`."


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", type=Path, help="where to keep a picture of each page that a test shows")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def pytest_collection_finish(session: pytest.Session) -> None:
    if any(item.get_closest_marker("browser") for item in session.items) and not _chromium():
        raise pytest.UsageError(_MISSING)


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, _NAMES)), None)


@pytest.fixture(scope="session")
def staged_campaign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staged]:
    """The campaign up to 2010-12-07, for all tests: what one of them changes stays."""
    with staged(tmp_path_factory.mktemp("stage")) as stage:
        yield stage


@pytest.fixture(scope="session")
def browser(staged_campaign: Staged) -> Iterator[Browser]:
    """The system's Chromium; it begins after the play, whose loop it would not let run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def readers(staged_campaign: Staged, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Readers]:
    """Opens pages for people who have logged in."""
    readers = Readers(staged_campaign, browser, request.config.getoption("--screenshots", default=None))
    yield readers
    readers.close()


@pytest.fixture
def others(staged_campaign: Staged) -> Iterator[Others]:
    """Act by the API."""
    others = Others(staged_campaign)
    yield others
    others.close()


@pytest.fixture(scope="session")
def first_day(staged_campaign: Staged) -> Iterator[Anjing]:
    """Another district of that installation, where nothing has been done yet: what its pages say then."""
    door = Door(staged_campaign.url)
    yield Anjing(staged_campaign.minqing, door).open()
    door.close()


@pytest.fixture(scope="module")
def before_a_campaign(staged_campaign: Staged) -> Iterator[Tenant]:
    """A district for a module's tests alone, in which no campaign is planned yet."""
    door, tenant = Door(staged_campaign.url), Tenant(f"luhe-{next(_NUMBERS)}")
    open_luhe(staged_campaign.minqing, door, tenant)
    yield tenant
    door.close()


@pytest.fixture
def luhe(before_a_campaign: Tenant, readers: Readers) -> Luhe:
    """Its people before their browsers."""
    return Luhe(before_a_campaign, readers)
