"""The keys of sealed values (design 8): one per subject, wrapped by a master key, destroyed by erasure."""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any  # a plain value is any JSON value
from uuid import UUID

import asyncpg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.eventstore.chain import i64
from shared.eventstore.connect import Database
from shared.ids import Tenant
from shared.sealed import NONCE_BYTES, Sealed, close, prefixed, unclose

KEY_BYTES = 32
_OF_SUBJECT = "SELECT number, wrapped, wrapped_by FROM keys.of_subject($1,$2)"


@dataclass(frozen=True)
class _Key:
    number: int
    plain: bytes


class Keys:
    """The subject keys of one owning service; `master` (32 bytes) wraps each and never enters the database."""

    def __init__(self, database: Database, owner: str, master: bytes) -> None:
        assert len(master) == KEY_BYTES, "the master key has 32 bytes"
        self._database = database
        self._owner = owner
        self._wrapper = AESGCM(master)
        self._wrapped_by = sha256(b"minqing-master/1" + master).hexdigest()[:16]

    async def seal(self, tenant: Tenant, subject: UUID, plain: Any) -> Sealed:
        """Seal a JSON value under the subject's key, made when there is none, or the last one was destroyed."""
        key = await self._newest(tenant, subject)
        while key is None:
            key = await self._made(tenant, subject)
        return close(tenant, self._owner, subject, key.number, key.plain, plain)

    async def open(self, tenant: Tenant, sealed: Sealed) -> Any:
        """The plain value, or None once its key is destroyed.

        Raises ValueError for a value of another owner, or under a master key that this service does not have.
        """
        seal = sealed.sealed
        if seal.owner != self._owner:
            raise ValueError(f"sealed by {seal.owner}, not by {self._owner}")
        for row in await self._rows(tenant, seal.subject):
            if row["number"] == seal.key and row["wrapped"] is not None:
                return unclose(tenant, sealed, self._unwrapped(tenant, seal.subject, row))
        return None

    async def erase(self, tenant: Tenant, subject: UUID) -> None:
        """Destroy all keys of a subject: nothing sealed under them can be opened again, by anybody."""
        await self._database.pool.execute("SELECT keys.erase($1,$2)", tenant, subject)

    async def _newest(self, tenant: Tenant, subject: UUID) -> _Key | None:
        rows = await self._rows(tenant, subject)
        if not rows or rows[-1]["wrapped"] is None:
            return None
        return _Key(rows[-1]["number"], self._unwrapped(tenant, subject, rows[-1]))

    async def _made(self, tenant: Tenant, subject: UUID) -> _Key | None:
        """A new key, or the one that another made meanwhile (None: that one is destroyed already)."""
        rows = await self._rows(tenant, subject)
        number = rows[-1]["number"] + 1 if rows else 1
        plain = secrets.token_bytes(KEY_BYTES)
        nonce = secrets.token_bytes(NONCE_BYTES)
        wrapped = nonce + self._wrapper.encrypt(nonce, plain, self._bound(tenant, subject, number))
        added = await self._database.pool.fetchval(
            "SELECT keys.add($1,$2,$3,$4,$5)", tenant, subject, number, wrapped, self._wrapped_by
        )
        return _Key(number, plain) if added else await self._newest(tenant, subject)

    async def _rows(self, tenant: Tenant, subject: UUID) -> list[asyncpg.Record]:
        return await self._database.pool.fetch(_OF_SUBJECT, tenant, subject)

    def _unwrapped(self, tenant: Tenant, subject: UUID, row: asyncpg.Record) -> bytes:
        if row["wrapped_by"] != self._wrapped_by:
            raise ValueError(f"this key is wrapped by master key {row['wrapped_by']}, here is {self._wrapped_by}")
        nonce, box = row["wrapped"][:NONCE_BYTES], row["wrapped"][NONCE_BYTES:]
        return self._wrapper.decrypt(nonce, box, self._bound(tenant, subject, row["number"]))

    def _bound(self, tenant: str, subject: UUID, number: int) -> bytes:
        return b"".join(
            (prefixed(tenant.encode()), prefixed(self._owner.encode()), prefixed(subject.bytes), i64(number))
        )
