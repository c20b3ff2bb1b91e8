"""The API that is published keeps its word: what the code offers now is that and more, and the document is renewed."""

from datetime import date
from pathlib import Path
from typing import Any  # documents are JSON

import pytest

from shared import clock
from shared.calendar import day_of
from tests.published.__main__ import publish
from tests.published.breaches import breaches
from tests.published.document import KEPT, as_it_is, as_it_was, as_text

TODAY = date(2026, 12, 1)
METHODS = {"get", "put", "post", "delete", "patch"}


@pytest.fixture(scope="module")
def now() -> dict[str, Any]:
    return as_it_is()


def test_nobody_who_relies_on_the_published_document_stumbles(now: dict[str, Any]) -> None:
    assert breaches(as_it_was(), now, day_of(clock.now())) == []


def test_the_published_document_is_the_one_of_now(now: dict[str, Any]) -> None:
    renewed = KEPT.read_text("utf-8") == as_text(now)
    assert renewed, "the API has grown or is told otherwise: `make openapi` renews docs/openapi.json"


def test_all_services_are_in_it() -> None:
    tags = {tag for item in as_it_was()["paths"].values() for operation in item.values() for tag in operation["tags"]}
    assert tags == {"gateway", "scheduling", "ledger", "casework", "notify"}


def test_a_path_that_would_go_stops_the_renewal_and_is_named(
    now: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "openapi.json"
    assert publish(now, kept, TODAY) == 0
    less = {**now, "paths": {path: item for path, item in now["paths"].items() if path != "/api/v1/unsettled"}}

    assert publish(less, kept, TODAY) == 1
    assert "GET /api/v1/unsettled went away" in capsys.readouterr().out
    assert kept.read_text("utf-8") == as_text(now)


def test_what_is_added_is_published(now: dict[str, Any], tmp_path: Path) -> None:
    kept = tmp_path / "openapi.json"
    more = {**now, "paths": now["paths"] | {"/api/v1/further": {"get": {"responses": {}}}}}
    assert (publish(now, kept, TODAY), publish(more, kept, TODAY)) == (0, 0)
    assert kept.read_text("utf-8") == as_text(more)


def test_whatever_goes_says_since_when_and_until_when(now: dict[str, Any]) -> None:
    operations = [item[method] for item in now["paths"].values() for method in METHODS & item.keys()]
    assert [one["operationId"] for one in operations if one.get("deprecated") and not _days(one)] == []
    assert len(operations) > 100


def _days(operation: dict[str, Any]) -> bool:
    return date.fromisoformat(operation["x-deprecated"]) < date.fromisoformat(operation["x-sunset"])
