"""What every "no" of the API looks like."""

from typing import Any  # documents are JSON

import httpx


def a_problem(answer: httpx.Response, path: str) -> dict[str, Any]:
    """The document of a "no"."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    document: dict[str, Any] = answer.json()
    assert document["status"] == answer.status_code >= 400
    assert document["type"] == f"urn:minqing:problem:{document['code']}"
    assert document["instance"] == path.split("?", maxsplit=1)[0]
    assert document["title"]
    assert document["detail"]
    return document
