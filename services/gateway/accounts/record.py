"""What the gateway was asked once: the same request sent twice takes effect once and is answered the same."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any  # answers are JSON
from uuid import UUID

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts.door import Door
from services.gateway.accounts.tables import commands
from shared.errors import Refused
from shared.eventstore.connect import Database
from shared.ids import Tenant

Work = Callable[[AsyncConnection], Awaitable[Any]]

_CLAIM = insert(commands).values(command_id=bindparam("command"), body_mac=bindparam("mac")).on_conflict_do_nothing()
_STORED = select(commands.c.body_mac, commands.c.answer).where(commands.c.command_id == bindparam("command"))
_ANSWERED = update(commands).where(commands.c.command_id == bindparam("command")).values(answer=bindparam("said"))
_ENTER = text("SELECT set_config('minqing.tenant', :tenant, true)")


@dataclass(frozen=True)
class Once:
    """Does a command's work in one transaction with its answer. `body_mac` tells another body under a used key."""

    database: Database
    door: Door
    tenant: Tenant
    command_id: UUID
    body_mac: bytes

    async def __call__(self, work: Work) -> Any:
        """The work's answer, or the one given before; it must hold no secret.

        Raises Refused `key-used-for-another-body`; what the work refuses is not stored.
        """
        return (await self.done(work))[1]

    async def done(self, work: Work) -> tuple[bool, Any]:
        """The same, and first whether the work was done by this request: a secret that it made is shown then alone."""
        async with self.database.transaction(self.tenant) as db:
            if (await db.execute(_CLAIM, {"command": self.command_id, "mac": self.body_mac})).rowcount == 0:
                return False, await self._stored(db)
            answer = await work(db)
            await enter(db, self.tenant)  # the work may have gone to another district
            await db.execute(_ANSWERED, {"command": self.command_id, "said": answer})
        self.door.forget()
        return True, answer

    async def _stored(self, db: AsyncConnection) -> Any:
        mac, answer = (await db.execute(_STORED, {"command": self.command_id})).one()
        if mac != self.body_mac:
            raise Refused("key-used-for-another-body")
        return answer


async def enter(db: AsyncConnection, tenant: Tenant) -> None:
    """See and write another district's rows from here on, in the same transaction."""
    await db.execute(_ENTER, {"tenant": tenant})
