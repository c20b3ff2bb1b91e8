"""The page that is tried, and a browser without scripts: it follows what the pages say, as a person would."""

import re
from dataclasses import dataclass, field
from functools import partial
from html import unescape

import httpx
from fastapi import Response

from services.gateway.pages.page import Page
from services.gateway.pages.route import pages
from services.gateway.pages.tickets import Seals
from tests.component.gateway.stage import DISTRICT, PASSWORD, Stage

PAGE = "/trying/7"
TEMPLATE = """
{% extends "base.html" %}
{% block title %}{{ "T" }}{% endblock %}
{% block main %}
{% call form.sent(page.request.url.path) %}
{{ form.area("words", "W", "as it was") }}{{ form.field("field", "F") }}{{ form.act("A") }}
{% endcall %}
{% endblock %}
"""
router = pages()
_BROWSER = {"accept-language": "zh-CN", "accept": "text/html,*/*;q=0.8"}


@router.get("/trying/{thing}")
async def show(thing: str, page: Page) -> Response:
    """A thing and its form."""
    await page.get(f"/ledger/echo/{thing}")
    return page.show("trying.html")


@router.post("/trying/{thing}")
async def send(thing: str, page: Page) -> Response:
    """Send what was typed."""
    await page.do("POST", f"/ledger/echo/{thing}", {"words": page.typed["words"]}, again=partial(show, thing, page))
    return page.go(PAGE, "已保存。")


@router.post("/refused/{thing}")
async def refused(thing: str, page: Page) -> Response:
    """Send what the service refuses."""
    body = {"field": page.typed["field"]}
    await page.do("POST", "/ledger/refuse", body, again=partial(show, thing, page))
    return page.go(PAGE)


@router.post("/behind/{thing}")
async def behind(thing: str, page: Page) -> Response:
    """Ask a service that breaks."""
    await page.get("/ledger/crash", of=thing)
    return page.go(PAGE)


@router.post("/broken/{thing}")
async def broken(thing: str, page: Page) -> Response:
    """Do what nobody foresaw."""
    raise ZeroDivisionError(thing)


@router.get("/not-for-handlers")
async def not_for_handlers(page: Page) -> Response:
    """What an administrator may read."""
    return page.show("trying.html", accounts=await page.get("/accounts"))


@dataclass
class Browser:
    """A browser without scripts; `page` is what it shows."""

    stage: Stage
    page: httpx.Response = field(init=False)

    async def log_in(self, who: str, password: str = PASSWORD) -> None:
        """Fill in the log-in page that is shown, or the plain one."""
        hidden = self.hidden if hasattr(self, "page") and 'action="/login"' in self.page.text else {}
        await self.post("/login", {**hidden, "district": DISTRICT, "account": who, "password": password})

    async def open(self, path: str, **headers: str) -> None:
        """Go to a page."""
        self.page = await self.stage.http.get(path, headers=_BROWSER | headers)

    async def post(self, path: str, typed: dict[str, str], **headers: str) -> None:
        """Send a form."""
        sent = _BROWSER | {"sec-fetch-site": "same-origin"} | headers
        self.page = await self.stage.http.post(path, data=typed, headers=sent)

    async def send(self, path: str = PAGE, **typed: str) -> None:
        """Send the form that is shown, with what is typed in it."""
        await self.post(path, self.hidden | typed)

    async def follow(self) -> None:
        """Go where the answer leads."""
        assert self.page.status_code == 303, self.page.text
        await self.open(self.page.headers["location"])

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of what is shown."""
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.page.text)
        return {name: unescape(value) for name, value in found}

    @property
    def words(self) -> str:
        """What stands in the form's text."""
        return unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", self.page.text, re.DOTALL)[1])  # type: ignore[index] # it is there

    def sent(self) -> list[tuple[str, str]]:
        """What the service was asked to do: bodies and keys."""
        asked = self.stage.services["ledger"].asked
        return [(one["body"], one["headers"]["idempotency-key"]) for one in asked if one["method"] == "POST"]


async def ended(browser: Browser) -> None:
    """The session of the browser ends, as it does by itself after half an hour."""
    gate = browser.stage.gate
    await gate.login.leave(await gate.door.asker(browser.stage.http.cookies["minqing"]))


def aged(stage: Stage, draft: str, seconds: int) -> str:
    """What a page carries sealed, as if it had been sealed so much earlier."""
    sealing = Seals(stage.gate.master)._fernet
    sealed = sealing.extract_timestamp(draft.encode()) - seconds
    return sealing.encrypt_at_time(sealing.decrypt(draft.encode()), sealed).decode()


def typed_in(browser: Browser) -> list[str]:
    """What the page that is shown carries sealed."""
    draft = Seals(browser.stage.gate.master).draft(browser.hidden["draft"])
    assert draft
    return [text for _, text in draft.typed]
