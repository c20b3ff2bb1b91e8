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
from shared.roles import MAY, Role
from shared.testing.databases import Databases
from tests.component.gateway.stage import DISTRICT, Stage, problem_of, staged

TABLE = """
                            cad sec clk han lea act grp dis vil pet rev aud adm key ope
    campaign.plan            .   .   .   .   .   x   .   .   .   .   .   .   .   .   .
    campaign.read            x   x   x   x   x   x   x   x   x   x   x   x   x   x   .
    directory.read           x   x   x   x   x   x   x   x   x   x   x   x   x   x   .
    stay.keep                x   x   .   .   .   x   .   .   .   .   .   .   .   .   .
    stay.read                x   x   .   .   x   x   x   x   .   .   .   .   .   .   .
    field.log                x   .   .   .   .   .   .   .   .   .   .   .   .   .   .
    field.correct            x   .   .   .   .   .   .   .   .   .   .   .   .   .   .
    field.read               x   x   .   .   .   x   .   .   .   .   .   .   .   .   .
    visit.read               x   x   .   .   .   x   .   x   .   .   .   .   .   .   .
    book.read                x   x   .   .   x   x   .   x   .   .   .   .   .   .   .
    filing.draft             .   x   .   .   .   .   .   .   .   .   .   .   .   .   .
    filing.submit            .   .   .   .   .   x   .   .   .   .   .   .   .   .   .
    filing.receipt           .   .   .   .   .   .   .   x   .   .   .   .   .   .   .
    opening.read             .   .   .   .   .   .   .   .   .   .   .   x   .   .   .
    identity.open            x   .   x   x   x   x   .   .   .   x   .   .   .   .   .
    matter.read              x   x   x   x   x   x   x   x   x   x   x   .   .   x   .
    matter.hand-over         .   .   .   .   .   x   .   .   .   x   .   .   .   .   .
    matter.accept            .   .   x   .   .   .   .   .   .   .   .   .   .   x   .
    matter.result            .   .   .   x   .   .   .   .   .   .   .   .   .   x   .
    matter.sign              .   .   .   .   x   .   .   .   .   .   .   .   .   .   .
    matter.serve             .   .   x   x   .   .   .   .   .   .   .   .   .   x   .
    matter.strike            .   .   .   .   .   x   .   .   .   x   .   .   .   .   .
    matter.settled-number    x   x   x   x   x   x   x   x   x   x   x   x   .   x   .
    competence.set           .   .   .   .   .   x   .   .   .   x   .   .   x   .   .
    subscription.keep        .   .   x   .   .   x   .   x   .   x   .   .   x   .   .
    subscription.pull        .   .   x   .   .   x   .   x   .   x   .   .   .   x   .
    inbox.read               x   x   x   x   x   x   x   x   x   x   x   x   x   .   .
    import                   .   .   .   .   .   .   .   .   .   .   .   .   x   .   .
    account.keep             .   .   .   .   .   .   .   .   .   .   .   .   x   .   .
    grant.keep               .   .   .   .   .   .   .   .   .   .   .   .   x   .   .
    key.keep                 .   .   x   .   .   .   .   .   .   .   .   .   x   .   .
    sandbox.clock            .   .   .   .   .   .   .   .   .   .   .   .   x   .   .
    district.keep            .   .   .   .   .   .   .   .   .   .   .   .   .   .   x
    running.read             .   .   .   .   .   .   .   .   .   .   .   .   .   .   x
    running.decide           .   .   .   .   .   .   .   .   .   .   .   .   .   .   x
    subject.erase            .   .   .   .   .   .   .   .   .   .   .   .   .   .   x
"""
"""Who may do what, said a second time: a cell that is changed in `shared/roles.py` fails until it is changed here."""
_COLUMNS = (
    "cadre section-head clerk handler leader activity-office leading-group district-office "
    "village-clerk petition-office review-office auditor administrator department-key operator"
)
_ROLES = [Role(name) for name in _COLUMNS.split()]
_ROWS = [line.split() for line in TABLE.strip().splitlines()[1:]]
SAYS = {(role, action): cell == "x" for action, *cells in _ROWS for role, cell in zip(_ROLES, cells, strict=True)}

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
    account, token = uuid5(MINQING, role), tokens.new("session", Tenant(DISTRICT))
    async with stage.gate.database.transaction(Tenant(DISTRICT)) as db:
        await people.make(db, account, NewAccount(login=role), None, "test")
        await granting.put(db, uuid5(account, "grant"), NewGrant(account=account, role=role), "test")
        row = {"token": tokens.hashed(token), "account": account, "made_at": clock.now(), "seen_at": clock.now()}
        await db.execute(sessions.insert(), row)
    stage.tokens[role] = token


async def test_the_table_here_has_every_role_and_action() -> None:
    assert set(SAYS) == {(role, action) for role in Role for action in MAY}


@pytest.mark.parametrize(("role", "action"), SAYS)
async def test_a_role_does_what_the_table_says_and_nothing_else(everybody: Stage, role: Role, action: str) -> None:
    answer = await everybody.ask(role, "GET", f"/ledger/may/{action}")
    if SAYS[role, action]:
        assert answer.status_code == 200
    else:
        assert problem_of(answer) == (403, "forbidden")


@pytest.mark.parametrize("role", Role)
async def test_a_route_without_an_action_or_with_an_unknown_one_is_nobodys(everybody: Stage, role: Role) -> None:
    for path in ("/ledger/nobodys", "/ledger/unknown"):
        assert problem_of(await everybody.ask(role, "GET", path)) == (404, "not-found")
