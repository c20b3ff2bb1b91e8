"""What the API answers to who reads a page: where tests find the matter, the filing that they are about."""

import re
from typing import Any  # answers are JSON

import httpx
from playwright.sync_api import Page

from deploy.demo.cast import password_of
from deploy.demo.setting import TENANT

_A_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


def asked(page: Page, path: str, **query: str) -> Any:
    """The API's answer to this page's reader."""
    answer = page.request.get("/api/v1" + path, params={**query})
    assert answer.ok, answer.text()
    return answer.json()


def own_stay(page: Page, state: str = "started") -> str:
    """The path of the reader's own stay."""
    me = asked(page, "/me")["person"]
    return next(
        f"/stays/{one['id']}" for one in asked(page, "/stays", state=state)["items"] if one["person"]["id"] == me
    )


def sent(url: str, login: str, path: str, body: Any) -> None:
    """What somebody of the cast does by the API at a gateway, not by a page."""
    who = {"district": TENANT, "account": login, "password": password_of(login)}
    with httpx.Client(base_url=f"{url}/api/v1", trust_env=False) as http:
        token = http.post("/sessions", json=who).json()["token"]
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": path}
        answer = http.post(path, json=body, headers=headers)
    assert answer.is_success, answer.text


def status_of(page: Page, path: str) -> int:
    """How a page answers its reader."""
    return page.request.get(path).status


def source_of(page: Page, path: str) -> str:
    """The source of a page, as its reader gets it."""
    answer = page.request.get(path)
    assert answer.ok, path
    return answer.text()


def sheets_of(pdf: bytes) -> int:
    """On how many sheets a page is printed."""
    return len(_A_PAGE.findall(pdf))
