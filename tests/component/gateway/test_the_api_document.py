"""The document of the whole API, and its page, are there for whoever can reach the gateway."""

import re
from collections.abc import Iterator
from typing import Any  # parts of a document are JSON

import pytest
from fastapi import FastAPI

from shared.testing.waiting import until
from tests.component.gateway.stage import Stage
from tests.component.gateway.test_imports import UNITS


async def test_one_document_describes_the_gateway_and_the_services_behind(bare: Stage) -> None:
    document = (await bare.http.get("/api/v1/openapi.json")).json()

    paths = document["paths"]
    assert {"/api/v1/sessions", "/api/v1/ledger/echo/{thing}", "/api/v1/scheduling/echo/{thing}"} <= paths.keys()
    assert all(path.startswith("/api/v1/") for path in paths)
    assert "/api/v1/ledger/nobodys" not in paths
    assert paths["/api/v1/ledger/may/matter.sign"]["get"]["x-roles"] == ["leader"]


async def test_the_document_tells_the_headers_that_commands_and_readings_bring(bare: Stage) -> None:
    paths = (await bare.http.get("/api/v1/openapi.json")).json()["paths"]
    command = paths["/api/v1/ledger/echo/{thing}"]["post"]
    reading = paths["/api/v1/ledger/echo/{thing}"]["get"]

    sent = {header["name"]: header["required"] for header in command["parameters"] if header["in"] == "header"}
    assert sent == {"Idempotency-Key": True, "If-Match": False}
    assert command["responses"]["200"]["headers"].keys() == {"ETag", "Minqing-Position"}
    assert [header["name"] for header in reading["parameters"] if header["in"] == "header"] == ["Minqing-Position"]


@pytest.mark.parametrize("who", ["admin", "operator"])
async def test_whatever_the_document_wants_a_key_for_is_refused_without_one(stage: Stage, who: str) -> None:
    wanted, refused = set(), set()
    for method, path, operation in _commands((await stage.http.get("/api/v1/openapi.json")).json()["paths"], who):
        if any(header["name"] == "Idempotency-Key" for header in operation["parameters"]):
            wanted.add((method, path))
        if await _is_refused_without_a_key(stage, who, method, path):
            refused.add((method, path))
    assert wanted == refused
    assert wanted


def _commands(paths: dict[str, Any], who: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The gateway's own commands of somebody who has logged in, or of whoever logs in."""
    role = "administrator" if who == "admin" else who
    for path, item in paths.items():
        for method, operation in item.items():
            of_a_link = operation["security"] == [{"bearer": []}]
            mine = operation["tags"] == ["gateway"] and role in operation.get("x-roles", [role])
            if mine and method != "get" and not of_a_link:
                yield method, path, operation


async def _is_refused_without_a_key(stage: Stage, who: str, method: str, path: str) -> bool:
    target = re.sub(r"\{kind\}", "units", path)
    target = re.sub(r"\{[a-z]+\}", "6c8a0b36-d90d-5f1f-bbf1-ed11ec0dbab1", target)
    headers = {"Authorization": f"Bearer {stage.tokens[who]}", "Content-Type": "application/json"}
    content = UNITS if "imports" in path else b"{}"
    answer = await stage.http.request(method, target, content=content, headers=headers)
    return answer.status_code == 400 and answer.json()["code"] == "idempotency-key-missing"


async def test_the_page_needs_nothing_from_elsewhere(bare: Stage) -> None:
    page = await bare.http.get("/api/v1/docs")
    script = await bare.http.get("/api/v1/docs/api.js")
    assert (page.status_code, script.status_code) == (200, 200)
    assert "http" not in page.text + script.text


async def test_a_service_that_comes_back_as_another_release_is_read_again(bare: Stage) -> None:
    await bare.open_district()
    ledger = bare.processes["ledger"]
    await ledger.stop()
    await bare.ask("admin", "GET", "/ledger/echo/1")  # its absence is noticed
    assert isinstance(ledger.app, FastAPI)
    ledger.app.get("/api/v1/ledger/newer", openapi_extra={"x-action": "directory.read"})(_newer)
    ledger.app.openapi_schema = None
    await ledger.start()

    services = bare.app.state.services
    await until(lambda: "/api/v1/ledger/newer" in services.documents["ledger"]["paths"])

    assert (await bare.ask("admin", "GET", "/ledger/newer")).json() == {"newer": True}
    assert "/api/v1/ledger/newer" in (await bare.http.get("/api/v1/openapi.json")).json()["paths"]


async def _newer() -> dict[str, bool]:
    return {"newer": True}


async def test_what_is_for_who_holds_a_link_takes_no_cookie(bare: Stage) -> None:
    paths = (await bare.http.get("/api/v1/openapi.json")).json()["paths"]
    assert paths["/api/v1/links/current"]["get"]["security"] == [{"bearer": []}]
    assert paths["/api/v1/accounts/links"]["post"]["security"] == [{"bearer": []}, {"cookie": []}]
    assert paths["/api/v1/accounts/links"]["post"]["x-roles"] == ["administrator"]
