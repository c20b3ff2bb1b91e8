"""One-time links: who makes them, what they are good for, and how they end."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from services.gateway.accounts.redeeming import LinkNotGood, Redeeming, Shown
from services.gateway.pages.behind import Behind
from shared import clock
from shared.web.problems import TooMany
from tests.component.gateway.stage import PASSWORD, Stage, problem_of

CHOSEN = "a password of one's own"
NOT_GOOD = (404, "link-not-good")


async def link_for(stage: Stage, login: str, by: str = "admin") -> str:
    """A link's token, for an account without a password, which is made."""
    made = await stage.ask(by, "POST", "/accounts", {"login": login})
    return await another_for(stage, made.json()["id"], by)


async def another_for(stage: Stage, account: object, by: str = "admin") -> str:
    answer = await stage.ask(by, "POST", f"/accounts/{account}/links")
    assert answer.status_code == 201, answer.text
    return token_in(answer.json()["link"])


def token_in(link: str) -> str:
    before, _, token = link.rpartition("/link/")
    assert before == "http://localhost"
    return token


async def look(stage: Stage, token: str) -> httpx.Response:
    return await stage.ask("", "GET", "/links/current", Authorization=f"Bearer {token}")


async def use(stage: Stage, token: str, password: str = CHOSEN, key: str = "") -> httpx.Response:
    body = {"password": password}
    return await stage.ask("", "PUT", "/links/current/password", body, key, Authorization=f"Bearer {token}")


async def test_a_link_shows_for_whom_it_is_and_sets_the_password(stage: Stage) -> None:
    token = await link_for(stage, "li")

    state = (await look(stage, token)).json()
    used = await use(stage, token)

    assert (state["district"], state["district_name"], state["login"]) == ("shifan", "shifan", "li")
    until = datetime.fromisoformat(state["expires_at"])
    assert timedelta(hours=71) < until - datetime.now(UTC) <= timedelta(hours=72)  # noqa: TID251 the wall itself
    assert used.status_code == 204
    assert (await stage.log_in("li", password=CHOSEN)).status_code == 201


async def test_nobody_has_logged_in_by_a_link(stage: Stage) -> None:
    token = await link_for(stage, "li")
    stage.tokens["by link"] = token
    assert problem_of(await stage.ask("by link", "GET", "/me")) == (401, "unauthenticated")
    assert problem_of(await stage.ask("by link", "GET", "/ledger/echo/1")) == (401, "unauthenticated")


async def test_a_link_is_good_once(stage: Stage) -> None:
    token = await link_for(stage, "li")
    await use(stage, token)

    assert problem_of(await use(stage, token, "another password")) == NOT_GOOD
    assert problem_of(await look(stage, token)) == NOT_GOOD
    assert (await stage.log_in("li", password=CHOSEN)).status_code == 201


async def test_of_two_who_use_a_link_at_once_one_is_too_late(stage: Stage) -> None:
    token = await link_for(stage, "li")
    answers = await asyncio.gather(*(use(stage, token, f"the password of {n}") for n in range(4)))
    assert sorted(answer.status_code for answer in answers) == [204, 404, 404, 404]


async def test_the_same_request_sent_again_is_answered_the_same_and_another_password_under_its_key_is_not(
    stage: Stage,
) -> None:
    token = await link_for(stage, "li")
    first, again = [await use(stage, token, key="chosen") for _ in range(2)]
    other = await use(stage, token, "another password", key="chosen")

    assert (first.status_code, again.status_code) == (204, 204)
    assert problem_of(other) == (422, "key-used-for-another-body")
    assert problem_of(await use(stage, token, key="")) == NOT_GOOD


async def test_a_link_without_a_key_or_with_too_short_a_password_is_left_as_it_is(stage: Stage) -> None:
    token = await link_for(stage, "li")
    body, bearer = {"password": CHOSEN}, f"Bearer {token}"
    keyless = await stage.ask("", "PUT", "/links/current/password", body, Authorization=bearer, Idempotency_Key="")
    assert problem_of(keyless) == (400, "idempotency-key-missing")
    assert problem_of(await use(stage, token, "short")) == (422, "invalid")
    assert (await use(stage, token)).status_code == 204


async def test_making_the_same_link_again_shows_the_same_one(stage: Stage) -> None:
    account = await stage.account("li")
    answers = [await stage.ask("admin", "POST", f"/accounts/{account}/links", key="k") for _ in range(2)]
    assert answers[0].json() == answers[1].json()


async def test_a_new_link_ends_the_one_before(stage: Stage) -> None:
    account = await stage.account("li")
    first, second = [await another_for(stage, account) for _ in range(2)]
    assert problem_of(await look(stage, first)) == NOT_GOOD
    assert problem_of(await use(stage, first)) == NOT_GOOD
    assert (await use(stage, second)).status_code == 204


async def test_a_password_set_otherwise_ends_the_links(stage: Stage) -> None:
    account = await stage.account("li")
    by_oneself, by_admin = await another_for(stage, account), ""
    await stage.ask("li", "PUT", "/me/password", {"old": PASSWORD, "new": CHOSEN})
    assert problem_of(await use(stage, by_oneself)) == NOT_GOOD

    by_admin = await another_for(stage, account)
    await stage.ask("admin", "PUT", f"/accounts/{account}/password", {"password": PASSWORD})
    assert problem_of(await use(stage, by_admin)) == NOT_GOOD


async def test_using_a_link_ends_the_accounts_sessions(stage: Stage) -> None:
    account = await stage.account("li")
    assert (await stage.ask("li", "GET", "/me")).status_code == 200

    await use(stage, await another_for(stage, account))

    assert problem_of(await stage.ask("li", "GET", "/me")) == (401, "unauthenticated")
    assert problem_of(await stage.log_in("li")) == (401, "login-failed")


async def test_a_closed_account_gets_no_link_and_those_it_has_end(stage: Stage) -> None:
    account = await stage.account("li")
    token = await another_for(stage, account)
    await stage.ask("admin", "POST", f"/accounts/{account}/closing")

    assert problem_of(await look(stage, token)) == NOT_GOOD
    assert problem_of(await use(stage, token)) == NOT_GOOD
    assert problem_of(await stage.ask("admin", "POST", f"/accounts/{account}/links")) == (409, "account-closed")


async def test_a_link_expires_by_the_wall(stage: Stage) -> None:
    token = await link_for(stage, "li")
    gate, late = stage.gate, timedelta(hours=72)
    then = Redeeming(gate.database, gate.door, gate.passwords, gate.master, lambda: clock.now() + late)

    with pytest.raises(LinkNotGood):
        await then.look(Shown(token, "here"))
    with pytest.raises(LinkNotGood):
        await then.redeem(Shown(token, "here"), CHOSEN, "k")
    assert (await use(stage, token)).status_code == 204


async def test_what_is_not_good_is_answered_alike_whatever_it_is(stage: Stage) -> None:
    used, ended, closed = [await link_for(stage, login) for login in ("used", "ended", "closed")]
    await use(stage, used)
    accounts = {one["login"]: one["id"] for one in (await stage.ask("admin", "GET", "/accounts")).json()["items"]}
    await another_for(stage, accounts["ended"])
    await stage.ask("admin", "POST", f"/accounts/{accounts['closed']}/closing")
    guessed = ("mql.shifan.x", "mql.nowhere.x", "mql..x", stage.tokens["admin"], "x", used[:-1])

    answers = [await look(stage, token) for token in (used, ended, closed, *guessed)]
    answers += [await use(stage, token) for token in guessed]

    assert {problem_of(answer) for answer in answers} == {NOT_GOOD}
    assert len({answer.json()["detail"] for answer in answers}) == 1
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}


async def test_a_link_of_one_district_is_nobodys_in_another(stage: Stage) -> None:
    await stage.open_district("luanchuan", "other")
    token = await link_for(stage, "li")
    assert problem_of(await look(stage, token.replace(".shifan.", ".luanchuan."))) == NOT_GOOD
    assert (await use(stage, token)).status_code == 204


async def test_who_tries_one_link_too_often_has_to_wait(stage: Stage) -> None:
    answers = [await look(stage, "mql.shifan.one") for _ in range(14)]  # each wait is twice the one before
    assert {problem_of(answer) for answer in answers} == {NOT_GOOD, (429, "link-slowed")}
    slowed = next(answer for answer in answers if answer.status_code == 429)
    assert int(slowed.headers["Retry-After"]) >= 1


async def test_who_tries_many_links_has_to_wait(stage: Stage) -> None:
    gate, now = stage.gate, datetime.now(UTC)  # noqa: TID251 one moment, however slow this machine is
    at_once = Redeeming(gate.database, gate.door, gate.passwords, gate.master, lambda: now)
    for n in range(61):
        with pytest.raises(LinkNotGood):
            await at_once.look(Shown(f"mql.shifan.{n}", "10.0.0.7"))
    with pytest.raises(TooMany):
        await at_once.redeem(Shown("mql.shifan.x", "10.0.0.7"), CHOSEN, "k")
    with pytest.raises(LinkNotGood):
        await at_once.look(Shown("mql.shifan.y", "10.0.0.8"))


async def test_who_opens_a_good_link_often_need_not_wait(stage: Stage) -> None:
    token = await link_for(stage, "li")
    assert {(await look(stage, token)).status_code for _ in range(12)} == {200}


async def test_what_shows_a_link_is_stored_nowhere(stage: Stage) -> None:
    account = await stage.account("li")
    for answer in (
        await stage.ask("admin", "POST", f"/accounts/{account}/links"),
        await stage.ask("admin", "POST", "/accounts/links"),
        await look(stage, await another_for(stage, account)),
    ):
        assert answer.is_success
        assert answer.headers["cache-control"] == "no-store"


async def test_nobody_but_the_administrator_makes_links(stage: Stage) -> None:
    account = await stage.account("li", "activity-office")
    for path in (f"/accounts/{account}/links", "/accounts/links", "/districts/shifan/administrators"):
        assert problem_of(await stage.ask("li", "POST", path, {"login": "x"})) == (403, "forbidden")
    await stage.log_in("operator", None, "an operator's password")
    for path in (f"/accounts/{account}/links", "/accounts/links"):
        assert problem_of(await stage.ask("operator", "POST", path)) == (403, "forbidden")


async def test_no_token_reaches_a_log(stage: Stage, capfd: pytest.CaptureFixture[str], caplog: object) -> None:
    token = await link_for(stage, "li")
    await look(stage, token)
    await look(stage, token + "x")
    await use(stage, token)
    await use(stage, token)

    said = "".join(capfd.readouterr()) + getattr(caplog, "text", "")
    assert token.rpartition(".")[2] not in said
    assert CHOSEN not in said


async def test_a_link_that_a_page_asks_for_leads_where_its_reader_found_the_gateway(stage: Stage) -> None:
    account = await stage.account("li")
    page = Behind(stage.app, stage.tokens["admin"], "10.0.0.7", "zh", "https://minqing.example:8443/")
    made = await page.ask("POST", f"/accounts/{account}/links", key="k")
    assert made.json()["link"].startswith("https://minqing.example:8443/link/mql.shifan.")
