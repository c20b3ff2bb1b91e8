"""Small builders of what a log is asked."""

from datetime import UTC, datetime
from uuid import UUID, uuid5

from shared.eventstore.rows import AppendRequest, NewEvent
from shared.ids import MINQING, Tenant, event_of

SHIFAN = Tenant("shifan")
LUANCHUAN = Tenant("luanchuan")
MORNING = datetime(2010, 11, 29, 1, 30, tzinfo=UTC)


def a_command(name: object = "first") -> UUID:
    """The id of a command; the same name gives the same one."""
    return uuid5(MINQING, f"command {name}")


def a_stream(name: object = "one") -> str:
    """A stream; the same name gives the same one."""
    return f"case/{uuid5(MINQING, f'stream {name}')}"


def a_request(
    command: object = "first", stream: object = "one", expected: int | None = 0, events: int = 1, facts: bool = False
) -> AppendRequest:
    """A command that notes something some times in a stream; with `facts`, every event says one."""
    command_id = a_command(command)
    return AppendRequest(
        stream=a_stream(stream),
        expected=expected,
        command_id=command_id,
        actor="account:张三",
        occurred=MORNING,
        events=tuple(_noted(command_id, index, facts) for index in range(events)),
        meta='{"correlationid":"visit-1"}',
    )


def _noted(command_id: UUID, index: int, fact: bool) -> NewEvent:
    said = ("casework.case-noted.v1", f'{{"note":{index}}}') if fact else None
    return NewEvent(event_of(command_id, index), "case-noted.v1", f'{{"note":"已联系当事人 {index}"}}', said)
