"""Logging in and out: sessions, cookies, and those who guess."""

import asyncio
from dataclasses import replace
from itertools import count

import httpx
import pytest
from argon2 import PasswordHasher, extract_parameters

from shared.testing.waiting import until
from tests.component.gateway.stage import OPERATOR_PASSWORD, PASSWORD, Stage, problem_of


async def test_an_operator_logs_in_naming_no_district(bare: Stage) -> None:
    assert (await bare.log_in("operator", None, OPERATOR_PASSWORD)).status_code == 201

    me = (await bare.ask("operator", "GET", "/me")).json()

    assert me["district"] is None
    assert [grant["role"] for grant in me["grants"]] == ["operator"]


async def test_a_districts_administrator_logs_in_and_is_told_who_they_are(stage: Stage) -> None:
    me = (await stage.ask("admin", "GET", "/me")).json()
    assert (me["district"], me["login"]) == ("shifan", "admin")
    assert me["actor"] == f"account:{me['account']}"
    assert [grant["role"] for grant in me["grants"]] == ["administrator"]


async def test_without_a_token_nobody_known_asks(stage: Stage) -> None:
    assert problem_of(await stage.ask("", "GET", "/me")) == (401, "unauthenticated")
    assert problem_of(await stage.ask("", "GET", "/me", Authorization="Bearer mqs.shifan.x")) == (
        401,
        "unauthenticated",
    )
    assert problem_of(await stage.ask("", "GET", "/me", Authorization="Basic YQ==")) == (401, "unauthenticated")
    assert problem_of(await stage.ask("", "GET", "/ledger/echo/1")) == (401, "unauthenticated")
    assert problem_of(await stage.ask("", "GET", "/no/such/path")) == (401, "unauthenticated")


async def test_a_failed_log_in_does_not_tell_what_was_wrong(stage: Stage) -> None:
    wrong = [
        await stage.log_in("admin", "shifan", "another password"),
        await stage.log_in("nobody", "shifan", PASSWORD),
        await stage.log_in("admin", "elsewhere", PASSWORD),
        await stage.log_in("admin", None, PASSWORD),
    ]
    assert {problem_of(answer) for answer in wrong} == {(401, "login-failed")}
    assert len({answer.text for answer in wrong}) == 1


async def test_whether_there_is_such_an_account_costs_the_same_work(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    verify = PasswordHasher.verify

    def watched(hasher: PasswordHasher, kept: str, password: str) -> bool:
        checked.append(kept)
        return verify(hasher, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    for account in ("admin", "nobody"):
        assert problem_of(await stage.log_in(account, "shifan", "another password")) == (401, "login-failed")
    known, unknown = (extract_parameters(kept) for kept in checked)
    assert known == unknown


async def test_an_account_without_a_password_is_nobodys_to_enter(stage: Stage) -> None:
    await stage.ask("admin", "POST", "/accounts", {"login": "invited"})
    assert problem_of(await stage.log_in("invited")) == (401, "login-failed")


async def test_who_guesses_at_an_account_has_to_wait_and_so_has_who_knows_the_password(stage: Stage) -> None:
    for _ in range(6):
        assert problem_of(await stage.log_in("admin", "shifan", "a wrong guess"))[0] == 401

    slowed = await stage.log_in("admin")

    assert problem_of(slowed) == (429, "login-slowed")
    assert int(slowed.headers["Retry-After"]) >= 1


async def test_an_account_that_is_not_there_slows_down_just_the_same(stage: Stage) -> None:
    for _ in range(6):
        assert problem_of(await stage.log_in("nobody"))[0] == 401
    assert problem_of(await stage.log_in("nobody")) == (429, "login-slowed")


async def test_a_right_password_lets_the_account_start_anew(stage: Stage) -> None:
    for _ in range(3):
        for _ in range(4):
            assert problem_of(await stage.log_in("admin", "shifan", "a wrong guess"))[0] == 401
        assert (await stage.log_in("admin")).status_code == 201


async def test_who_guesses_at_many_accounts_makes_their_address_wait_and_no_other(stage: Stage) -> None:
    await stage.account("li")
    names = (f"nobody-{n}" for n in count())
    wrong = {"old": "a wrong guess", "new": "quite another password"}
    guesses = [problem_of(await stage.log_in(next(names))) for _ in range(60)]

    async def slowed() -> list[httpx.Response] | None:
        """What they get who know a password, or are in; a wait may pass on a slow machine before it is seen."""
        await stage.log_in(next(names))
        answers = [await stage.log_in("li"), await stage.ask("li", "PUT", "/me/password", wrong)]
        return answers if all(answer.status_code == httpx.codes.TOO_MANY_REQUESTS for answer in answers) else None

    here = await until(slowed)
    transport = httpx.ASGITransport(stage.app, client=("192.0.2.7", 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
        elsewhere = replace(stage, http=http)
        there = [await elsewhere.log_in("li"), await elsewhere.ask("li", "PUT", "/me/password", wrong)]

    assert set(guesses) == {(401, "login-failed")}
    assert [problem_of(answer) for answer in here] == [(429, "login-slowed")] * 2
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in here)
    assert [answer.status_code for answer in there] == [201, 409]


async def test_a_session_ends_at_log_out(stage: Stage) -> None:
    assert (await stage.ask("admin", "DELETE", "/sessions/current")).status_code == 204
    assert problem_of(await stage.ask("admin", "GET", "/me")) == (401, "unauthenticated")


async def test_logging_in_again_ends_the_session_whose_cookie_is_shown(stage: Stage) -> None:
    await stage.log_in_as_browser("admin")
    first = stage.tokens["admin"]
    await stage.log_in_as_browser("admin")

    assert stage.tokens["admin"] != first
    stage.tokens["first"] = first
    assert problem_of(await stage.ask("first", "GET", "/me")) == (401, "unauthenticated")


async def test_the_cookie_is_out_of_a_scripts_reach_and_of_another_sites(stage: Stage) -> None:
    cookie = (await stage.log_in_as_browser("admin")).headers["set-cookie"]
    assert cookie.startswith("minqing=mqs.shifan.")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie  # who logs in is before this very machine


async def test_a_cookie_writes_only_with_its_csrf_token(stage: Stage) -> None:
    csrf = (await stage.log_in_as_browser("admin")).json()["csrf"]
    body = {"login": "li"}

    assert (await stage.ask("", "GET", "/me")).json()["csrf"] == csrf
    assert problem_of(await stage.ask("", "POST", "/accounts", body)) == (403, "csrf-missing")
    assert problem_of(await stage.ask("", "POST", "/accounts", body, X_CSRF_Token="x")) == (403, "csrf-missing")
    assert (await stage.ask("", "POST", "/accounts", body, X_CSRF_Token=csrf)).status_code == 201


async def test_ones_own_password_is_changed_by_who_knows_the_old_one(stage: Stage) -> None:
    await stage.account("li")
    stage.tokens["elsewhere"] = stage.tokens["li"]
    await stage.log_in("li")
    new = {"old": PASSWORD, "new": "quite another password"}

    wrong = await stage.ask("li", "PUT", "/me/password", {**new, "old": "not this one"})
    right = await stage.ask("li", "PUT", "/me/password", new, key="change")
    again = await stage.ask("li", "PUT", "/me/password", new, key="change")

    assert problem_of(wrong) == (409, "old-password-wrong")
    assert (right.status_code, again.status_code) == (204, 204)
    assert problem_of(await stage.ask("elsewhere", "GET", "/me"))[0] == 401
    assert problem_of(await stage.log_in("li")) == (401, "login-failed")
    assert (await stage.log_in("li", password="quite another password")).status_code == 201


async def test_people_of_one_office_who_log_in_at_the_same_moment_do_not_slow_each_other_down(stage: Stage) -> None:
    people = [f"person-{n}" for n in range(12)]
    for login in people:
        await stage.ask("admin", "POST", "/accounts", {"login": login, "password": PASSWORD})
    answers = await asyncio.gather(*(stage.log_in(login) for login in people))
    assert [answer.status_code for answer in answers] == [201] * len(people)


async def test_one_account_logs_in_many_times_at_the_same_moment(stage: Stage) -> None:
    await stage.account("li")
    for _ in range(3):
        answers = await asyncio.gather(*(stage.log_in("li") for _ in range(5)))
        assert {answer.status_code for answer in answers} == {201}
