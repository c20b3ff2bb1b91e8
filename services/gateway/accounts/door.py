"""The door: turns what a request shows into who asks, quickly, and forgets at once what was taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import RowMapping

from services.gateway.accounts.asker import Asker, asker_of, note_use, rows_of
from services.gateway.accounts.tokens import Token, read
from shared import clock
from shared.eventstore.connect import Database
from shared.ids import Tenant
from shared.web.problems import Unauthenticated

REMEMBERED_SECONDS = 1.0  # another gateway of the same district learns of a withdrawal after so long
_MOST_REMEMBERED = 20_000
_NOTED_EVERY = timedelta(seconds=30)


class Clocks(Protocol):
    """The districts' own clocks."""

    async def clock_of(self, tenant: Tenant) -> datetime | None:
        """A district's own clock, None where it follows the wall."""
        ...

    def forget(self) -> None:
        """A clock may have moved: read it anew."""
        ...


@dataclass(frozen=True)
class Lives:
    """How long a session lives unused, and at all."""

    idle: timedelta
    whole: timedelta


class Door:
    """Knows who asks by token. `wall` is the time by which sessions and keys end."""

    def __init__(
        self, database: Database, clocks: Clocks, lives: Lives, wall: Callable[[], datetime] = clock.now
    ) -> None:
        self._database = database
        self._clocks = clocks
        self._lives = lives
        self._wall = wall
        self._known: dict[bytes, tuple[float, Asker]] = {}

    async def asker(self, text: str) -> Asker:
        """Who shows this token. Raises Unauthenticated for one that is nobody's, or no longer."""
        token = read(text)
        if token is None or token.kind == "link":  # a link lets one set a password, and do nothing else
            raise Unauthenticated()
        until, asker = self._known.get(token.hash, (0.0, None))
        if asker is not None and clock.ticking() < until:
            return asker
        return await self._read(token)

    def forget(self) -> None:
        """What was known may have changed: every next request reads it anew."""
        self._clocks.forget()
        self._known = {}

    async def _read(self, token: Token) -> Asker:
        known = self._known  # taken before reading: what is forgotten meanwhile stays forgotten
        until = clock.ticking() + REMEMBERED_SECONDS
        async with self._database.transaction(token.tenant) as db:
            rows = await rows_of(db, token)
            if not rows or self._has_ended(token, rows):
                raise Unauthenticated()
            if self._is_to_note(token, rows):
                await note_use(db, token, self._wall())
        now = await self._clocks.clock_of(token.tenant)
        asker = asker_of(token, rows, now, self._wall())
        if len(known) > _MOST_REMEMBERED:
            known.clear()
        known[token.hash] = until, asker
        return asker

    def _has_ended(self, token: Token, rows: Sequence[RowMapping]) -> bool:
        first, at = rows[0], self._wall()
        if token.kind == "key":
            return first["expires_at"] is not None and first["expires_at"] <= at
        return bool(first["seen_at"] + self._lives.idle <= at or first["since"] + self._lives.whole <= at)

    def _is_to_note(self, token: Token, rows: Sequence[RowMapping]) -> bool:
        noted = rows[0]["used_at" if token.kind == "key" else "seen_at"]
        return noted is None or noted + min(_NOTED_EVERY, self._lives.idle / 10) <= self._wall()
