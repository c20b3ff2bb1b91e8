"""Somebody before a browser without scripts, who fills in the forms of pages as they stand."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any  # a grant is JSON
from uuid import UUID

import httpx

from tests.component.gateway.stage import DISTRICT, PASSWORD, Stage


@dataclass
class Reader:
    """Somebody before a browser without scripts: forms are sent with all that stands in them."""

    http: httpx.AsyncClient
    page: httpx.Response | None = None

    @classmethod
    async def of(cls, stage: Stage, login: str, role: str, person: UUID, **grant: Any) -> "Reader":
        """Somebody with one role, who has logged in; `grant` says where they have it."""
        await stage.ask("admin", "POST", "/accounts", {"login": login, "password": PASSWORD, "person": str(person)})
        accounts = (await stage.ask("admin", "GET", "/accounts")).json()["items"]
        account = next(one["id"] for one in accounts if one["login"] == login)
        given = await stage.ask("admin", "POST", "/grants", {"account": account, "role": role, **grant})
        assert given.status_code == 201, given.text
        transport = httpx.ASGITransport(stage.app, raise_app_exceptions=False)
        reader = cls(httpx.AsyncClient(transport=transport, base_url="http://localhost", follow_redirects=True))
        reader.http.headers["Accept-Language"] = "zh"
        typed = {"district": DISTRICT, "account": login, "password": PASSWORD, "to": "/language"}
        await reader.http.post("/login", data=typed, follow_redirects=False)
        return reader

    @property
    def text(self) -> str:
        """The page's source."""
        assert self.page is not None
        return self.page.text

    async def open(self, path: str) -> "Reader":
        """Go to a page."""
        self.page = await self.http.get(path)
        return self

    async def press(self, turn: str = "", action: str = "", **typed: str) -> "Reader":
        """Type into the page's form, and press a button of it, the main one without a name for it."""
        path, fields = form_in(self.text, action)
        fields |= typed | ({"turn": turn} if turn else {})
        self.page = await self.http.post(path, data=fields)
        return self


def form_in(text: str, action: str = "") -> tuple[str, dict[str, str]]:
    """Where a form of a page goes, and what stands in its fields: the one to `action`, else the first of main."""
    main = text[text.index("<main") :]
    forms = re.findall(r'<form method="post" action="([^"]*)"[^>]*>(.*?)</form>', main, re.DOTALL)
    path, inside = next(one for one in forms if not action or one[0] == action)
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", inside):
        if not re.search(r'type="(radio|checkbox)"', tag) or " checked" in tag:
            fields[_attribute(tag, "name")] = _attribute(tag, "value")
    for name, value in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>(.*?)</textarea>', inside, re.DOTALL):
        fields[name] = unescape(value)
    for name, options in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', inside, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        fields[name] = chosen.group(1) if chosen else ""
    return path, fields


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found.group(1)) if found else ""
