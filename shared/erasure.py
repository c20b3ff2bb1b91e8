"""What an erasure says: why it may be, what was destroyed where; ids and numbers, no word about anybody (design 8)."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from shared.event import Frozen

Ground = Literal["purpose-ended", "term-ended", "consent-withdrawn", "unlawful", "other-law"]
"""The five cases of the law on personal information (个人信息保护法), Art. 47, in its order."""

Document = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
"""The paper that orders it, by its number: it stays in the log, so it names nobody."""

Kind = Literal["identity", "visit", "matter", "pairing", "screening", "deed", "meeting", "note", "opening", "case"]
"""What was sealed: an identity, or the words of a record; `case`: casework's own words of a matter."""


class Dropped(Frozen):
    """The keys of a record that were destroyed, up to the one of this number: nothing under them opens any more."""

    service: Literal["ledger", "casework"]
    kind: Kind
    record: UUID
    key: int


Before = Mapping[tuple[str, UUID], int]
"""By kind and record: the newest key that was destroyed."""

NOTHING: Before = MappingProxyType({})


def newly(dropped: Iterable[Dropped], before: Before) -> tuple[Dropped, ...]:
    """What of it had not been dropped: a record that has got another key since counts again."""
    return tuple(one for one in dropped if one.key > before.get((one.kind, one.record), 0))


def after(dropped: Iterable[Dropped], before: Before) -> Before:
    """What has been dropped by then."""
    return {**before, **{(one.kind, one.record): one.key for one in dropped}}


def step_of(dropped: Iterable[Dropped]) -> str:
    """Names the step of a command that records this: where more was destroyed the next time, it is another."""
    return "erased " + " ".join(sorted(f"{one.service}/{one.kind}/{one.record}/{one.key}" for one in dropped))
