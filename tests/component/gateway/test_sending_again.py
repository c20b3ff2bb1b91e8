"""Idempotency of the gateway's own commands."""

from tests.component.gateway.stage import PASSWORD, Stage, problem_of


async def test_a_request_sent_twice_takes_effect_once_and_is_answered_the_same(stage: Stage) -> None:
    body = {"login": "li", "password": PASSWORD}

    first = await stage.ask("admin", "POST", "/accounts", body, key="k")
    again = await stage.ask("admin", "POST", "/accounts", body, key="k")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert len((await stage.ask("admin", "GET", "/accounts")).json()["items"]) == 2


async def test_the_same_key_with_another_body_is_refused(stage: Stage) -> None:
    await stage.ask("admin", "POST", "/accounts", {"login": "li"}, key="k")
    other = await stage.ask("admin", "POST", "/accounts", {"login": "wang"}, key="k")
    assert problem_of(other) == (422, "key-used-for-another-body")


async def test_a_command_without_a_key_is_refused(stage: Stage) -> None:
    answer = await stage.ask("admin", "POST", "/accounts", {"login": "li"}, Idempotency_Key="")
    assert problem_of(answer) == (400, "idempotency-key-missing")


async def test_a_refusal_is_not_stored(stage: Stage) -> None:
    account = (await stage.ask("admin", "POST", "/accounts", {"login": "li"})).json()["id"]
    await stage.ask("admin", "POST", "/accounts", {"login": "wang"})
    body = {"login": "wang"}
    for _ in range(2):
        assert problem_of(await stage.ask("admin", "POST", "/accounts", body, key="k")) == (409, "login-taken")
    assert (await stage.ask("admin", "GET", f"/accounts/{account}")).status_code == 200


async def test_one_accounts_key_is_not_anothers(stage: Stage) -> None:
    await stage.account("second", "administrator")
    first = await stage.ask("admin", "POST", "/accounts", {"login": "li"}, key="k")
    other = await stage.ask("second", "POST", "/accounts", {"login": "wang"}, key="k")
    assert (first.status_code, other.status_code) == (201, 201)


async def test_what_the_gateway_keeps_of_a_request_holds_no_secret(stage: Stage) -> None:
    import asyncpg

    made = (
        await stage.ask("admin", "POST", "/keys", {"name": "k", "unit": "00000000-0000-0000-0000-000000000001"})
    ).json()
    link = (await stage.ask("admin", "POST", f"/accounts/{await stage.account('li')}/links")).json()["link"]
    connection = await asyncpg.connect(stage.database.superuser_url)
    try:
        tables = ("districts", "accounts", "sessions", "keys", "grants", "links", "commands", "attempts")
        kept = "".join([str(await connection.fetch(f"SELECT t::text FROM gateway.{table} t")) for table in tables])
    finally:
        await connection.close()

    shown = (made["key"], link, stage.tokens["admin"])
    for secret in (*shown, *(one.rsplit(".", 1)[1] for one in shown), PASSWORD):
        assert secret not in kept
