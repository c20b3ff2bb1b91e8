"""Failed log-ins: counted before the password is looked at, so that guessing at once is no quicker than in turn.

Links are counted the same way: whoever tries many finds none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import bindparam, delete, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts.tables import ATTEMPTS, attempts
from shared import clock
from shared.eventstore.connect import Database
from shared.web.problems import TooMany


@dataclass(frozen=True)
class Patience:
    """How many failures in a row cost nothing, and the longest wait after one, in seconds; it doubles from one on."""

    free: int
    longest: int

    def wait(self, tries: int) -> timedelta:
        """The wait after so many failures in a row."""
        over = tries - self.free
        return timedelta(seconds=min(2 ** min(over - 1, 20), self.longest) if over > 0 else 0)


FOR_ACCOUNT = Patience(free=5, longest=60)  # short, so that nobody can lock another out for long
FOR_ADDRESS = Patience(free=60, longest=300)  # a whole office may share one
_FORGOTTEN_AFTER = timedelta(minutes=15)

_HELD = (  # one statement: whoever succeeds meanwhile takes the row away
    insert(attempts)
    .values(subject=bindparam("who"), tries=0, blocked_until=bindparam("at"))
    .on_conflict_do_update(index_elements=[attempts.c.tenant, attempts.c.subject], set_={"tries": attempts.c.tries})
    .returning(attempts.c.tries, attempts.c.blocked_until)
)
_COUNT = (
    update(attempts)
    .where(attempts.c.subject == bindparam("who"))
    .values(tries=bindparam("n"), blocked_until=bindparam("until"))
)
_FORGIVE = delete(attempts).where(attempts.c.subject == bindparam("who"))
_TAKE_BACK = (
    update(attempts).where(attempts.c.subject == bindparam("who")).values(tries=func.greatest(attempts.c.tries - 1, 0))
)


class Attempts:
    """Slows down who guesses, per account (known or not) and per network address; `slowed` is the code of the "no"."""

    def __init__(
        self, database: Database, wall: Callable[[], datetime] = clock.now, slowed: str = "login-slowed"
    ) -> None:
        self._database = database
        self._wall = wall
        self._slowed = slowed

    async def begin(self, account: str, address: str) -> None:
        """Count an attempt as failed for now. Raises TooMany while either has to wait."""
        async with self._database.transaction(ATTEMPTS) as db:
            await self._count(db, account, FOR_ACCOUNT)
            await self._count(db, address, FOR_ADDRESS)

    async def succeeded(self, account: str, address: str) -> None:
        """The password was right: the account starts anew, the address has this one failure less."""
        async with self._database.transaction(ATTEMPTS) as db:
            await db.execute(_FORGIVE, {"who": _hashed(account)})
            await db.execute(_TAKE_BACK, {"who": _hashed(address)})

    async def _count(self, db: AsyncConnection, subject: str, patience: Patience) -> None:
        who, at = _hashed(subject), self._wall()
        tries, blocked_until = (await db.execute(_HELD, {"who": who, "at": at})).one()
        if tries > patience.free and blocked_until > at:  # else it says when the last one was, side by side with this
            seconds = int((blocked_until - at).total_seconds()) + 1
            raise TooMany(self._slowed, {"Retry-After": str(seconds)}, seconds=seconds)
        tries = 1 if blocked_until + _FORGOTTEN_AFTER < at else tries + 1
        await db.execute(_COUNT, {"who": who, "n": tries, "until": at + patience.wait(tries)})


def _hashed(subject: str) -> bytes:
    return sha256(subject.encode()).digest()
