"""How much one may send how often, and what the gateway says of its own health."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any  # settings by name

import httpx
import pytest

from deploy.minqing import place
from services.gateway.main import create_app
from shared.testing.databases import MakeDatabase
from shared.testing.serving import Serving
from shared.testing.waiting import until
from tests.component.gateway.stage import DISTRICT, OPERATOR_PASSWORD, Stage, keys_in, problem_of, settings_in, staged
from tests.component.gateway.upstream import Upstream


@pytest.fixture
async def strict(make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Stage]:
    """A gateway with tight limits."""
    limits: dict[str, Any] = {"requests_per_second": 0.5, "requests_burst": 4, "body_bytes": 1000}
    async with staged(tmp_path, await make_database("gateway"), **limits) as stage:
        await stage.open_district()
        yield stage


async def test_an_account_that_asks_too_often_has_to_wait_and_others_have_not(strict: Stage) -> None:
    answers = [await strict.ask("admin", "GET", "/me") for _ in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert problem_of(answers[-1]) == (429, "too-many-requests")
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert (await strict.ask("operator", "GET", "/me")).status_code == 200


async def test_what_is_passed_on_counts_like_the_gateways_own(strict: Stage) -> None:
    statuses = [(await strict.ask("admin", "GET", "/ledger/echo/1")).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]


async def test_an_address_that_asks_too_often_has_to_wait(make_database: MakeDatabase, tmp_path: Path) -> None:
    limits: dict[str, Any] = {"address_per_second": 0.5, "address_burst": 3}
    async with staged(tmp_path, await make_database("gateway"), **limits) as stage:
        answers = [await stage.ask("", "GET", "/me") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert problem_of(answers[-1]) == (429, "too-many-requests")
    assert int(answers[-1].headers["retry-after"]) >= 1


@pytest.mark.parametrize("path", ["/accounts", "/ledger/echo/1", "/imports/units"])
async def test_a_body_over_the_limit_is_refused(strict: Stage, path: str) -> None:
    answer = await strict.ask("admin", "POST", path, b'{"login": "' + b"x" * 1000, Content_Type="application/json")
    assert problem_of(answer) == (413, "too-large")
    assert "1000" in answer.json()["detail"]
    assert strict.services["ledger"].asked == []


async def test_the_gateway_is_ready_when_its_services_are(bare: Stage) -> None:
    alive, ready = await bare.http.get("/livez"), await bare.http.get("/readyz")
    bare.services["ledger"].ready = False
    unready = await bare.http.get("/readyz")
    await bare.processes["ledger"].stop()
    away = await bare.http.get("/readyz")
    await bare.processes["ledger"].start()

    assert (alive.status_code, ready.status_code, unready.status_code, away.status_code) == (200, 200, 503, 503)
    assert ready.json()["services"]["ledger"] == {"ready": True, "lag_seconds": 1.5, "problems": 0}
    assert "shifan" not in ready.text
    assert away.json()["services"]["ledger"]["ready"] is False
    assert away.json()["services"]["scheduling"]["ready"] is True


async def test_the_running_state_in_full_is_an_operators(stage: Stage) -> None:
    await stage.log_in("operator", None, OPERATOR_PASSWORD)
    state = (await stage.ask("operator", "GET", "/running")).json()
    assert state["ledger"]["lag"][0]["follower"] == "register"
    assert problem_of(await stage.ask("admin", "GET", "/running")) == (403, "forbidden")


async def test_figures_are_an_operators_and_name_no_district(stage: Stage) -> None:
    await stage.log_in("operator", None, OPERATOR_PASSWORD)
    await stage.ask("operator", "GET", f"/districts/{DISTRICT}")
    figures = await stage.ask("operator", "GET", "/running/figures")
    assert figures.status_code == 200
    assert figures.headers["content-type"].startswith("text/plain")
    assert "python_info" in figures.text
    assert 'minqing_http_seconds_count{route="/api/v1/sessions",status="2xx"}' in figures.text
    assert DISTRICT not in figures.text

    assert problem_of(await stage.ask("admin", "GET", "/running/figures")) == (403, "forbidden")
    assert problem_of(await stage.ask("", "GET", "/running/figures")) == (401, "unauthenticated")
    nowhere = await stage.http.get("/metrics", headers={"Authorization": f"Bearer {stage.tokens['operator']}"})
    assert (nowhere.status_code, "python_info" in nowhere.text) == (404, False), "nor are there any in the open"


async def test_a_gateway_that_starts_before_its_services_says_so_and_finds_them(
    make_database: MakeDatabase, tmp_path: Path
) -> None:
    ledger = Serving(Upstream("ledger").app(keys_in(tmp_path)), place.free_port(), lifespan=False)
    app = create_app(settings_in(tmp_path, await make_database("gateway"), {"ledger": ledger.url}))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as http:
            body = {"district": None, "account": "operator", "password": OPERATOR_PASSWORD}
            token = (await http.post("/api/v1/sessions", json=body)).json()["token"]

            async def asked() -> tuple[int, str]:
                return problem_of(await http.get("/api/v1/ledger/echo/1", headers={"Authorization": f"Bearer {token}"}))

            assert await asked() == (503, "service-away")
            async with ledger:
                await until(lambda: "ledger" in app.state.services.documents)
                assert await asked() == (403, "forbidden")  # it is known by now what an operator may not
