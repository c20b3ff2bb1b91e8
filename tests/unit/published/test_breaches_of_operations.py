"""An operation of the published API stays: its path, its parameters, its body, its answers, its proofs."""

from copy import deepcopy
from datetime import date
from typing import Any  # documents are JSON

from tests.published.breaches import breaches

TODAY = date(2026, 12, 1)
TEXT = {"type": "string"}
OLD: dict[str, Any] = {
    "paths": {
        "/visits": {
            "get": {
                "parameters": [{"name": "limit", "in": "query", "required": False, "schema": {"type": "integer"}}],
                "responses": {"200": {"content": {"application/json": {"schema": TEXT}, "text/csv": {}}}},
                "security": [{"bearer": []}, {"cookie": []}],
            },
            "post": {
                "parameters": [],
                "requestBody": {"required": False, "content": {"application/json": {"schema": TEXT}, "text/csv": {}}},
                "responses": {"201": {"headers": {"ETag": {}}}, "202": {}},
                "security": [],
            },
        }
    }
}


class Changed:
    """The document after a change, whose operations are named."""

    def __init__(self) -> None:
        self.document = deepcopy(OLD)
        self.get: dict[str, Any] = self.document["paths"]["/visits"]["get"]
        self.post: dict[str, Any] = self.document["paths"]["/visits"]["post"]

    def breaches(self) -> list[str]:
        return breaches(OLD, self.document, TODAY)


def test_what_did_not_change_breaks_nothing() -> None:
    assert Changed().breaches() == []


def test_what_is_added_breaks_nothing() -> None:
    now = Changed()
    now.document["paths"]["/stays"] = {"get": {"responses": {}}}
    now.document["paths"]["/visits"]["put"] = {"responses": {}}
    now.get["parameters"].append({"name": "after", "in": "query", "required": False, "schema": TEXT})
    now.get["responses"]["204"] = {}
    now.get["responses"]["200"]["content"]["text/plain"] = {}
    now.get["responses"]["200"]["headers"] = {"ETag": {}}
    now.get["security"].append({"link": []})
    now.post["requestBody"]["content"]["text/plain"] = {}
    assert now.breaches() == []


def test_a_path_that_went_is_named_with_each_method() -> None:
    now = Changed()
    del now.document["paths"]["/visits"]
    assert now.breaches() == ["GET /visits went away", "POST /visits went away"]


def test_a_method_that_went_is_named() -> None:
    now = Changed()
    del now.document["paths"]["/visits"]["post"]
    assert now.breaches() == ["POST /visits went away"]


def test_what_was_published_as_going_may_be_gone_once_its_day_has_come() -> None:
    kept = deepcopy(OLD)
    kept["paths"]["/visits"]["post"] |= {"deprecated": True, "x-deprecated": "2026-01-01", "x-sunset": "2026-12-01"}
    now = Changed()
    del now.document["paths"]["/visits"]["post"]

    assert breaches(kept, now.document, date(2026, 11, 30)) == ["POST /visits went away"]
    assert breaches(kept, now.document, date(2026, 12, 1)) == []


def test_that_something_is_deprecated_without_a_day_does_not_let_it_go() -> None:
    kept = deepcopy(OLD)
    kept["paths"]["/visits"]["post"]["deprecated"] = True
    now = Changed()
    del now.document["paths"]["/visits"]["post"]
    assert breaches(kept, now.document, TODAY) == ["POST /visits went away"]


def test_a_parameter_that_went_is_named() -> None:
    now = Changed()
    now.get["parameters"] = []
    assert now.breaches() == ["GET /visits: query parameter limit is no longer taken"]


def test_a_parameter_or_header_that_is_required_now_is_named() -> None:
    now = Changed()
    now.get["parameters"][0]["required"] = True
    now.post["parameters"].append({"name": "Idempotency-Key", "in": "header", "required": True, "schema": TEXT})
    assert now.breaches() == [
        "GET /visits: query parameter limit is required now",
        "POST /visits: header parameter Idempotency-Key is required now",
    ]


def test_a_parameter_of_another_type_is_named() -> None:
    now = Changed()
    now.get["parameters"][0]["schema"] = {"type": "boolean"}
    assert now.breaches() == ["GET /visits: query parameter limit no longer takes integer"]


def test_a_body_that_is_required_now_or_no_longer_taken_in_a_form_is_named() -> None:
    now = Changed()
    now.post["requestBody"]["required"] = True
    del now.post["requestBody"]["content"]["text/csv"]
    assert now.breaches() == ["POST /visits: body as text/csv went", "POST /visits: body is required now"]


def test_a_body_of_another_type_is_named() -> None:
    now = Changed()
    now.post["requestBody"]["content"]["application/json"]["schema"] = {"type": "integer"}
    assert now.breaches() == ["POST /visits: body no longer takes string"]


def test_an_answers_status_form_or_header_that_went_is_named() -> None:
    now = Changed()
    del now.get["responses"]["200"]["content"]["text/csv"]
    del now.post["responses"]["201"]["headers"]["ETag"]
    del now.post["responses"]["202"]
    assert now.breaches() == [
        "GET /visits: answer 200 as text/csv went",
        "POST /visits: answer 201, header ETag went",
        "POST /visits: answer 202 went",
    ]


def test_an_answer_of_another_type_is_named() -> None:
    now = Changed()
    now.get["responses"]["200"]["content"]["application/json"]["schema"] = {"type": "array"}
    assert now.breaches() == ["GET /visits: answer 200 may now be array"]


def test_a_proof_that_is_new_or_proves_nothing_any_more_is_named() -> None:
    now = Changed()
    now.get["security"] = [{"bearer": []}]
    now.post["security"] = [{"bearer": []}]
    assert now.breaches() == [
        "GET /visits: cookie proves nothing any more",
        "POST /visits: one has to prove who one is now",
    ]
