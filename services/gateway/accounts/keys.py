"""API keys: each for one unit, shown once, kept by the unit's clerk or the administrator."""

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints
from sqlalchemy import bindparam, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.accounts import granting
from services.gateway.accounts.asker import Asker
from services.gateway.accounts.granting import NewGrant
from services.gateway.accounts.tables import keys
from shared.errors import NotFound, Refused
from shared.event import Frozen, Instant
from shared.ids import thing_of
from shared.roles import Role


class NewKey(Frozen):
    """A key to make for one unit."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    unit: UUID
    expires_at: Instant | None = None


class Key(Frozen):
    """A key without its secret; `used_at` is noted at most twice a minute."""

    id: UUID
    name: str
    unit: UUID
    made_by: str
    made_at: Instant
    expires_at: Instant | None
    used_at: Instant | None
    revoked_by: str | None
    revoked_at: Instant | None


_COLUMNS = (keys.c.key.label("id"), *(keys.c[name] for name in Key.model_fields if name != "id"))
_KEPT = or_(bindparam("all"), keys.c.unit.in_(bindparam("units", expanding=True)))
_PAGE = select(*_COLUMNS).where(_KEPT, keys.c.key > bindparam("after")).order_by(keys.c.key).limit(bindparam("most"))
_ONE = select(*_COLUMNS).where(_KEPT, keys.c.key == bindparam("which"))
_MAKE = insert(keys).values(made_at=func.now())
_REVOKE = (
    update(keys)
    .where(keys.c.key == bindparam("which"), keys.c.revoked_at.is_(None))
    .values(revoked_by=bindparam("by"), revoked_at=func.now())
)


async def page_of(db: AsyncConnection, asker: Asker, after: UUID, most: int) -> list[Key]:
    """The keys that the asker keeps, in order of their ids: a clerk's own units', the administrator's all."""
    rows = await db.execute(_PAGE, {**_kept_by(asker), "after": after, "most": most})
    return [Key.model_validate(dict(row)) for row in rows.mappings()]


async def make(db: AsyncConnection, key: UUID, new: NewKey, secret: bytes, asker: Asker) -> None:
    """Make a key, with the grant that lets it act for its unit. Raises Refused for another unit than one's own."""
    if not asker.has(Role.ADMINISTRATOR) and new.unit not in asker.units(Role.CLERK):
        raise Refused("key-of-another-unit", "roles")
    await db.execute(_MAKE, {**new.model_dump(), "key": key, "secret": secret, "made_by": asker.actor})
    grant = NewGrant(account=key, role=Role.DEPARTMENT_KEY, unit=new.unit)
    await granting.put(db, thing_of(key, "grant"), grant, asker.actor)


async def revoke(db: AsyncConnection, key: UUID, asker: Asker) -> None:
    """End a key and its grant now; twice is once. Raises NotFound for one that the asker does not keep."""
    if (await db.execute(_ONE, {**_kept_by(asker), "which": key})).first() is None:
        raise NotFound("not-found")
    await db.execute(_REVOKE, {"which": key, "by": asker.actor})
    await granting.withdraw_all(db, key, asker.actor)


def _kept_by(asker: Asker) -> dict[str, object]:
    return {"all": asker.has(Role.ADMINISTRATOR), "units": list(asker.units(Role.CLERK))}
