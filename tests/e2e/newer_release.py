"""Events in a log as a release would write them that is newer than this one."""

import asyncio
from uuid import UUID

from shared import clock
from shared.eventstore.connect import Database
from shared.eventstore.log import Log
from shared.eventstore.rows import AppendRequest, NewEvent
from shared.ids import Tenant, event_of, new_token

STREAM = f"stay/{UUID(int=7)}"


def written(url: str, *types: str) -> None:
    """One event of each type in a stay of shifan, in scheduling's log."""
    asyncio.run(_written(url, types))


async def _written(url: str, types: tuple[str, ...]) -> None:
    database = Database(url)
    await database.open()
    log = Log(database, "scheduling")
    await log.open()
    for type_ in types:
        command = new_token()
        event = NewEvent(event_of(command, 0), type_, "{}")
        request = AppendRequest(STREAM, None, command, "account:tester", clock.now(), (event,))
        await log.append(Tenant("shifan"), request)
    await log.close()
    await database.close()
