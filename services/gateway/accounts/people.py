"""Accounts: who can log in, made and closed by the district's administrator."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints
from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts.passwords import LONGEST, SHORTEST
from services.gateway.accounts.tables import accounts, links, sessions
from shared.errors import NotFound, Refused
from shared.event import Frozen, Instant

LOGIN_PATTERN = r"^[^\s\x00-\x1f\x7f]{1,60}$"
LoginName = Annotated[str, StringConstraints(pattern=LOGIN_PATTERN)]
Password = Annotated[str, StringConstraints(min_length=SHORTEST, max_length=LONGEST)]


class Account(Frozen):
    """An account as its administrator sees it; `has_password` is whether anybody can log in with it yet."""

    id: UUID
    login: str
    person: UUID | None
    unit: UUID | None
    has_password: bool
    made_by: str
    made_at: Instant
    closed_at: Instant | None


class NewAccount(Frozen):
    """An account to make; without a password nobody can log in with it yet."""

    login: LoginName
    person: UUID | None = None
    unit: UUID | None = None
    password: Password | None = None


_COLUMNS = (
    accounts.c.account.label("id"),
    accounts.c.login,
    accounts.c.person,
    accounts.c.unit,
    accounts.c.password.is_not(None).label("has_password"),
    accounts.c.made_by,
    accounts.c.made_at,
    accounts.c.closed_at,
)
_PAGE = (
    select(*_COLUMNS).where(accounts.c.login > bindparam("after")).order_by(accounts.c.login).limit(bindparam("most"))
)
_ONE = select(*_COLUMNS).where(accounts.c.account == bindparam("whose"))
_BY_LOGINS = select(*_COLUMNS).where(accounts.c.login.in_(bindparam("names", expanding=True)))
_MAKE = insert(accounts).on_conflict_do_nothing()
_CLOSE = (
    update(accounts)
    .where(accounts.c.account == bindparam("whose"), accounts.c.closed_at.is_(None))
    .values(closed_at=func.now())
)
_SET_PASSWORD = update(accounts).where(accounts.c.account == bindparam("whose")).values(password=bindparam("hashed"))
_DESCRIBE = (
    update(accounts)
    .where(accounts.c.account == bindparam("whose"))
    .values(person=bindparam("is"), unit=bindparam("of"))
)
_PASSWORD = select(accounts.c.password).where(accounts.c.account == bindparam("whose"))
_END_SESSIONS = delete(sessions).where(sessions.c.account == bindparam("whose"))
_END_LINKS = (
    update(links)
    .where(links.c.account == bindparam("whose"), links.c.used_at.is_(None), links.c.ended_at.is_(None))
    .values(ended_at=func.now())
)
_END_OTHERS = _END_SESSIONS.where(sessions.c.token != bindparam("kept"))


async def page_of(db: AsyncConnection, after: str, most: int) -> list[Account]:
    """The accounts whose log-in names come after a word, in order."""
    rows = await db.execute(_PAGE, {"after": after, "most": most})
    return [Account.model_validate(dict(row)) for row in rows.mappings()]


async def account_of(db: AsyncConnection, account: UUID) -> Account:
    """One account. Raises NotFound."""
    row = (await db.execute(_ONE, {"whose": account})).mappings().first()
    if row is None:
        raise NotFound("not-found")
    return Account.model_validate(dict(row))


async def named(db: AsyncConnection, logins: Sequence[str]) -> dict[str, Account]:
    """The accounts with these log-in names, by name."""
    rows = await db.execute(_BY_LOGINS, {"names": list(logins)})
    return {row["login"]: Account.model_validate(dict(row)) for row in rows.mappings()}


async def make(db: AsyncConnection, account: UUID, new: NewAccount, hashed: str | None, made_by: str) -> None:
    """Make an account. Raises Refused `login-taken`."""
    row = {
        "account": account,
        "login": new.login,
        "person": new.person,
        "unit": new.unit,
        "password": hashed,
        "made_by": made_by,
    }
    if (await db.execute(_MAKE, row)).rowcount == 0:
        raise Refused("login-taken", login=new.login)


async def describe(db: AsyncConnection, account: UUID, person: UUID | None, unit: UUID | None) -> None:
    """Say whose account it is."""
    await db.execute(_DESCRIBE, {"whose": account, "is": person, "of": unit})


async def close(db: AsyncConnection, account: UUID) -> None:
    """Nobody logs in with it any more, and its sessions and links end. Raises NotFound."""
    await account_of(db, account)
    await db.execute(_CLOSE, {"whose": account})
    await db.execute(_END_SESSIONS, {"whose": account})
    await end_links(db, account)


async def set_password(db: AsyncConnection, account: UUID, hashed: str, kept: bytes = b"") -> None:
    """Another password; the account's links end, and its sessions, but for the one `kept`. Raises NotFound."""
    await account_of(db, account)
    await db.execute(_SET_PASSWORD, {"whose": account, "hashed": hashed})
    await db.execute(_END_OTHERS, {"whose": account, "kept": kept})
    await end_links(db, account)


async def end_links(db: AsyncConnection, *of: UUID) -> None:
    """The one-time links of these accounts that nobody has used yet are good for nothing any more."""
    await db.execute(_END_LINKS, [{"whose": account} for account in of])


async def password_of(db: AsyncConnection, account: UUID) -> str | None:
    """What is kept of an account's password."""
    kept: str | None = (await db.execute(_PASSWORD, {"whose": account})).scalar()
    return kept
