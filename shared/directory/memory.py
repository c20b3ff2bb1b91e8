"""What the directory has answered, for as long as nothing new is said to it: most requests ask it the same.

Its place in the log is written in the transaction that changes its rows. So while the row of the place is the same
version of itself, its tables are, and what was read from them holds. A transaction looks when it first asks.
"""

from collections.abc import Awaitable, Callable, Hashable, Mapping
from functools import wraps
from typing import Any, TypeVar  # answers differ

from sqlalchemy.ext.asyncio import AsyncConnection

from shared.directory.project import DIRECTORY
from shared.eventstore.connect import driver_of

A = TypeVar("A")
Q = TypeVar("Q", bound=Hashable)
Answers = dict[tuple[str, Hashable], Any]

_OPTION = "recall"
_MOST = 4096  # answers of a district
_STATE = """
SELECT tenant, version, hash, xmin::text FROM run.checkpoints
WHERE tenant = current_setting('minqing.tenant')
  AND producer = $1 AND follower = $2 AND follower || '_v' || version = $3
"""


class Memory:
    """What one process remembers, of each district as its directory last stood."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[object, ...], Answers]] = {}

    async def as_of_now(self, db: AsyncConnection) -> Answers:
        """What is remembered of the district and build that a transaction reads; nothing where neither is known."""
        build = _options_of(db)["schema_translate_map"].get(DIRECTORY.name)
        state = await driver_of(db).fetchrow(_STATE, DIRECTORY.source, DIRECTORY.name, build)
        if state is None:
            return {}
        tenant, *stands = state
        known, answers = self._known.get(tenant, ((), {}))
        if known != tuple(stands) or len(answers) > _MOST:
            answers = {}
            self._known[tenant] = tuple(stands), answers
        return answers


class Recall:
    """What one transaction knows of it."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._answers: Answers | None = None

    async def answers(self, db: AsyncConnection) -> Answers:
        """What is remembered as of when the transaction first asked."""
        if self._answers is None:
            self._answers = await self._memory.as_of_now(db)
        return self._answers

    def look_again(self) -> None:
        """Something may have been said meanwhile."""
        self._answers = None


def _options_of(db: AsyncConnection) -> Mapping[str, Any]:
    """What its statements are executed with."""
    assert db.sync_connection is not None, "it is connected"
    return db.sync_connection.get_execution_options()


def recalling(memory: Memory) -> dict[str, Any]:
    """The execution option with which the questions of one transaction are answered from memory."""
    return {_OPTION: Recall(memory)}


def recall_of(db: AsyncConnection) -> Recall | None:
    """What the transaction recalls by, if it does."""
    found: Recall | None = _options_of(db).get(_OPTION)
    return found


def remembered(ask: Callable[[AsyncConnection, Q], Awaitable[A]]) -> Callable[[AsyncConnection, Q], Awaitable[A]]:
    """A question that is asked once of each state of the directory. Its answer must not be changed by who gets it."""

    @wraps(ask)
    async def asked(db: AsyncConnection, about: Q) -> A:
        recall = recall_of(db)
        if recall is None:
            return await ask(db, about)
        answers, key = await recall.answers(db), (ask.__name__, about)
        if key not in answers:
            answers[key] = await ask(db, about)
        answer: A = answers[key]
        return answer

    return asked
