"""Whose identity is it, and may the asker open it? The sealed values alone: the ledger opens, and records it."""

from dataclasses import dataclass
from typing import Any  # a sealed value is any JSON value
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.casework.projections.heard import HEARD, Petitioner
from services.casework.queries.matter import may_open, row_seen
from services.casework.queries.sight import Seer
from shared.errors import NotFound
from shared.ids import MatterId
from shared.sealed import Sealed


class Person(BaseModel):
    """Who raised a matter, opened; None where it was never told, or is erased."""

    name: str | None
    telephone: str | None


class Identity(BaseModel):
    """What an opening shows, once; of an accusation the words too, which are treated as identity."""

    petitioners: list[Person]
    words: str | None = None

    @property
    def names(self) -> list[str]:
        """The names that were told and are not erased."""
        return [one.name for one in self.petitioners if one.name]


@dataclass(frozen=True)
class Closed:
    """The sealed identity of the petitioners; `words` of an accusation alone; `unit`: from where it was asked."""

    petitioners: tuple[Petitioner, ...]
    words: Sealed | None
    unit: UUID | None

    @property
    def sealed(self) -> list[Sealed]:
        """All sealed values, in the order in which `opened` takes them back."""
        told = [value for one in self.petitioners for value in (one.name, one.telephone) if value]
        return [*told, self.words] if self.words else told

    def opened(self, values: list[Any]) -> Identity:
        """The identity, from the opened values in the order of `sealed`."""
        each = iter(values)
        people = [
            Person(name=next(each) if one.name else None, telephone=next(each) if one.telephone else None)
            for one in self.petitioners
        ]
        return Identity(petitioners=people, words=next(each) if self.words else None)


async def identity(db: AsyncConnection, seer: Seer, case: MatterId) -> Closed:
    """The sealed identity, for who may open it. Raises NotFound for all others."""
    row = await row_seen(db, seer, case)
    heard = (await db.execute(select(HEARD).where(HEARD.c.matter == case))).mappings().one_or_none()
    if heard is None or not may_open(row):
        raise NotFound("not-found")
    petitioners = tuple(map(Petitioner.model_validate, heard["petitioners"]))
    words = Sealed.model_validate(heard["words"]) if row["kind"] == "accusation" else None
    return Closed(petitioners, words, seer.viewer.unit)
