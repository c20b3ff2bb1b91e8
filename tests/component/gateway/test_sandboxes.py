"""Districts, real and sandbox: how they are opened, how a sandbox's clock moves, when it is quiet."""

import asyncio

from shared.testing.waiting import until
from tests.component.gateway.stage import OPERATOR_PASSWORD, PASSWORD, Stage, problem_of

START = "2010-11-22T09:00:00+08:00"


async def _sandbox(bare: Stage) -> Stage:
    await bare.open_district(sandbox=True, now=START)
    return bare


async def test_an_operator_opens_a_district_once(bare: Stage) -> None:
    await bare.log_in("operator", None, OPERATOR_PASSWORD)
    body = {"tenant": "shifan", "name": "示范区", "administrator": {"login": "admin", "password": PASSWORD}}

    first = await bare.ask("operator", "POST", "/districts", body, key="open")
    again = await bare.ask("operator", "POST", "/districts", body, key="open")
    other = await bare.ask("operator", "POST", "/districts", body)

    assert (first.status_code, again.status_code) == (201, 201)
    assert problem_of(other) == (409, "district-taken")
    (district,) = (await bare.ask("operator", "GET", "/districts")).json()["items"]
    assert district == {"tenant": "shifan", "name": "示范区", "sandbox": False, "now": None}


async def test_nobody_but_an_operator_opens_districts_and_an_operator_sees_nothing_in_them(stage: Stage) -> None:
    assert problem_of(await stage.ask("admin", "GET", "/districts")) == (403, "forbidden")
    assert problem_of(await stage.ask("operator", "GET", "/accounts")) == (403, "forbidden")
    assert problem_of(await stage.ask("operator", "GET", "/ledger/echo/1")) == (403, "forbidden")


async def test_a_district_cannot_have_a_name_that_is_none(bare: Stage) -> None:
    await bare.log_in("operator", None, OPERATOR_PASSWORD)
    for tenant in ("@operators", "Shifan", "a/b", ""):
        body = {"tenant": tenant, "name": "x", "administrator": {"login": "admin", "password": PASSWORD}}
        assert problem_of(await bare.ask("operator", "POST", "/districts", body)) == (422, "invalid")


async def test_a_sandboxs_clock_is_set_at_every_service_and_signed_into_every_token(bare: Stage) -> None:
    stage = await _sandbox(bare)
    assert {name: one.clocks["shifan"] for name, one in stage.services.items()} == {
        "ledger": "2010-11-22T01:00:00+00:00",
        "scheduling": "2010-11-22T01:00:00+00:00",
    }

    moved = await stage.ask("admin", "PUT", "/sandbox/clock", {"now": "2010-11-23T09:00:00+08:00"})

    assert moved.status_code == 204
    claims = (await stage.ask("admin", "GET", "/ledger/echo/1")).json()["claims"]
    assert claims["now"] == "2010-11-23T01:00:00Z"
    assert stage.services["scheduling"].clocks["shifan"] == "2010-11-23T01:00:00+00:00"
    assert (await stage.ask("admin", "GET", "/sandbox/clock")).json() == {"now": "2010-11-23T01:00:00Z"}


async def test_a_sandboxs_clock_only_moves_forward(bare: Stage) -> None:
    stage = await _sandbox(bare)
    back = await stage.ask("admin", "PUT", "/sandbox/clock", {"now": "2010-11-22T08:59:59+08:00"})
    assert problem_of(back) == (409, "clock-only-forward")
    assert (await stage.ask("admin", "PUT", "/sandbox/clock", {"now": START})).status_code == 204


async def test_an_old_move_sent_again_moves_nothing_back(bare: Stage) -> None:
    stage = await _sandbox(bare)
    await stage.ask("admin", "PUT", "/sandbox/clock", {"now": "2010-11-23T09:00:00+08:00"}, key="first")
    await stage.ask("admin", "PUT", "/sandbox/clock", {"now": "2010-11-24T09:00:00+08:00"}, key="second")

    again = await stage.ask("admin", "PUT", "/sandbox/clock", {"now": "2010-11-23T09:00:00+08:00"}, key="first")

    assert again.status_code == 204
    assert stage.services["ledger"].clocks["shifan"] == "2010-11-24T01:00:00+00:00"


async def test_a_move_that_a_service_missed_is_finished_by_sending_it_again(bare: Stage) -> None:
    stage = await _sandbox(bare)
    body = {"now": "2010-11-23T09:00:00+08:00"}
    await stage.processes["ledger"].stop()
    missed = await stage.ask("admin", "PUT", "/sandbox/clock", body, key="move")
    await stage.processes["ledger"].start()

    again = await stage.ask("admin", "PUT", "/sandbox/clock", body, key="move")

    assert problem_of(missed) == (503, "service-away")
    assert again.status_code == 204
    assert stage.services["ledger"].clocks["shifan"] == "2010-11-23T01:00:00+00:00"


async def test_a_real_district_follows_the_wall(stage: Stage) -> None:
    assert problem_of(await stage.ask("admin", "PUT", "/sandbox/clock", {"now": START})) == (404, "no-sandbox")
    assert problem_of(await stage.ask("admin", "GET", "/sandbox/clock")) == (404, "no-sandbox")
    assert problem_of(await stage.ask("admin", "GET", "/sandbox/quiet")) == (404, "no-sandbox")
    assert stage.services["ledger"].clocks == {}


async def test_nobody_but_its_administrator_moves_a_sandboxs_clock(bare: Stage) -> None:
    stage = await _sandbox(bare)
    await stage.account("li", "leader")
    moved = await stage.ask("li", "PUT", "/sandbox/clock", {"now": "2010-12-01T00:00:00Z"})
    assert problem_of(moved) == (403, "forbidden")
    assert problem_of(await stage.ask("li", "GET", "/sandbox/quiet")) == (403, "forbidden")


async def test_a_sandbox_with_nothing_under_way_is_quiet_after_two_readings(bare: Stage) -> None:
    stage = await _sandbox(bare)
    stage.services["ledger"].head = 7
    stage.services["scheduling"].consumers = [{"name": "visits", "producer": "ledger", "fact": 7}]

    answer = await stage.ask("admin", "GET", "/sandbox/quiet")

    assert answer.json() == {"heads": {"ledger": 7, "scheduling": 0}}
    assert stage.services["ledger"].readings == 2


async def test_quiet_is_waited_for_and_what_is_under_way_is_said_when_the_wait_is_over(bare: Stage) -> None:
    stage = await _sandbox(bare)
    ledger, scheduling = stage.services["ledger"], stage.services["scheduling"]
    ledger.head, ledger.due, scheduling.pending = 7, 1, 2
    scheduling.consumers = [{"name": "visits", "producer": "ledger", "fact": 6}]

    over = await stage.ask("admin", "GET", "/sandbox/quiet?wait=0.1")
    waiting = asyncio.create_task(stage.ask("admin", "GET", "/sandbox/quiet?wait=10"))
    seen = ledger.readings
    await until(lambda: ledger.readings >= seen + 3)
    assert not waiting.done()
    ledger.due, scheduling.pending, scheduling.consumers[0]["fact"] = 0, 0, 7

    assert problem_of(over) == (503, "not-quiet")
    for said in ("ledger: 1 due", "scheduling: 2 pending", "scheduling: visits at 6 of 7 in ledger"):
        assert said in over.json()["detail"]
    assert (await waiting).status_code == 200
