"""Grants: a role for a unit and a place with all below them, from–to; who gave it and when stays on record."""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from pydantic import model_validator
from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts.asker import Asker
from services.gateway.accounts.tables import accounts, grants
from shared.errors import NotFound, Refused
from shared.event import Frozen, Instant
from shared.roles import Role

NOT_FOR_ACCOUNTS = frozenset({Role.DEPARTMENT_KEY, Role.OPERATOR})
_RULE = "roles"


class NewGrant(Frozen):
    """A grant to give to an account; `begins` and `ends` are moments of the district's clock."""

    account: UUID
    role: Role
    unit: UUID | None = None
    place: UUID | None = None
    campaign: UUID | None = None
    begins: Instant | None = None
    ends: Instant | None = None

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.begins and self.ends and self.begins >= self.ends:
            raise ValueError("a grant begins before it ends")
        return self


class Grant(Frozen):
    """A grant on record. A key's holder is the key."""

    id: UUID
    holder: UUID
    role: Role
    unit: UUID | None
    place: UUID | None
    campaign: UUID | None
    begins: Instant | None
    ends: Instant | None
    given_by: str
    given_at: Instant
    withdrawn_by: str | None
    withdrawn_at: Instant | None


_COLUMNS = [grants.c[name] for name in Grant.model_fields]
_GIVE = insert(grants)
_ONE = select(*_COLUMNS).where(grants.c.id == bindparam("which"))
_OF = select(*_COLUMNS).where(grants.c.holder == bindparam("whose")).order_by(grants.c.given_at, grants.c.id)
_PAGE = select(*_COLUMNS).where(grants.c.id > bindparam("after")).order_by(grants.c.id).limit(bindparam("most"))
_IMPORTED = select(*_COLUMNS).where(
    grants.c.holder.in_(bindparam("holders", expanding=True)), grants.c.imported, grants.c.withdrawn_at.is_(None)
)
_WITHDRAW = (
    update(grants)
    .where(grants.c.id == bindparam("which"), grants.c.withdrawn_at.is_(None))
    .values(withdrawn_by=bindparam("by"), withdrawn_at=func.now())
)
_HOLDER = select(accounts.c.person).where(accounts.c.account == bindparam("whose"), accounts.c.closed_at.is_(None))
_WITHDRAW_ALL = (
    update(grants)
    .where(grants.c.holder == bindparam("whose"), grants.c.withdrawn_at.is_(None))
    .values(withdrawn_by=bindparam("by"), withdrawn_at=func.now())
)


async def page_of(db: AsyncConnection, after: UUID, most: int) -> list[Grant]:
    """The grants whose ids come after one, in order; withdrawn ones too."""
    rows = await db.execute(_PAGE, {"after": after, "most": most})
    return [Grant.model_validate(dict(row)) for row in rows.mappings()]


async def grants_of(db: AsyncConnection, holder: UUID) -> list[Grant]:
    """All grants that an account or key was ever given."""
    return [Grant.model_validate(dict(row)) for row in (await db.execute(_OF, {"whose": holder})).mappings()]


async def imported_grants(db: AsyncConnection, holders: Sequence[UUID]) -> list[Grant]:
    """The grants in force that these accounts have by import."""
    rows = await db.execute(_IMPORTED, {"holders": list(holders)})
    return [Grant.model_validate(dict(row)) for row in rows.mappings()]


async def give(db: AsyncConnection, grant: UUID, new: NewGrant, giver: Asker, imported: bool = False) -> None:
    """Give a grant to an account. Raises Refused, or NotFound for an account that is not there."""
    if new.role in NOT_FOR_ACCOUNTS:
        raise Refused("role-not-for-accounts", _RULE, role=new.role.value)
    holder = (await db.execute(_HOLDER, {"whose": new.account})).first()
    if holder is None:
        raise NotFound("not-found")
    if is_oneself(giver, new.account, holder.person):
        raise Refused("grant-to-oneself", _RULE)
    await put(db, grant, new, giver.actor, imported)


async def put(db: AsyncConnection, grant: UUID, new: NewGrant, given_by: str, imported: bool = False) -> None:
    """Write a grant down; whoever calls has seen to it that it may be given."""
    row = {
        **new.model_dump(exclude={"account"}),
        "id": grant,
        "holder": new.account,
        "given_by": given_by,
        "imported": imported,
    }
    await db.execute(_GIVE, row)


async def withdraw(db: AsyncConnection, grant: UUID, by: str) -> None:
    """End a grant now; one that has ended stays as it is. Raises NotFound."""
    if (await db.execute(_ONE, {"which": grant})).first() is None:
        raise NotFound("not-found")
    await db.execute(_WITHDRAW, {"which": grant, "by": by})


async def withdraw_all(db: AsyncConnection, holder: UUID, by: str) -> None:
    """End all grants of a holder now."""
    await db.execute(_WITHDRAW_ALL, {"whose": holder, "by": by})


def is_oneself(giver: Asker, account: UUID, person: UUID | None) -> bool:
    """Whether an account is the giver's, or another one of the same person."""
    return giver.account == account or (person is not None and giver.person == person)
