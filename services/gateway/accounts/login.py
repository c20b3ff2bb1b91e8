"""Logging in and out: the password, a new session, the old one ended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, bindparam, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts import tokens
from services.gateway.accounts.asker import Asker
from services.gateway.accounts.attempts import Attempts
from services.gateway.accounts.door import Door, Lives
from services.gateway.accounts.passwords import Passwords
from services.gateway.accounts.tables import accounts, sessions
from shared import clock
from shared.errors import NotFound, Refused
from shared.eventstore.connect import Database
from shared.ids import Tenant
from shared.web.problems import Unauthenticated

_BY_LOGIN = select(accounts.c.account, accounts.c.password).where(
    accounts.c.login == bindparam("name"), accounts.c.closed_at.is_(None), accounts.c.password.is_not(None)
)
_OPEN = insert(sessions)
_END = delete(sessions).where(sessions.c.token == bindparam("hash"))
_END_OLD = delete(sessions).where(
    sessions.c.account == bindparam("whose"),
    or_(sessions.c.seen_at <= bindparam("unused"), sessions.c.made_at <= bindparam("old")),
)
_REHASHED = update(accounts).where(accounts.c.account == bindparam("whose")).values(password=bindparam("hashed"))


@dataclass(frozen=True)
class Entry:
    """What someone types to come in, and from where."""

    tenant: Tenant
    login: str
    password: str
    address: str

    @property
    def account(self) -> str:
        """The account they want, known or not, as one word."""
        return f"{self.tenant}/{self.login}"


class Login:
    """Opens and ends sessions."""

    def __init__(
        self,
        database: Database,
        door: Door,
        passwords: Passwords,
        lives: Lives,
        wall: Callable[[], datetime] = clock.now,
    ) -> None:
        self._database = database
        self._door = door
        self._passwords = passwords
        self._lives = lives
        self._wall = wall
        self._attempts = Attempts(database, wall)

    async def enter(self, entry: Entry, old: str = "") -> str:
        """A new session's token; an old session that was still shown has ended.

        Raises Unauthenticated `login-failed`, after the same work whether or not there is such an account, and
        TooMany while the account or the address has to wait.
        """
        await self._attempts.begin(entry.account, entry.address)
        found = await self._found(entry)
        if not await self._passwords.fits(found["password"] if found else None, entry.password) or found is None:
            raise Unauthenticated("login-failed")
        await self._attempts.succeeded(entry.account, entry.address)
        token = tokens.new("session", entry.tenant)
        async with self._database.transaction(entry.tenant) as db:
            await self._open(db, found, token)
            await self._refresh(db, found, entry.password)
        await self._end_text(old)
        return token

    async def check(self, entry: Entry, kept: str | None) -> None:
        """See that somebody who is in knows the password that is kept. Raises Refused, TooMany as `enter`."""
        await self._attempts.begin(entry.account, entry.address)
        if not await self._passwords.fits(kept, entry.password):
            raise Refused("old-password-wrong")
        await self._attempts.succeeded(entry.account, entry.address)

    async def leave(self, asker: Asker) -> None:
        """End the asker's session. Raises NotFound for a key, which has none."""
        if asker.session is None:
            raise NotFound("not-found")
        async with self._database.transaction(asker.tenant) as db:
            await db.execute(_END, {"hash": asker.session})
        self._door.forget()

    async def _found(self, entry: Entry) -> RowMapping | None:
        async with self._database.transaction(entry.tenant) as db:
            return (await db.execute(_BY_LOGIN, {"name": entry.login})).mappings().first()

    async def _open(self, db: AsyncConnection, found: RowMapping, token: str) -> None:
        at = self._wall()
        ended = {"whose": found["account"], "unused": at - self._lives.idle, "old": at - self._lives.whole}
        await db.execute(_END_OLD, ended)
        await db.execute(
            _OPEN, {"token": tokens.hashed(token), "account": found["account"], "made_at": at, "seen_at": at}
        )

    async def _refresh(self, db: AsyncConnection, found: RowMapping, password: str) -> None:
        if self._passwords.outdated(found["password"]):
            await db.execute(_REHASHED, {"whose": found["account"], "hashed": await self._passwords.hashed(password)})

    async def _end_text(self, old: str) -> None:
        token = tokens.read(old)
        if token is None or token.kind != "session":
            return
        async with self._database.transaction(token.tenant) as db:
            await db.execute(_END, {"hash": token.hash})
        self._door.forget()
