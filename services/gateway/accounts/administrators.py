"""A district's first administrator, invited by an operator while nobody administers it yet."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts import granting, links, people
from services.gateway.accounts.granting import NewGrant
from services.gateway.accounts.links import Made, NewLink
from services.gateway.accounts.people import NewAccount
from services.gateway.accounts.tables import accounts, grants
from shared.errors import Refused
from shared.ids import thing_of
from shared.roles import Role

_ADMINISTRATORS = (
    select(accounts.c.login, accounts.c.password.is_not(None).label("comes_in"))
    .join(grants, grants.c.holder == accounts.c.account)
    .where(grants.c.role == Role.ADMINISTRATOR, grants.c.withdrawn_at.is_(None), accounts.c.closed_at.is_(None))
    .where(grants.c.ends.is_(None) | (grants.c.ends > bindparam("now")))
)


@dataclass(frozen=True)
class Known:
    """The district's administrators at a moment of its clock: their log-in names, and whether one can come in."""

    logins: frozenset[str]
    comes_in: bool


async def known(db: AsyncConnection, now: datetime) -> Known:
    """Who administers the district, or is invited to."""
    rows = (await db.execute(_ADMINISTRATORS, {"now": now})).all()
    return Known(frozenset(row.login for row in rows), any(row.comes_in for row in rows))


async def invite(db: AsyncConnection, login: str, new: NewLink, now: datetime) -> Made:
    """A link for the district's administrator, whose account is made if it is not there.

    An operator has no say in a district that is administered, and makes nobody else its administrator: Refused.
    """
    there = await known(db, now)
    if there.comes_in:
        raise Refused("district-has-administrator", "roles")
    account = (await people.named(db, [login])).get(login)
    if account is None:
        account = await people.account_of(db, await make(db, login, None, new.command, new.by))
    elif login not in there.logins:
        raise Refused("login-taken", login=login)
    return (await links.make(db, new, [account]))[0]


async def make(db: AsyncConnection, login: str, hashed: str | None, command: UUID, by: str) -> UUID:
    """An administrator's account, with its grant. Raises Refused `login-taken`."""
    account = thing_of(command, "account")
    await people.make(db, account, NewAccount(login=login), hashed, by)
    await granting.put(db, thing_of(command, "grant"), NewGrant(account=account, role=Role.ADMINISTRATOR), by)
    return account
