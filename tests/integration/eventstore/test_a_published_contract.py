"""A contract that others have published for their recorders: what two writers add at once never interleaves."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar, cast  # the contract asks for a class of its own, and for three methods of it
from uuid import UUID

from eventsourcing.persistence import ApplicationRecorder, Notification, StoredEvent
from eventsourcing.tests import persistence

from shared.eventstore.log import Log
from shared.eventstore.rows import AppendRequest, NewEvent, Row
from shared.ids import event_of, new_token
from shared.testing.requests import MORNING, SHIFAN

T = TypeVar("T")


class Recorder:
    """Our log as that library's threads see it: a notification's id is a position, versions there begin at 0."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._loop = asyncio.get_running_loop()

    def insert_events(self, events: Sequence[StoredEvent]) -> None:
        """Append all of one originator in one command."""
        command, first = new_token(), events[0]
        new = tuple(NewEvent(event_of(command, n), each.topic, each.state.decode()) for n, each in enumerate(events))
        stream = f"case/{first.originator_id}"
        request = AppendRequest(stream, first.originator_version, command, "account:tester", MORNING, new)
        self._done(self._log.append(SHIFAN, request))

    def max_notification_id(self) -> int:
        """Where the log ends."""
        return self._done(self._log.head(SHIFAN)).position

    def select_notifications(self, start: int, limit: int, *, inclusive_of_start: bool) -> list[Notification]:
        """What comes after a position."""
        rows = self._done(self._log.read(SHIFAN, start - inclusive_of_start, limit))
        return [_notification(row) for row in rows]

    def _done(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


def _notification(row: Row) -> Notification:
    originator = UUID(row.stream.removeprefix("case/"))
    return Notification(
        id=row.position,
        originator_id=originator,
        originator_version=row.version - 1,
        topic=row.type,
        state=row.data.encode(),
    )


class Contract(persistence.NonInterleavingNotificationIDsBaseCase):
    """The published test, of the recorder that it is given."""

    __test__ = False  # it is run below, with a log

    def __init__(self, recorder: Recorder) -> None:
        super().__init__("test")
        self._recorder = recorder

    def create_recorder(self) -> ApplicationRecorder:
        """The log under test."""
        return cast(ApplicationRecorder, self._recorder)


async def test_what_two_writers_add_at_once_never_interleaves(log: Log) -> None:
    for _ in range(5):  # a race: the more often, the likelier a fault would show
        await asyncio.to_thread(Contract(Recorder(log)).test)
    rows = await log.read(SHIFAN, 0, 2 * 5 * Contract.insert_num + 1)
    assert [row.position for row in rows] == list(range(1, 2 * 5 * Contract.insert_num + 1))
