"""People before their screens: who reads which page on which device, and what is asked of every page."""

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal  # what axe finds is JSON

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from deploy.demo import cast
from deploy.demo.setting import TENANT
from tests.e2e import neighbours
from tests.e2e.pages.looks import looks_as_agreed
from tests.e2e.pages.staging import Staged

Device = Literal["phone", "desk"]
SIZES: dict[Device, ViewportSize] = {
    "phone": {"width": 360, "height": 740},
    "desk": {"width": 1366, "height": 625},
}
every_device = pytest.mark.parametrize("device", SIZES)
_TARGETS = "a, button, summary, input:not([type=hidden]):not(.visually-hidden), select, textarea"
_SMALLEST = 48
_REFERENCE = re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}")
_MOST_STOPS = 80
_TEXTS = "p, li, dd"
_STOPS = "a, button, summary"
_RUN_AXE = "async (tags) => (await axe.run({runOnly: tags, resultTypes: ['violations']})).violations"


@dataclass
class Readers:
    """Opens pages; each reader logs in once a test."""

    stage: Staged
    browser: Browser
    pictures: Path | None
    _contexts: list[BrowserContext] = field(default_factory=list)

    def anybody(self, device: Device, language: str = "zh-CN", scripts: bool = True) -> Page:
        """A browser in which nobody has logged in."""
        context = self.browser.new_context(
            viewport=SIZES[device],
            has_touch=device == "phone",
            locale=language,
            base_url=self.stage.url,
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        return context.new_page()

    def reader(self, login: str, device: Device, path: str = "/", **browser: Any) -> Page:
        """Somebody of the cast (`gt-3`), or `operator`, who has logged in and is at a path."""
        page = self.anybody(device, **browser)
        if login == "operator":
            self._log_in(page, "", login, self.stage.operator_password)
        else:
            self._log_in(page, TENANT, login, cast.password_of(login))
        page.goto(path)
        return page

    def neighbour(self, login: str, device: Device, path: str = "/") -> Page:
        """Somebody of the other district, Anjing."""
        return self.of_district(neighbours.ANJING, login, neighbours.password_of(login), device, path)

    def of_district(
        self, district: str, login: str, password: str, device: Device, path: str = "/", **browser: Any
    ) -> Page:
        """Somebody of whichever district, who has logged in and is at a path."""
        page = self.anybody(device, **browser)
        self._log_in(page, district, login, password)
        page.goto(path)
        return page

    def _log_in(self, page: Page, district: str, login: str, password: str) -> None:
        page.goto("/login")
        page.select_option("#district", district)
        page.fill("#account", login)
        page.fill("#password", password)
        page.click("button.act")
        page.wait_for_url(lambda url: "/login" not in url)

    def shown(self, page: Page, name: str) -> None:
        """What every page owes; keeps a picture where the tests were asked to."""
        device: Device = "phone" if page.viewport_size == SIZES["phone"] else "desk"
        if device == "phone":
            _scroll(page, "document.documentElement.scrollHeight")  # a button at the foot covers nothing
        if self.pictures:
            self.pictures.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=self.pictures / f"{name}-{device}.png", full_page=True)
        axe_finds_nothing(page)
        no_sideways_scroll(page)
        looks_as_agreed(page, device)
        if device == "phone":
            targets_are_large(page)
            act_is_at_the_foot(page)

    def keep(self, name: str, file: bytes) -> None:
        """Keep a file beside the pictures, where the tests were asked to."""
        if self.pictures:
            self.pictures.mkdir(parents=True, exist_ok=True)
            (self.pictures / name).write_bytes(file)

    def close(self) -> None:
        """Close every window; what a test holds up is let go first."""
        for context in self._contexts:
            for page in context.pages:
                page.unroute_all(behavior="ignoreErrors")
            context.close()


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def axe_finds_nothing(page: Page) -> None:
    """Nothing keeps anybody from using the page (WCAG 2.2 AA)."""
    page.evaluate(_axe())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found: Any = page.evaluate(_RUN_AXE, tags)
    said = [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]
    assert said == [], "\n".join(said)


def no_sideways_scroll(page: Page) -> None:
    """The page is no wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def targets_are_large(page: Page) -> None:
    """Whatever is touched is 48 px tall; a link within running text, which says more than its links, is as its line."""
    small = page.evaluate(
        """([all, texts, stops, least]) => {
            const runs = (text) => {
                const rest = text.cloneNode(true);
                rest.querySelectorAll(stops).forEach(one => one.remove());
                return /[\\p{L}\\p{N}]/u.test(rest.textContent);
            };
            const inText = (one) => one.matches('a:not(.btn)') && one.closest(texts) && runs(one.closest(texts));
            return [...document.querySelectorAll(all)]
                .filter(one => one.checkVisibility() && !one.matches('.skip') && !inText(one))
                .map(one => [one.closest('.form-check') || one, one])
                .filter(([box]) => box.getBoundingClientRect().height < least)
                .map(([_, one]) => one.outerHTML.slice(0, 120));
        }""",
        [_TARGETS, _TEXTS, _STOPS, _SMALLEST],
    )
    assert small == [], "\n".join(small)


def _scroll(page: Page, to: str) -> None:
    page.evaluate(f"void scrollTo(0, {to})")  # what it would return is a promise, kept a second later


def act_is_at_the_foot(page: Page) -> None:
    """The next act is in sight at a phone's foot, wherever on the page one is; of a page of two fields, below them."""
    for end in ("0", "document.documentElement.scrollHeight"):
        _scroll(page, end)
        away = page.evaluate(
            """() => [...document.querySelectorAll('.btn-primary')]
                .filter(one => one.checkVisibility())
                .map(one => [one.outerHTML.slice(0, 120), innerHeight - one.getBoundingClientRect().bottom, one])
                .filter(([_, left, one]) => left < 0 || (left > 16 && !one.closest('.entrance')))
                .map(([said, left]) => `${left} px from the foot: ${said}`)"""
        )
        assert away == [], away


def by_keyboard(page: Page, *keys: str) -> None:
    """Press keys one after another: Tab, Space, Enter, ArrowDown; a text is typed."""
    for key in keys:
        if re.fullmatch(r"(Shift\+)?(Tab|Enter|Space|Escape|Arrow\w+|Home|End)", key):
            page.keyboard.press(key)
        else:
            page.keyboard.type(key)


def focused(page: Page) -> str:
    """The text or label of what has the focus."""
    named = "(document.activeElement.labels?.[0] ?? document.activeElement).textContent"
    return str(page.evaluate(named)).strip().splitlines()[0]


def is_said(page: Page, sentence: str) -> None:
    """The page begins with it, and it has the focus."""
    expect(page.locator(".notice")).to_have_text(sentence)
    expect(page.locator(".notice")).to_be_focused()


def press(page: Page, label: str) -> None:
    """Go by Tab to the button or link of this text, and press Enter."""
    tab_to(page, label)
    by_keyboard(page, "Enter")


def write(page: Page, label: str, text: str) -> None:
    """Go by Tab to the field of this label, and type; the name of an arrow chooses."""
    tab_to(page, label)
    by_keyboard(page, text)


def tab_to(page: Page, label: str) -> None:
    """Press Tab until what has this text or label has the focus."""
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        if focused(page) == label:
            return
    raise AssertionError(f"no stop is called {label}")


def english_left_over(page: Page) -> list[str]:
    """Latin words on a Chinese page but for a matter's number; other names (CSV) are for the caller to take out."""
    text = _REFERENCE.sub("", str(page.evaluate("document.querySelector('main').innerText")))
    return re.findall(r"[A-Za-z]{3,}", text)
