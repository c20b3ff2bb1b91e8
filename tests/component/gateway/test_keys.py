"""API keys: for one unit, shown once, ended at once."""

import asyncio
from uuid import uuid5

import pytest

from shared.ids import MINQING
from tests.component.gateway.stage import PASSWORD, Stage, problem_of

UNIT, OTHER_UNIT = (str(uuid5(MINQING, name)) for name in ("unit", "other unit"))


async def _clerk_with_a_key(stage: Stage) -> str:
    await stage.account("clerk", "clerk", unit=UNIT)
    made = await stage.ask("clerk", "POST", "/keys", {"name": "webhooks", "unit": UNIT})
    assert made.status_code == 201, made.text
    stage.tokens["key"] = made.json()["key"]
    return str(made.json()["id"])


async def test_a_key_acts_for_its_unit_and_is_named_in_what_it_does(stage: Stage) -> None:
    key = await _clerk_with_a_key(stage)

    claims = (await stage.ask("key", "GET", "/ledger/may/matter.accept")).json()["claims"]

    assert claims["actor"] == f"key:{key}"
    assert claims["account"] == key
    assert claims["unit"] == UNIT
    assert claims["grants"] == [{"role": "department-key", "unit": UNIT, "place": None, "campaign": None}]


async def test_the_services_are_told_who_made_a_key(stage: Stage) -> None:
    person = str(uuid5(MINQING, "person"))
    account = (
        await stage.ask("admin", "POST", "/accounts", {"login": "li", "password": PASSWORD, "person": person})
    ).json()
    await stage.ask("admin", "POST", "/grants", {"account": account["id"], "role": "clerk", "unit": UNIT})
    await stage.log_in("li")
    stage.tokens["key"] = (await stage.ask("li", "POST", "/keys", {"name": "webhooks", "unit": UNIT})).json()["key"]

    claims = (await stage.ask("key", "GET", "/ledger/may/matter.accept")).json()["claims"]

    assert (claims["maker"], claims["person"]) == (person, None)


async def test_a_key_is_shown_once_and_not_to_a_request_sent_again(stage: Stage) -> None:
    await stage.account("clerk", "clerk", unit=UNIT)
    body = {"name": "webhooks", "unit": UNIT}

    made = (await stage.ask("clerk", "POST", "/keys", body, key="k")).json()
    again = await stage.ask("clerk", "POST", "/keys", body, key="k")
    listed = (await stage.ask("clerk", "GET", "/keys")).json()["items"]

    assert (again.status_code, again.json()) == (201, {"id": made["id"], "key": None})
    assert [one["id"] for one in listed] == [made["id"]]
    assert made["key"].rsplit(".", 1)[1] not in str(listed)


async def test_of_requests_sent_at_the_same_moment_one_is_shown_the_key(stage: Stage) -> None:
    await stage.account("clerk", "clerk", unit=UNIT)
    body = {"name": "webhooks", "unit": UNIT}

    answers = await asyncio.gather(*(stage.ask("clerk", "POST", "/keys", body, key="k") for _ in range(5)))

    assert len({answer.json()["id"] for answer in answers}) == 1
    (stage.tokens["key"],) = [answer.json()["key"] for answer in answers if answer.json()["key"]]
    assert (await stage.ask("key", "GET", "/me")).status_code == 200


async def test_a_key_whose_answer_was_lost_is_revoked_and_another_one_made(stage: Stage) -> None:
    await stage.account("clerk", "clerk", unit=UNIT)
    body = {"name": "webhooks", "unit": UNIT}
    await stage.ask("clerk", "POST", "/keys", body, key="lost")
    lost = (await stage.ask("clerk", "POST", "/keys", body, key="lost")).json()["id"]

    assert (await stage.ask("clerk", "POST", f"/keys/{lost}/revocation")).status_code == 204
    after = (await stage.ask("clerk", "POST", "/keys", body, key="lost")).json()
    other = (await stage.ask("clerk", "POST", "/keys", body, key="another")).json()

    assert after == {"id": lost, "key": None}
    assert other["id"] != lost
    stage.tokens["key"] = other["key"]
    assert (await stage.ask("key", "GET", "/me")).status_code == 200


async def test_a_clerk_keeps_the_own_units_keys_and_no_others(stage: Stage) -> None:
    key = await _clerk_with_a_key(stage)
    await stage.account("other", "clerk", unit=OTHER_UNIT)

    assert problem_of(await stage.ask("other", "POST", "/keys", {"name": "x", "unit": UNIT})) == (
        409,
        "key-of-another-unit",
    )
    assert (await stage.ask("other", "GET", "/keys")).json()["items"] == []
    assert problem_of(await stage.ask("other", "POST", f"/keys/{key}/revocation")) == (404, "not-found")
    assert [one["id"] for one in (await stage.ask("admin", "GET", "/keys")).json()["items"]] == [key]


@pytest.mark.parametrize("limit", ["place", "campaign"])
async def test_a_clerk_for_one_place_or_campaign_makes_no_key_that_would_reach_further(
    stage: Stage, limit: str
) -> None:
    await stage.account("clerk", "clerk", unit=UNIT, **{limit: OTHER_UNIT})

    answer = await stage.ask("clerk", "POST", "/keys", {"name": "x", "unit": UNIT})

    assert problem_of(answer) == (409, "key-of-another-unit")


async def test_a_revoked_key_ends_at_once(stage: Stage) -> None:
    key = await _clerk_with_a_key(stage)
    assert (await stage.ask("key", "GET", "/me")).status_code == 200

    assert (await stage.ask("admin", "POST", f"/keys/{key}/revocation")).status_code == 204

    assert problem_of(await stage.ask("key", "GET", "/me")) == (401, "unauthenticated")
    (kept,) = (await stage.ask("clerk", "GET", "/keys")).json()["items"]
    assert kept["revoked_by"].startswith("account:")


async def test_a_key_past_its_expiry_is_nobodys(stage: Stage) -> None:
    body = {"name": "old", "unit": UNIT, "expires_at": "2020-01-01T00:00:00Z"}
    stage.tokens["key"] = (await stage.ask("admin", "POST", "/keys", body)).json()["key"]
    assert problem_of(await stage.ask("key", "GET", "/me")) == (401, "unauthenticated")


async def test_the_last_use_of_a_key_is_noted(stage: Stage) -> None:
    await _clerk_with_a_key(stage)
    before = (await stage.ask("clerk", "GET", "/keys")).json()["items"][0]["used_at"]

    await stage.ask("key", "GET", "/me")

    used = (await stage.ask("clerk", "GET", "/keys")).json()["items"][0]["used_at"]
    assert before is None
    assert used is not None


async def test_a_key_has_no_session_to_end_and_no_password(stage: Stage) -> None:
    await _clerk_with_a_key(stage)
    assert problem_of(await stage.ask("key", "DELETE", "/sessions/current")) == (404, "not-found")
    change = await stage.ask("key", "PUT", "/me/password", {"old": "x", "new": "another password"})
    assert problem_of(change) == (409, "old-password-wrong")
