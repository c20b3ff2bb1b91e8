"""A district that is opened without an administrator: the operator invites the first one, and has no say after that."""

from pathlib import Path

import httpx
import pytest

from shared.testing.databases import MakeDatabase
from tests.component.gateway.stage import OPERATOR_PASSWORD, Stage, problem_of, staged
from tests.component.gateway.test_one_time_links import CHOSEN, NOT_GOOD, look, token_in, use


@pytest.fixture
async def opened(bare: Stage) -> Stage:
    """A district without anybody."""
    await bare.log_in("operator", None, OPERATOR_PASSWORD)
    opened = await bare.ask("operator", "POST", "/districts", {"tenant": "shifan", "name": "示范区"})
    assert opened.status_code == 201, opened.text
    return bare


async def invite(stage: Stage, login: str = "admin", tenant: str = "shifan", key: str = "") -> httpx.Response:
    return await stage.ask("operator", "POST", f"/districts/{tenant}/administrators", {"login": login}, key)


async def test_who_is_invited_chooses_a_password_and_administers_the_district(opened: Stage) -> None:
    token = token_in((await invite(opened)).json()["link"])
    state = (await look(opened, token)).json()
    await use(opened, token)
    await opened.log_in("admin", password=CHOSEN)

    assert (state["district"], state["district_name"], state["login"]) == ("shifan", "示范区", "admin")
    assert (await opened.ask("admin", "GET", "/accounts")).json()["items"][0]["login"] == "admin"


async def test_until_the_link_is_used_it_can_be_made_again(opened: Stage) -> None:
    first, same = [(await invite(opened, key="k")).json() for _ in range(2)]
    second = (await invite(opened)).json()

    assert first == same
    assert second["account"] == first["account"]
    assert problem_of(await use(opened, token_in(first["link"]))) == NOT_GOOD
    assert (await use(opened, token_in(second["link"]))).status_code == 204


async def test_once_the_district_is_administered_an_operator_invites_nobody(opened: Stage) -> None:
    await use(opened, token_in((await invite(opened)).json()["link"]))
    for login in ("admin", "another"):
        assert problem_of(await invite(opened, login)) == (409, "district-has-administrator")


async def test_a_district_opened_with_an_administrator_is_administered(stage: Stage) -> None:
    await stage.log_in("operator", None, OPERATOR_PASSWORD)
    assert problem_of(await invite(stage, "another")) == (409, "district-has-administrator")


async def test_an_operator_makes_nobody_an_administrator_who_is_there_for_something_else(stage: Stage) -> None:
    await stage.account("li", "leader")
    await stage.ask("admin", "POST", f"/accounts/{(await stage.ask('admin', 'GET', '/me')).json()['account']}/closing")
    await stage.log_in("operator", None, OPERATOR_PASSWORD)

    assert problem_of(await invite(stage, "li")) == (409, "login-taken")
    assert problem_of(await invite(stage, "admin")) == (409, "login-taken")
    assert (await invite(stage, "successor")).status_code == 201


async def test_a_district_that_is_not_there_has_no_administrator(opened: Stage) -> None:
    assert problem_of(await invite(opened, tenant="nowhere")) == (404, "not-found")


async def test_an_operator_learns_nothing_else_of_a_district(opened: Stage) -> None:
    account = (await invite(opened)).json()["account"]
    for method, path in (("GET", f"/accounts/{account}"), ("POST", f"/accounts/{account}/links")):
        assert problem_of(await opened.ask("operator", method, path)) == (403, "forbidden")


async def test_a_link_leads_where_the_settings_say_that_people_find_the_gateway(
    make_database: MakeDatabase, tmp_path: Path
) -> None:
    async with staged(tmp_path, await make_database("gateway"), public_url="https://minqing.example/") as stage:
        await stage.open_district()
        account = await stage.account("li")
        link = (await stage.ask("admin", "POST", f"/accounts/{account}/links")).json()["link"]
    assert link.startswith("https://minqing.example/link/mql.shifan.")
