"""A one-time link in the hand of whom it is for: looked at, and used to set a password; nobody has logged in yet."""

import hmac
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts import links, people, tokens
from services.gateway.accounts.attempts import Attempts
from services.gateway.accounts.door import Door
from services.gateway.accounts.passwords import Passwords
from services.gateway.accounts.record import Once
from services.gateway.accounts.tokens import Token
from shared import clock
from shared.event import Frozen, Instant
from shared.eventstore.connect import Database
from shared.ids import Tenant, request_command
from shared.web.problems import WebError

USED_AT = "/api/v1/links/current/password"


class LinkNotGood(WebError):
    """Used, ended, expired, or nobody's: which of them is told to nobody."""

    status, code = 404, "link-not-good"

    def __init__(self) -> None:
        super().__init__(headers={"Cache-Control": "no-store"})


class Invitation(Frozen):
    """What a good link tells: for whom it is, and until when."""

    district: Tenant
    account: UUID
    login: str
    expires_at: Instant


@dataclass(frozen=True)
class Shown:
    """A link as it was shown: its text, and the network address it came from."""

    text: str
    address: str


class Redeeming:
    """Looks at links and uses them. Whoever tries many has to wait, as at the log-in."""

    def __init__(
        self,
        database: Database,
        door: Door,
        passwords: Passwords,
        master: bytes,
        wall: Callable[[], datetime] = clock.now,
    ) -> None:
        self._database = database
        self._door = door
        self._passwords = passwords
        self._master = master
        self._wall = wall
        self._attempts = Attempts(database, wall, slowed="link-slowed")

    async def look(self, shown: Shown) -> Invitation:
        """For whom a link is. Raises LinkNotGood, TooMany."""
        async with self._tried(shown) as token, self._database.transaction(token.tenant) as db:
            found = await links.good_one(db, token.hash, self._wall())
            if found is None:
                raise LinkNotGood
            return Invitation(district=token.tenant, **found)

    async def redeem(self, shown: Shown, password: str, key: str) -> None:
        """Set the password of the link's account; all its sessions and links end.

        The same request (by its Idempotency-Key) sent again is answered the same. Raises LinkNotGood, TooMany.
        """
        async with self._tried(shown) as token:
            account = await self._holder(token)
            command = request_command(token.tenant, account, "PUT", USED_AT, key)
            mac = hmac.digest(self._master, token.hash + password.encode(), sha256)

            async def use(db: AsyncConnection) -> None:
                if not await links.use(db, token.hash, self._wall()):
                    raise LinkNotGood
                await people.set_password(db, account, await self._passwords.hashed(password))

            await Once(self._database, self._door, token.tenant, command, mac)(use)

    async def _holder(self, token: Token) -> UUID:
        async with self._database.transaction(token.tenant) as db:
            found = await links.holder_of(db, token.hash)
        if found is None:
            raise LinkNotGood
        holder: UUID = found["account"]
        return holder

    @asynccontextmanager
    async def _tried(self, shown: Shown) -> AsyncIterator[Token]:
        """The token of a link, counted as a failed attempt unless what is done with it goes well."""
        link = f"link {sha256(shown.text.encode()).hexdigest()}"
        await self._attempts.begin(link, shown.address)
        token = tokens.read(shown.text)
        if token is None or token.kind != "link":
            raise LinkNotGood
        yield token
        await self._attempts.succeeded(link, shown.address)
