"""What the API answers to who reads a page: where tests find the matter, the filing that they are about."""

import re
from typing import Any  # answers are JSON

from playwright.sync_api import Page

_A_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


def asked(page: Page, path: str, **query: str | int) -> Any:
    """The API's answer to this page's reader."""
    answer = page.request.get("/api/v1" + path, params=query)
    assert answer.ok, answer.text()
    return answer.json()


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
