"""One-time links: made for an account by who keeps it, shown once, good for setting one password, for a while."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import RowMapping, and_, bindparam, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts import people, tokens
from services.gateway.accounts.people import Account
from services.gateway.accounts.tables import accounts, links
from shared.errors import Refused
from shared.event import Frozen, Instant
from shared.ids import Tenant, thing_of


@dataclass(frozen=True)
class Terms:
    """How long a link is good, and where people find its page; empty: where the request came."""

    lives: timedelta
    public_url: str = ""

    def address(self, text: str, asked_at: str) -> str:
        """Where a link leads."""
        return f"{(self.public_url or asked_at).rstrip('/')}/link/{text}"


@dataclass(frozen=True)
class NewLink:
    """Links that one request makes: its id and secret, who asks, when, and how long they are good."""

    tenant: Tenant
    command: UUID
    secret: bytes
    by: str
    at: datetime
    lives: timedelta

    def text(self, account: UUID) -> str:
        """An account's token: the same when the request is sent again, and kept nowhere."""
        return tokens.written("link", self.tenant, hmac.digest(self.secret, account.bytes, sha256))

    def row(self, account: UUID) -> dict[str, object]:
        """What is kept of it."""
        return {
            "id": thing_of(self.command, f"link of {account}"),
            "account": account,
            "secret": tokens.hashed(self.text(account)),
            "made_by": self.by,
            "made_at": self.at,
            "expires_at": self.at + self.lives,
        }


class Made(Frozen):
    """A link on record, without what it shows."""

    account: UUID
    login: str
    person: UUID | None
    unit: UUID | None
    expires_at: Instant


_GOOD = and_(links.c.used_at.is_(None), links.c.ended_at.is_(None), links.c.expires_at > bindparam("at"))
_HAS_GOOD_ONE = exists().where(links.c.account == accounts.c.account, _GOOD)
_WAITING = (
    select(accounts.c.login)
    .where(
        accounts.c.password.is_(None),
        accounts.c.closed_at.is_(None),
        or_(bindparam("renewed"), ~_HAS_GOOD_ONE),
    )
    .order_by(accounts.c.login)
)
_MAKE = insert(links)
_HOLDER = (
    select(accounts.c.account, accounts.c.login, links.c.expires_at)
    .join(accounts, accounts.c.account == links.c.account)
    .where(links.c.secret == bindparam("hash"))
)
_GOOD_ONE = _HOLDER.where(_GOOD, accounts.c.closed_at.is_(None))
_USE = (
    update(links)
    .where(links.c.secret == bindparam("hash"), _GOOD)
    .values(used_at=bindparam("at"))
    .returning(links.c.account)
)


async def waiting(db: AsyncConnection, at: datetime, renewed: bool = False) -> Sequence[str]:
    """The log-in names with neither password nor a good link; `renewed`: those with a good link, too."""
    return (await db.execute(_WAITING, {"at": at, "renewed": renewed})).scalars().all()


async def make(db: AsyncConnection, new: NewLink, of: Sequence[Account]) -> list[Made]:
    """A link for each of these accounts; their earlier ones end. Raises Refused for a closed one."""
    if closed := [account.login for account in of if account.closed_at is not None]:
        raise Refused("account-closed", login=closed[0])
    if of:
        await people.end_links(db, *(account.id for account in of))
        await db.execute(_MAKE, [new.row(account.id) for account in of])
    ends = new.at + new.lives
    return [Made(account=one.id, login=one.login, person=one.person, unit=one.unit, expires_at=ends) for one in of]


async def holder_of(db: AsyncConnection, hashed: bytes) -> RowMapping | None:
    """Whose link this is or was, good or not."""
    return (await db.execute(_HOLDER, {"hash": hashed})).mappings().first()


async def good_one(db: AsyncConnection, hashed: bytes, at: datetime) -> RowMapping | None:
    """Whose link this is, if one could use it now."""
    return (await db.execute(_GOOD_ONE, {"hash": hashed, "at": at})).mappings().first()


async def use(db: AsyncConnection, hashed: bytes, at: datetime) -> bool:
    """Mark a link used; False for one that is not good: of two at once, one is too late."""
    return (await db.execute(_USE, {"hash": hashed, "at": at})).first() is not None
