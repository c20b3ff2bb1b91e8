"""In which order verdicts on parked events are carried out, and which of them stay open."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from shared.envelope import Envelope
from shared.eventstore.pages import BEGINNING, Said
from shared.eventstore.parking import Aside, Outcome, Parked, resumed
from shared.ids import Tenant

NOON = datetime(2010, 11, 1, 4, tzinfo=UTC)


def _parked(position: int, verdict: str | None, *keys: str) -> Aside:
    return Aside(position, UUID(int=position), frozenset(keys), BEGINNING, verdict)


def _said(position: int) -> Said:
    envelope = Envelope(UUID(int=position), Tenant("shifan"), f"jar/{position}", 0, position, "", NOON)
    return Said(envelope, b"", None, None)


async def _carried_out(parked: Sequence[Aside], *read: int, poison: Sequence[int] = ()) -> tuple[Outcome, list[int]]:
    taken: list[int] = []

    async def take_in(said: Said, waiting: set[str]) -> Parked | None:
        position = said.envelope.position
        taken.append(position)
        return Parked(said, ["a"], "KeyError") if position in poison else None

    return await resumed(parked, {position: _said(position) for position in read}, take_in), taken


async def test_events_are_taken_in_again_in_order_and_what_is_discarded_holds_up_nobody() -> None:
    parked = [_parked(2, "discard", "a"), _parked(3, "resume", "a"), _parked(4, "resume", "a")]
    outcome, taken = await _carried_out(parked, 3, 4)
    assert (taken, outcome.gone, outcome.waiting) == ([3, 4], [2, 3, 4], set())


async def test_an_event_waits_behind_one_that_fails_again_or_that_nobody_decided_of() -> None:
    parked = [_parked(2, "resume", "a"), _parked(3, "resume", "a"), _parked(4, None, "b"), _parked(5, "resume", "b")]
    outcome, taken = await _carried_out(parked, 2, 3, 5, poison=[2])
    assert (taken, outcome.gone, outcome.waiting) == ([2], [], {"a", "b"})
    assert [(each.said.envelope.position, each.reason) for each in outcome.left] == [(2, "KeyError")]


async def test_only_what_was_read_from_the_log_has_its_verdict_closed() -> None:
    outcome, _ = await _carried_out([_parked(2, "resume", "a"), _parked(3, None, "b")], 2)
    assert set(outcome.asked) == {2}
