"""Every cell of the table of roles, tried at the gateway: those that say yes, and those that say no."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid5

import pytest
import pytest_asyncio

from services.gateway.accounts import granting, people, tokens
from services.gateway.accounts.granting import NewGrant
from services.gateway.accounts.people import NewAccount
from services.gateway.accounts.tables import sessions
from shared import clock
from shared.ids import MINQING, Tenant
from shared.roles import MAY, Role, may
from shared.testing.databases import Databases
from tests.component.gateway.stage import DISTRICT, Stage, problem_of, staged

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def everybody(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A district with one account of each role, those too that no administrator may give."""
    directory: Path = tmp_path_factory.mktemp("gateway")
    async with staged(directory, await databases.fresh("gateway")) as stage:
        await stage.open_district()
        for role in Role:
            await _one_with(stage, role)
        stage.gate.door.forget()
        yield stage
    await databases.give_back()


async def _one_with(stage: Stage, role: Role) -> None:
    account, token = uuid5(MINQING, role), tokens.new_session(Tenant(DISTRICT))
    async with stage.gate.database.transaction(Tenant(DISTRICT)) as db:
        await people.make(db, account, NewAccount(login=role), None, "test")
        await granting.put(db, uuid5(account, "grant"), NewGrant(account=account, role=role), "test")
        row = {"token": tokens.hashed(token), "account": account, "made_at": clock.now(), "seen_at": clock.now()}
        await db.execute(sessions.insert(), row)
    stage.tokens[role] = token


@pytest.mark.parametrize("action", MAY)
@pytest.mark.parametrize("role", Role)
async def test_a_role_does_what_the_table_says_and_nothing_else(everybody: Stage, role: Role, action: str) -> None:
    answer = await everybody.ask(role, "GET", f"/ledger/may/{action}")
    if may(role, action):
        assert answer.status_code == 200
    else:
        assert problem_of(answer) == (403, "forbidden")


@pytest.mark.parametrize("role", Role)
async def test_a_route_without_an_action_or_with_an_unknown_one_is_nobodys(everybody: Stage, role: Role) -> None:
    for path in ("/ledger/nobodys", "/ledger/unknown"):
        assert problem_of(await everybody.ask(role, "GET", path)) == (404, "not-found")
