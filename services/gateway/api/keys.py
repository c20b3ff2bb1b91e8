"""API keys: each acts for one unit, and is shown once."""

from uuid import UUID

from fastapi import APIRouter

from services.gateway.accounts import keys, tokens
from services.gateway.accounts.asking import Asks, AtGate, Command, OnceOnly, action
from services.gateway.accounts.keys import Key, NewKey
from services.gateway.api.accounts import NOTHING, Limit
from shared.event import Frozen
from shared.ids import thing_of

router = APIRouter(tags=["keys"])


class ShownKey(Frozen):
    """A new key, as it is sent in `Authorization: Bearer`: shown this once, to no request that is sent again."""

    id: UUID
    key: str | None


class KeyPage(Frozen):
    """Keys in order of their ids; `next` continues as `after`."""

    items: tuple[Key, ...]
    next: UUID | None


@router.get("/keys", **action("key.keep"))
async def list_keys(asker: Asks, gate: AtGate, after: UUID = NOTHING, limit: Limit = 100) -> KeyPage:
    """The keys one keeps: a clerk the own unit's, the administrator all."""
    async with gate.database.transaction(asker.tenant) as db:
        page = await keys.page_of(db, asker, after, limit)
    return KeyPage(items=tuple(page), next=page[-1].id if len(page) == limit else None)


@router.post("/keys", status_code=201, **action("key.keep"))
async def make_key(body: NewKey, asker: Asks, command: Command, once: OnceOnly) -> ShownKey:
    """Make a key for one unit; a clerk for the own unit alone. It is shown this once, and nobody can show it again.

    The same request sent again is answered with the same `id`, and `key` null. If the first answer was lost, revoke
    that key and make another.
    """
    key, text = thing_of(command, "key"), tokens.new("key", asker.tenant)
    made_now, _ = await once.done(lambda db: keys.make(db, key, body, tokens.hashed(text), asker))
    return ShownKey(id=key, key=text if made_now else None)


@router.post("/keys/{key}/revocation", status_code=204, **action("key.keep"))
async def revoke_key(key: UUID, asker: Asks, once: OnceOnly) -> None:
    """Revoke a key; it ends at once."""
    await once(lambda db: keys.revoke(db, key, asker))
