"""An operator has somebody erased by the owner of identities; what comes back are ids and numbers."""

from datetime import UTC, datetime
from typing import Any  # bodies are JSON
from uuid import UUID

import pytest

from tests.component.gateway.stage import Stage, problem_of

WHO = str(UUID(int=7))
DROPPED = {"service": "ledger", "kind": "identity", "record": WHO, "key": 1}
ERASURE = {"ground": "term-ended", "document": "〔2010〕9号", "by": "account:x", "at": "2010-12-20T02:00:00Z"}
RECEIPT: dict[str, Any] = {"subject": WHO, "opened": [], "erasures": [{**ERASURE, "dropped": [DROPPED]}]}
ORDER = {"tenant": "shifan", "subject": "C01-H01", "ground": "term-ended", "document": "〔2010〕9号"}


async def test_the_owner_of_identities_is_told_who_ordered_what_and_when(stage: Stage) -> None:
    ledger = stage.services["ledger"]
    ledger.erasing = (200, RECEIPT)
    answer = await stage.ask("operator", "POST", "/erasures", ORDER)
    assert (answer.status_code, answer.json()) == (200, RECEIPT)
    (asked,) = ledger.asked
    body, claims = asked["body"], asked["claims"]
    assert {**body, "tenant": "shifan"}.items() >= ORDER.items()
    assert body["by"].startswith("account:")
    assert UUID(body["command"]).version == 5
    assert (claims["service"], claims["tenant"]) == ("gateway", "shifan")


async def test_the_same_request_sent_again_is_answered_without_asking_again(stage: Stage) -> None:
    ledger = stage.services["ledger"]
    ledger.erasing = (200, RECEIPT)
    for _ in range(2):
        assert (await stage.ask("operator", "POST", "/erasures", ORDER, key="once")).json() == RECEIPT
    assert len(ledger.asked) == 1
    other = await stage.ask("operator", "POST", "/erasures", {**ORDER, "subject": "C01-H02"}, key="once")
    assert problem_of(other) == (422, "key-used-for-another-body")


async def test_in_a_sandbox_it_is_done_by_its_clock(stage: Stage) -> None:
    await stage.open_district("yanlian", "trainer", sandbox=True, now="2011-01-20T09:00:00+08:00")
    ledger = stage.services["ledger"]
    ledger.erasing = (200, RECEIPT)
    await stage.ask("operator", "POST", "/erasures", {**ORDER, "tenant": "yanlian"})
    assert ledger.asked[-1]["body"]["at"] == "2011-01-20T01:00:00+00:00"


async def test_what_it_would_destroy_is_shown_first(stage: Stage) -> None:
    ledger = stage.services["ledger"]
    ledger.erasing = (200, {"subject": WHO, "opened": [DROPPED], "erasures": []})
    answer = await stage.ask("operator", "GET", "/erasures?tenant=shifan&subject=C01-H01")
    assert answer.json()["opened"] == [DROPPED]
    (asked,) = ledger.asked
    body = asked["body"]
    assert (asked["path"], body["subject"]) == ("/internal/erasures/preview", "C01-H01")
    assert body["by"].startswith("account:")
    assert UUID(body["command"]).version == 4
    assert datetime.fromisoformat(body["at"]).tzinfo == UTC


async def test_while_a_service_is_away_nobody_is_told_of_an_erasure_that_they_did_not_ask_for(stage: Stage) -> None:
    stage.services["ledger"].erasing = (503, {})
    answer = await stage.ask("operator", "GET", "/erasures?tenant=shifan&subject=C01-H01")
    assert problem_of(answer) == (503, "service-away")


@pytest.mark.parametrize(
    ("said", "code"),
    [(404, "no-such-subject"), (409, "no-text-to-redact"), (503, "erasure-waits"), (500, "service-broken")],
)
async def test_where_it_is_not_done_it_is_said_why(stage: Stage, said: int, code: str) -> None:
    stage.services["ledger"].erasing = (said, {})
    answer = await stage.ask("operator", "POST", "/erasures", ORDER, key="again")
    assert problem_of(answer)[1] == code
    stage.services["ledger"].erasing = (200, RECEIPT)
    assert (await stage.ask("operator", "POST", "/erasures", ORDER, key="again")).json() == RECEIPT


@pytest.mark.parametrize(
    "changed", [{"ground": "because"}, {"document": ""}, {"document": "x" * 61}, {"subject": ""}, {"name": "张三"}]
)
async def test_an_order_says_on_what_ground_and_by_which_paper_and_nothing_else(
    stage: Stage, changed: dict[str, str]
) -> None:
    answer = await stage.ask("operator", "POST", "/erasures", ORDER | changed)
    assert answer.status_code == 422
    assert stage.services["ledger"].asked == []


async def test_there_is_nobody_in_a_district_that_is_not_there(stage: Stage) -> None:
    answer = await stage.ask("operator", "POST", "/erasures", {**ORDER, "tenant": "nowhere"})
    assert problem_of(answer) == (404, "not-found")
    assert stage.services["ledger"].asked == []


async def test_nobody_of_the_district_may(stage: Stage) -> None:
    for answer in (
        await stage.ask("admin", "POST", "/erasures", ORDER),
        await stage.ask("admin", "GET", "/erasures?tenant=shifan&subject=C01-H01"),
    ):
        assert problem_of(answer) == (403, "forbidden")
    assert stage.services["ledger"].asked == []
