"""Accounts and grants: what an administrator gives, what ends at once, and what nobody gives to oneself."""

from uuid import uuid5

from shared.ids import MINQING
from tests.component.gateway.stage import PASSWORD, Stage, problem_of

UNIT, OTHER_UNIT, PLACE = (str(uuid5(MINQING, name)) for name in ("unit", "other unit", "place"))


async def test_a_grant_makes_of_an_account_what_it_says(stage: Stage) -> None:
    await stage.account("li", "handler", unit=UNIT, place=PLACE)

    (grant,) = (await stage.ask("li", "GET", "/me")).json()["grants"]

    assert grant == {"role": "handler", "unit": UNIT, "place": PLACE, "campaign": None}


async def test_who_gave_a_grant_and_who_withdrew_it_stays_on_record(stage: Stage) -> None:
    account = await stage.account("li", "handler", unit=UNIT)
    admin = (await stage.ask("admin", "GET", "/me")).json()["actor"]
    (grant,) = (await stage.ask("admin", "GET", f"/accounts/{account}")).json()["grants"]

    await stage.ask("admin", "POST", f"/grants/{grant['id']}/withdrawal")

    (grant,) = (await stage.ask("admin", "GET", f"/accounts/{account}")).json()["grants"]
    assert (grant["given_by"], grant["withdrawn_by"]) == (admin, admin)
    assert grant["given_at"] <= grant["withdrawn_at"]


async def test_a_withdrawn_grant_ends_at_once(stage: Stage) -> None:
    account = await stage.account("li", "cadre", unit=UNIT)
    assert (await stage.ask("li", "GET", "/ledger/may/field.log")).status_code == 200
    (grant,) = (await stage.ask("admin", "GET", f"/accounts/{account}")).json()["grants"]

    await stage.ask("admin", "POST", f"/grants/{grant['id']}/withdrawal")

    assert problem_of(await stage.ask("li", "GET", "/ledger/may/field.log")) == (403, "forbidden")


async def test_nobody_grants_to_oneself_nor_to_another_account_of_oneself(stage: Stage) -> None:
    person = str(uuid5(MINQING, "person"))
    await stage.ask("admin", "POST", "/accounts", {"login": "wang", "password": PASSWORD, "person": person})
    second = await stage.ask("admin", "POST", "/accounts", {"login": "wang-2", "person": person})
    wang = (await stage.ask("admin", "GET", "/accounts")).json()["items"][1]
    await stage.ask("admin", "POST", "/grants", {"account": wang["id"], "role": "administrator"})
    await stage.log_in("wang")

    for account in (wang["id"], second.json()["id"]):
        answer = await stage.ask("wang", "POST", "/grants", {"account": account, "role": "leader", "unit": UNIT})
        assert problem_of(answer) == (409, "grant-to-oneself")


async def test_what_belongs_to_keys_or_operators_is_given_to_no_account(stage: Stage) -> None:
    account = str(await stage.account("li"))
    for role in ("operator", "department-key"):
        answer = await stage.ask("admin", "POST", "/grants", {"account": account, "role": role})
        assert problem_of(answer) == (409, "role-not-for-accounts")


async def test_a_grant_is_in_force_from_to_by_the_districts_clock(bare: Stage) -> None:
    await bare.open_district(sandbox=True, now="2010-11-22T01:00:00Z")
    term = {"begins": "2010-12-01T00:00:00+08:00", "ends": "2010-12-11T00:00:00+08:00"}
    await bare.account("li", "cadre", unit=UNIT, **term)
    allowed = []

    for now in ("2010-11-30T23:59:59+08:00", term["begins"], "2010-12-10T23:59:59+08:00", term["ends"]):
        assert (await bare.ask("admin", "PUT", "/sandbox/clock", {"now": now})).status_code == 204
        allowed.append((await bare.ask("li", "GET", "/ledger/may/field.log")).status_code)

    assert allowed == [403, 200, 200, 403]


async def test_a_closed_account_is_out_at_once_and_its_name_stays_taken(stage: Stage) -> None:
    account = await stage.account("li", "cadre", unit=UNIT)

    assert (await stage.ask("admin", "POST", f"/accounts/{account}/closing")).status_code == 204

    assert problem_of(await stage.ask("li", "GET", "/me"))[0] == 401
    assert problem_of(await stage.log_in("li")) == (401, "login-failed")
    assert problem_of(await stage.ask("admin", "POST", "/accounts", {"login": "li"})) == (409, "login-taken")


async def test_a_password_set_by_the_administrator_ends_the_accounts_sessions(stage: Stage) -> None:
    account = await stage.account("li")
    answer = await stage.ask("admin", "PUT", f"/accounts/{account}/password", {"password": "quite another password"})

    assert answer.status_code == 204
    assert problem_of(await stage.ask("li", "GET", "/me"))[0] == 401
    assert (await stage.log_in("li", password="quite another password")).status_code == 201


async def test_who_is_no_administrator_keeps_neither_accounts_nor_grants(stage: Stage) -> None:
    account = str(await stage.account("li", "leader", unit=UNIT))
    for method, path in (("GET", "/accounts"), ("POST", "/accounts"), ("GET", "/grants"), ("POST", "/grants")):
        body = {"account": account, "role": "leader"} if path == "/grants" else {"login": "me-too"}
        assert problem_of(await stage.ask("li", method, path, body)) == (403, "forbidden")


async def test_accounts_are_listed_by_pages_in_order_of_their_names(stage: Stage) -> None:
    for login in ("c", "b", "d"):
        await stage.ask("admin", "POST", "/accounts", {"login": login})

    first = (await stage.ask("admin", "GET", "/accounts?limit=2")).json()
    rest = (await stage.ask("admin", "GET", f"/accounts?limit=3&after={first['next']}")).json()

    assert [item["login"] for item in first["items"] + rest["items"]] == ["admin", "b", "c", "d"]
    assert rest["next"] is None


async def test_no_answer_shows_a_password_or_its_hash(stage: Stage) -> None:
    account = await stage.account("li", "cadre", unit=UNIT)
    shown = (await stage.ask("admin", "GET", f"/accounts/{account}")).text
    assert "argon2" not in shown
    assert PASSWORD not in shown


async def test_what_is_not_there_is_not_found(stage: Stage) -> None:
    nothing = str(uuid5(MINQING, "nothing"))
    assert problem_of(await stage.ask("admin", "GET", f"/accounts/{nothing}")) == (404, "not-found")
    assert problem_of(await stage.ask("admin", "POST", f"/accounts/{nothing}/closing")) == (404, "not-found")
    assert problem_of(await stage.ask("admin", "POST", f"/grants/{nothing}/withdrawal")) == (404, "not-found")
    given = await stage.ask("admin", "POST", "/grants", {"account": nothing, "role": "cadre"})
    assert problem_of(given) == (404, "not-found")
