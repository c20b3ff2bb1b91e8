"""Casework's `/internal/erasures` as the ledger asks it, over a speaker: it has sealed what a test says it has.

It has no keys but keeps casework's contract, which tests/component/casework/test_erasing.py tries on the real one.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any  # answers are JSON
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from shared.web.asking import FromLedger
from shared.web.problems import Forbidden, Unavailable


class Body(BaseModel):
    """The matters, and with an order who is erased on what ground."""

    matters: list[UUID]
    subject: UUID | None = None
    ground: str = ""
    document: str = ""
    by: str = ""


@dataclass
class Caseworker:
    """Holds words of some matters; `away`: it does not answer; `meanwhile`: what happens while it destroys."""

    sealed: set[UUID] = field(default_factory=set)
    dropped: set[UUID] = field(default_factory=set)
    orders: list[Body] = field(default_factory=list)
    away: bool = False
    broken: bool = False
    meanwhile: Callable[[], Awaitable[None]] | None = None

    @property
    def router(self) -> APIRouter:
        """What a speaker answers besides."""
        router = APIRouter(prefix="/internal/erasures", include_in_schema=False)
        router.post("/preview")(self._preview)
        router.post("")(self._erase)
        return router

    def forget(self) -> None:
        """Begin anew."""
        self.sealed.clear()
        self.dropped.clear()
        self.orders.clear()
        self.away = self.broken = False
        self.meanwhile = None

    async def _preview(self, body: Body, _: FromLedger) -> dict[str, list[dict[str, Any]]]:
        self._require_here()
        return _answer(body, self.sealed - self.dropped)

    async def _erase(self, body: Body, _: FromLedger) -> dict[str, list[dict[str, Any]]]:
        self._require_here()
        self.orders.append(body)
        self.dropped |= self.sealed & set(body.matters)
        if self.meanwhile:
            await self.meanwhile()
        return _answer(body, self.dropped)

    def _require_here(self) -> None:
        if self.away:
            raise Unavailable()
        if self.broken:
            raise Forbidden()


def _answer(body: Body, of: set[UUID]) -> dict[str, list[dict[str, Any]]]:
    told = [{"service": "casework", "kind": "case", "record": str(one), "key": 1} for one in body.matters if one in of]
    return {"dropped": told}
