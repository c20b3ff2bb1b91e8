"""Districts are apart: by token, by id, by key, by name of a request, and in SQL."""

import asyncpg
import pytest

from tests.component.gateway.stage import Stage, problem_of

TABLES = ("districts", "accounts", "sessions", "keys", "grants", "links", "commands")
UNIT = "00000000-0000-0000-0000-000000000001"


@pytest.fixture
async def both(stage: Stage) -> Stage:
    """Two districts, each with its administrator, an account and a key."""
    await stage.open_district("luanchuan", "other")
    await stage.account("li", "clerk", unit=UNIT)
    made = await stage.ask("other", "POST", "/accounts", {"login": "wang"})
    stage.tokens["wang's id"] = made.json()["id"]
    await stage.ask("other", "POST", "/keys", {"name": "theirs", "unit": UNIT})
    await stage.ask("other", "POST", f"/accounts/{made.json()['id']}/links")
    return stage


async def test_another_districts_accounts_grants_and_keys_do_not_exist(both: Stage) -> None:
    wang = both.tokens["wang's id"]
    (key,) = (await both.ask("other", "GET", "/keys")).json()["items"]
    (grant, *_) = (await both.ask("other", "GET", "/grants")).json()["items"]

    tries = [
        ("GET", f"/accounts/{wang}", None),
        ("POST", f"/accounts/{wang}/closing", None),
        ("POST", f"/accounts/{wang}/links", None),
        ("PUT", f"/accounts/{wang}/password", {"password": "quite another one"}),
        ("POST", f"/grants/{grant['id']}/withdrawal", None),
        ("POST", "/grants", {"account": wang, "role": "leader"}),
        ("POST", f"/keys/{key['id']}/revocation", None),
    ]
    for method, path, body in tries:
        assert problem_of(await both.ask("admin", method, path, body)) == (404, "not-found")
    assert [one["login"] for one in (await both.ask("admin", "GET", "/accounts")).json()["items"]] == ["admin", "li"]
    assert (await both.ask("admin", "GET", "/keys")).json()["items"] == []


async def test_a_token_that_names_another_district_is_nobodys(both: Stage) -> None:
    both.tokens["forged"] = both.tokens["admin"].replace(".shifan.", ".luanchuan.")
    assert problem_of(await both.ask("forged", "GET", "/me")) == (401, "unauthenticated")


async def test_a_password_of_one_district_opens_no_other(both: Stage) -> None:
    assert problem_of(await both.log_in("li", "luanchuan")) == (401, "login-failed")


async def test_a_used_idempotency_key_of_one_district_is_free_in_the_other(both: Stage) -> None:
    first = await both.ask("admin", "POST", "/accounts", {"login": "zhao"}, key="same")
    other = await both.ask("other", "POST", "/accounts", {"login": "qian"}, key="same")
    assert (first.status_code, other.status_code) == (201, 201)
    assert first.json() != other.json()


async def test_the_district_that_is_passed_on_is_the_tokens_whatever_is_asked(both: Stage) -> None:
    asked = await both.ask("admin", "GET", "/ledger/echo/1?tenant=luanchuan", X_District="luanchuan")
    assert asked.json()["claims"]["tenant"] == "shifan"
    assert "x-district" not in asked.json()["headers"]


async def test_the_gateways_own_role_sees_nothing_without_a_district_and_only_it_with_one(both: Stage) -> None:
    connection = await asyncpg.connect(both.database.url)
    try:
        for table in TABLES:
            assert await connection.fetchval(f"SELECT count(*) FROM gateway.{table}") == 0
        async with connection.transaction():
            await connection.execute("SET LOCAL minqing.tenant = 'luanchuan'")
            for table in TABLES:
                seen = await connection.fetch(f"SELECT DISTINCT tenant FROM gateway.{table}")
                assert [row["tenant"] for row in seen] == ["luanchuan"], table
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(
                    "INSERT INTO gateway.accounts (tenant, account, login, made_by) VALUES "
                    "('shifan', gen_random_uuid(), 'x', 'x')"
                )
    finally:
        await connection.close()


async def test_what_was_given_cannot_be_unwritten_by_the_gateways_own_role(both: Stage) -> None:
    connection = await asyncpg.connect(both.database.url)
    try:
        for statement in (
            "DELETE FROM gateway.grants",
            "UPDATE gateway.grants SET role = 'administrator'",
            "UPDATE gateway.grants SET given_by = 'x'",
            "DELETE FROM gateway.accounts",
            "DELETE FROM gateway.links",
            "UPDATE gateway.links SET expires_at = 'infinity'",
            "TRUNCATE gateway.commands",
            "ALTER TABLE gateway.grants DISABLE ROW LEVEL SECURITY",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()
