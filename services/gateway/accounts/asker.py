"""Who asks: an account or a key, with the grants in force, read from what a session or a key shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any  # rows and claims are untyped
from uuid import UUID

from sqlalchemy import RowMapping, Text, and_, bindparam, cast, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts.tables import accounts, grants, keys, sessions
from services.gateway.accounts.tokens import Token
from shared.ids import Tenant
from shared.roles import MAY, Role
from shared.web.tokens import GrantClaim


@dataclass(frozen=True)
class Asker:
    """One who came in. `now` is a sandbox's clock, None where the wall is followed; `session` the hash of its token.

    `maker`: the person who made this key, and may know its secret.
    """

    tenant: Tenant
    account: UUID
    actor: str
    login: str
    person: UUID | None
    unit: UUID | None
    grants: tuple[GrantClaim, ...]
    now: datetime | None = None
    session: bytes | None = None
    maker: UUID | None = None

    def may(self, action: str) -> bool:
        """Whether any role in force can do this action at all; an unknown action is nobody's."""
        allowed = MAY.get(action, frozenset())
        return any(grant.role in allowed for grant in self.grants)

    def units(self, *roles: Role) -> frozenset[UUID]:
        """The very units for which one of these roles is held, at all places and in all campaigns."""
        whole = (grant for grant in self.grants if grant.place is None and grant.campaign is None)
        return frozenset(grant.unit for grant in whole if grant.role in roles and grant.unit)

    def has(self, role: Role) -> bool:
        """Whether this role is in force."""
        return any(grant.role == role for grant in self.grants)


_HELD = grants.c.withdrawn_at.is_(None)
_GRANT = (
    grants.c.role,
    grants.c.unit.label("of_unit"),
    grants.c.place,
    grants.c.campaign,
    grants.c.begins,
    grants.c.ends,
)
BY_SESSION = (
    select(accounts, sessions.c.token, sessions.c.made_at.label("since"), sessions.c.seen_at, *_GRANT)
    .select_from(sessions.join(accounts, accounts.c.account == sessions.c.account))
    .outerjoin(grants, and_(grants.c.holder == accounts.c.account, _HELD))
    .where(sessions.c.token == bindparam("hash"), accounts.c.closed_at.is_(None))
)
BY_KEY = (
    select(keys, accounts.c.person.label("maker"), *_GRANT)
    .outerjoin(accounts, "account:" + cast(accounts.c.account, Text) == keys.c.made_by)
    .outerjoin(grants, and_(grants.c.holder == keys.c.key, _HELD))
    .where(keys.c.secret == bindparam("hash"), keys.c.revoked_at.is_(None))
)
SEEN = update(sessions).where(sessions.c.token == bindparam("hash")).values(seen_at=bindparam("at"))
USED = update(keys).where(keys.c.secret == bindparam("hash")).values(used_at=bindparam("at"))


async def rows_of(db: AsyncConnection, token: Token) -> Sequence[RowMapping]:
    """What is kept of a token's holder: a row for each grant, one without any, none for a token that is nobody's."""
    statement = BY_SESSION if token.kind == "session" else BY_KEY
    return (await db.execute(statement, {"hash": token.hash})).mappings().all()


async def note_use(db: AsyncConnection, token: Token, at: datetime) -> None:
    """Remember that a session or key was used."""
    await db.execute(SEEN if token.kind == "session" else USED, {"hash": token.hash, "at": at})


def asker_of(token: Token, rows: Sequence[RowMapping], now: datetime | None, wall: datetime) -> Asker:
    """The holder with the grants that are in force by the district's clock."""
    first = rows[0]
    held = tuple(_claim(row) for row in rows if _in_force(row, now or wall))
    if token.kind == "key":
        actor, maker = f"key:{first['key']}", first["maker"]
        return Asker(token.tenant, first["key"], actor, first["name"], None, first["unit"], held, now, maker=maker)
    account = first["account"]
    return Asker(
        token.tenant,
        account,
        f"account:{account}",
        first["login"],
        first["person"],
        first["unit"],
        held,
        now,
        first["token"],
    )


def _claim(row: Any) -> GrantClaim:
    return GrantClaim(role=Role(row["role"]), unit=row["of_unit"], place=row["place"], campaign=row["campaign"])


def _in_force(row: Any, at: datetime) -> bool:
    if row["role"] is None:
        return False
    return (row["begins"] is None or row["begins"] <= at) and (row["ends"] is None or at < row["ends"])
