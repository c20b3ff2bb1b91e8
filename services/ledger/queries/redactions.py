"""Which text of a record may be given anew without somebody, and what is read in the place of one that is erased."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any  # an opened value is any JSON value
from uuid import UUID, uuid5

from sqlalchemy import Column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ledger.projections.erasures import redactions
from services.ledger.projections.records import deeds, meetings, notes
from services.ledger.projections.visits import matters, visits
from services.ledger.queries.erasures import Record
from services.ledger.queries.wording import Opener
from shared.erasure import Kind
from shared.sealed import Sealed, fingerprint

_TEXTS: Mapping[Kind, tuple[Column[Any], Column[Any]]] = {
    "visit": (visits.c.visit, visits.c.diary),
    "matter": (matters.c.matter, matters.c.words),
    "deed": (deeds.c.deed, deeds.c.what),
    "meeting": (meetings.c.meeting, meetings.c.minutes),
    "note": (notes.c.note, notes.c.text),
}
"""The one text of a record that may have a successor; all else of it is erased without one."""
_NEWEST = redactions.c.position.desc()


def key_of(record: UUID, subject: UUID, command: UUID) -> UUID:
    """Under whose key a record's text without somebody is sealed: it outlives the record's own.

    Each order's text has a key of its own, so that the one before is there until the next is on record.
    """
    return uuid5(record, f"without/{subject}/{command}")


async def text_of(db: AsyncConnection, one: Record) -> Sealed | None:
    """A record's text, as it is worded now; None where it has none that may have a successor."""
    if one.kind not in _TEXTS:
        return None
    key, text = _TEXTS[one.kind]
    sealed = (await db.execute(select(text).where(key == one.record))).scalar_one_or_none()
    return Sealed.model_validate(sealed) if sealed else None


async def by_others(db: AsyncConnection, subject: UUID, records: Sequence[Record]) -> list[Record]:
    """Texts without somebody else that were given to these records, by their keys: they may name this one."""
    kinds = {one.record: one.kind for one in records}
    given = [one for one in await _given(db, kinds) if one.subject != subject]
    keys = {one.key: kinds[one.record] for one in given}
    return [Record(kind=kind, record=key) for key, kind in keys.items()]


async def outdated(db: AsyncConnection, subject: UUID, records: Collection[UUID]) -> set[UUID]:
    """The keys of texts without somebody that were given to these records before the newest."""
    given = [one for one in await _given(db, records) if one.subject == subject]
    newest = {one.record: one.key for one in given}
    return {one.key for one in given} - set(newest.values())


@dataclass(frozen=True)
class _Given:
    record: UUID
    subject: UUID
    key: UUID


async def _given(db: AsyncConnection, records: Collection[UUID]) -> list[_Given]:
    """In the order of the log."""
    asked = select(redactions).where(redactions.c.record.in_(records)).order_by(redactions.c.position)
    rows = (await db.execute(asked)).all()
    return [_Given(row.record, row.subject, Sealed.model_validate(row.text).sealed.subject) for row in rows]


@dataclass(frozen=True)
class Successors:
    """Opens a value, or once its key is destroyed what was given in its place; words are opened side by side."""

    db: AsyncConnection
    opener: Opener
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def __call__(self, sealed: Sealed) -> Any:
        """The plain value; None where it is erased without a successor."""
        plain = await self.opener(sealed)
        if plain is not None:
            return plain
        async with self._one_at_a_time:
            asked = select(redactions.c.text).where(redactions.c.was == fingerprint(sealed)).order_by(_NEWEST).limit(1)
            later = (await self.db.execute(asked)).scalar_one_or_none()
        return await self.opener(Sealed.model_validate(later)) if later else None
