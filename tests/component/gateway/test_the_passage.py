"""What the gateway passes on, and what it answers when a service does not."""

import asyncio
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from shared.testing.databases import MakeDatabase
from shared.testing.serving import Serving
from tests.component.gateway.stage import Stage, problem_of, staged


async def test_path_query_body_and_the_headers_that_matter_reach_the_service_as_they_were_sent(stage: Stage) -> None:
    answer = await stage.ask(
        "admin",
        "POST",
        "/ledger/echo/%E6%9F%B3%20x?b=2&a=%20&b=1",
        b'{"words": "\xe5\xbc\xa0"}',
        key="k-1",
        If_Match='"3"',
        Minqing_Position="there",
        Content_Type="application/json",
        Cookie="minqing=x",
        X_Something="else",
    )

    asked = answer.json()
    sent = asked["headers"]
    assert asked["target"] == "/api/v1/ledger/echo/%E6%9F%B3%20x?b=2&a=%20&b=1"
    assert asked["body"] == '{"words": "张"}'
    assert (sent["idempotency-key"], sent["if-match"], sent["minqing-position"]) == ("k-1", '"3"', "there")
    assert (sent["accept-language"], sent["content-type"]) == ("en", "application/json")
    assert "cookie" not in sent
    assert "x-something" not in sent
    assert sent["traceparent"].startswith("00-")


async def test_the_service_is_told_who_asks_in_a_token_of_the_gateway(stage: Stage) -> None:
    unit = "00000000-0000-0000-0000-000000000001"
    account = await stage.account("li", "handler", unit=unit)

    claims = (await stage.ask("li", "GET", "/ledger/echo/1")).json()["claims"]

    assert (claims["iss"], claims["tenant"], claims["actor"]) == ("gateway", "shifan", f"account:{account}")
    assert UUID(claims["account"]) == account
    assert claims["grants"] == [{"role": "handler", "unit": unit, "place": None, "campaign": None}]
    assert claims["now"] is None
    assert claims["service"] is None


async def test_the_answers_headers_come_back_but_nobodys_cookies(stage: Stage) -> None:
    answer = await stage.ask("admin", "GET", "/ledger/echo/1")
    assert answer.headers["etag"] == '"7"'
    assert answer.headers["minqing-position"] == "here"
    assert "set-cookie" not in answer.headers


async def test_what_goes_says_so_through_the_gateway_and_in_its_document(stage: Stage) -> None:
    answer = await stage.ask("admin", "GET", "/ledger/old")
    assert (answer.headers["deprecation"], answer.headers["sunset"]) == ("@1796054400", "Mon, 31 May 2027 16:00:00 GMT")

    told = (await stage.http.get("/api/v1/openapi.json")).json()["paths"]["/api/v1/ledger/old"]["get"]
    assert (told["deprecated"], told["x-deprecated"], told["x-sunset"]) == (True, "2026-12-01", "2027-06-01")


async def test_a_route_goes_to_the_service_that_offers_it(stage: Stage) -> None:
    await stage.ask("admin", "GET", "/scheduling/echo/1")
    assert len(stage.services["scheduling"].asked) == 1
    assert stage.services["ledger"].asked == []


async def test_what_no_service_offers_is_not_found(stage: Stage) -> None:
    for path in ("/no/such/path", "/ledger/nobodys", "/ledger/unknown", "/ledger/echo/", "/ledger/echo/1/2"):
        assert problem_of(await stage.ask("admin", "GET", path)) == (404, "not-found")


async def test_what_services_ask_of_each_other_is_not_passed_on(stage: Stage) -> None:
    for path in ("/positions", "/readyz2", "/internal/openings", "/openapi.json"):
        answer = await stage.http.post(path, headers={"Authorization": f"Bearer {stage.tokens['admin']}"})
        assert problem_of(answer) == (404, "not-found")
    assert stage.services["ledger"].asked == []


@pytest.mark.parametrize("path", ["/ledger/places/%2E%2E/books", "/ledger/places/./books", "/ledger/places//books"])
async def test_a_path_that_would_change_on_its_way_is_not_found(stage: Stage, path: str) -> None:
    await stage.account("li", "cadre")
    assert problem_of(await stage.ask("li", "GET", path)) == (404, "not-found")


async def test_another_method_than_the_routes_is_not_allowed(stage: Stage) -> None:
    answer = await stage.ask("admin", "PUT", "/ledger/echo/1", {})
    assert problem_of(answer) == (405, "method-not-allowed")
    assert answer.headers["allow"] == "GET, POST"


async def test_a_role_that_may_not_is_told_which_may(stage: Stage) -> None:
    answer = await stage.ask("admin", "GET", "/ledger/may/matter.sign")
    assert problem_of(answer) == (403, "forbidden")
    assert "leader" in answer.json()["detail"]
    assert stage.services["ledger"].asked == []


async def test_a_services_own_no_comes_back_as_it_is(stage: Stage) -> None:
    answer = await stage.ask("admin", "POST", "/ledger/refuse", b"{not json", Content_Type="application/json")
    assert problem_of(answer) == (400, "malformed-json")
    assert problem_of(await stage.ask("admin", "POST", "/ledger/refuse", {"no": 1})) == (422, "invalid")
    assert problem_of(await stage.ask("admin", "POST", "/ledger/refuse", {"field": 1})) == (409, "login-taken")


async def test_malformed_bodies_are_told_from_wrong_ones_at_the_gateways_own_routes(stage: Stage) -> None:
    answer = await stage.ask("admin", "POST", "/accounts", b"{not json", Content_Type="application/json")
    assert problem_of(answer) == (400, "malformed-json")
    assert problem_of(await stage.ask("admin", "POST", "/accounts", {"name": "x"})) == (422, "invalid")


async def test_an_answer_that_is_no_answer_is_a_bad_gateway(stage: Stage) -> None:
    answer = await stage.ask("admin", "GET", "/ledger/crash")
    assert problem_of(answer) == (502, "service-broken")
    assert "Traceback" not in answer.text


async def test_a_service_that_is_slow_is_given_up_with_a_word_on_sending_again(
    make_database: MakeDatabase, tmp_path: Path
) -> None:
    async with staged(tmp_path, await make_database("gateway"), answer_seconds=0.3) as stage:
        await stage.open_district()
        answer = await stage.ask("admin", "GET", "/ledger/slow")

    assert problem_of(answer) == (504, "service-slow")
    assert answer.headers["retry-after"] == "1"


async def test_an_event_stream_comes_through_line_by_line_and_ends_with_its_reader(stage: Stage) -> None:
    ledger = stage.services["ledger"]
    headers = {"Authorization": f"Bearer {stage.tokens['admin']}"}
    async with Serving(stage.app, lifespan=False) as gateway, httpx.AsyncClient(timeout=10, trust_env=False) as client:
        async with client.stream("GET", f"{gateway.url}/api/v1/ledger/stream", headers=headers) as answer:
            lines = answer.aiter_lines()
            for said in ("one", "two", "three"):
                ledger.said.put_nowait(said)  # only now: each comes through before the next is said
                assert await anext(lines) == f"data: {said}"
                assert await anext(lines) == ""
        async with asyncio.timeout(10):
            await ledger.left.wait()


async def test_a_service_that_is_away_is_said_to_be_and_is_found_again_when_it_is_back(stage: Stage) -> None:
    await stage.processes["ledger"].stop()
    gone = await stage.ask("admin", "GET", "/ledger/echo/1")
    other = await stage.ask("admin", "GET", "/scheduling/echo/1")
    await stage.processes["ledger"].start()
    back = await stage.ask("admin", "GET", "/ledger/echo/1")

    assert problem_of(gone) == (503, "service-away")
    assert gone.headers["retry-after"] == "1"
    assert other.status_code == 200
    assert back.status_code == 200
