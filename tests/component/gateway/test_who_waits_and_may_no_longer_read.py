"""Who waits for an answer, or follows a stream, and loses the right to it meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid5

import httpx
import pytest

from shared.ids import MINQING
from shared.testing.serving import Serving
from tests.component.gateway.stage import Stage, problem_of

UNIT = str(uuid5(MINQING, "unit"))


@pytest.fixture
async def key(stage: Stage) -> str:
    """A key of a department, which asks as `key`."""
    await stage.account("clerk", "clerk", unit=UNIT)
    made = (await stage.ask("clerk", "POST", "/keys", {"name": "system", "unit": UNIT})).json()
    stage.tokens["key"] = made["key"]
    return str(made["id"])


@pytest.fixture
async def following(stage: Stage, key: str) -> AsyncIterator[AsyncIterator[str]]:
    """The lines of a stream that the key follows."""
    headers = {"Authorization": f"Bearer {stage.tokens['key']}"}
    async with (
        Serving(stage.app, lifespan=False) as gateway,
        httpx.AsyncClient(timeout=10, trust_env=False) as client,
        client.stream("GET", f"{gateway.url}/api/v1/ledger/stream", headers=headers) as answer,
    ):
        yield answer.aiter_lines()


async def test_a_revoked_key_that_waits_is_answered_nothing(stage: Stage, key: str) -> None:
    waiting = asyncio.create_task(stage.ask("key", "GET", "/ledger/late"))
    await stage.services["ledger"].waiting.wait()

    await stage.ask("admin", "POST", f"/keys/{key}/revocation")
    stage.services["ledger"].said.put_nowait("too late")

    assert problem_of(await waiting) == (401, "unauthenticated")


async def test_who_waits_while_a_grant_is_withdrawn_asks_again(stage: Stage) -> None:
    leader = await stage.account("leader", "leader", unit=UNIT)
    more = await stage.ask("admin", "POST", "/grants", {"account": str(leader), "role": "auditor"})
    waiting = asyncio.create_task(stage.ask("leader", "GET", "/ledger/late"))
    await stage.services["ledger"].waiting.wait()

    await stage.ask("admin", "POST", f"/grants/{more.json()['id']}/withdrawal")
    stage.services["ledger"].said.put_nowait("too late")

    assert problem_of(await waiting) == (503, "rights-changed")
    stage.services["ledger"].said.put_nowait("in time")
    assert (await stage.ask("leader", "GET", "/ledger/late")).json() == {"said": "in time"}


async def test_nothing_comes_by_a_stream_any_more_once_its_key_is_revoked(
    stage: Stage, key: str, following: AsyncIterator[str]
) -> None:
    ledger = stage.services["ledger"]
    ledger.said.put_nowait("before")
    assert [await anext(following), await anext(following)] == ["data: before", ""]

    await stage.ask("admin", "POST", f"/keys/{key}/revocation")
    ledger.said.put_nowait("after")

    assert [line async for line in following] == []
    async with asyncio.timeout(10):
        await ledger.left.wait()
