"""The keys of sealed values (design 8): one per subject, wrapped by a master key, destroyed by erasure."""

import secrets
from hashlib import sha256
from typing import Any  # a plain value is any JSON value
from uuid import UUID

import asyncpg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.eventstore.chain import i64
from shared.eventstore.connect import Database
from shared.ids import Tenant
from shared.sealed import NONCE_BYTES, Sealed, SubjectKey, close, prefixed, unclose

KEY_BYTES = 32
_OF_SUBJECT = "SELECT number, wrapped, wrapped_by FROM keys.of_subject($1,$2)"
_ADD = "SELECT keys.add($1,$2,$3,$4,$5)"


def number_of(master: bytes) -> str:
    """By which a master key is known, without showing it."""
    return sha256(b"minqing-master/1" + master).hexdigest()[:16]


class Keys:
    """The subject keys of one owning service; `master` (32 bytes) wraps each and never enters the database."""

    def __init__(self, database: Database, owner: str, master: bytes) -> None:
        assert len(master) == KEY_BYTES, "the master key has 32 bytes"
        self._database = database
        self._owner = owner
        self._wrapper = AESGCM(master)
        self._wrapped_by = number_of(master)

    async def seal(self, tenant: Tenant, subject: UUID, plain: Any) -> Sealed:
        """Seal a JSON value under the subject's key, made when there is none, or the last one was destroyed."""
        rows = await self._rows(tenant, subject)
        while not rows or rows[-1]["wrapped"] is None:
            await self._make(tenant, subject, rows[-1]["number"] + 1 if rows else 1)
            rows = await self._rows(tenant, subject)  # another may have been quicker
        key = SubjectKey(self._owner, subject, rows[-1]["number"], self._unwrapped(tenant, subject, rows[-1]))
        return close(tenant, key, plain)

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

    async def erase(self, tenant: Tenant, subject: UUID) -> int:
        """Destroy all keys of a subject: nothing sealed under them can be opened again, by anybody.

        The number of the newest that is destroyed, now or before; 0 where there is none. A newer one may be there:
        writers do not wait.
        """
        await self._database.fetch("SELECT keys.erase($1,$2)", tenant, subject)
        destroyed = [row["number"] for row in await self._rows(tenant, subject) if row["wrapped"] is None]
        return max(destroyed, default=0)

    async def last(self, tenant: Tenant, subject: UUID) -> int:
        """The number of the newest key of a subject that there ever was, destroyed or not; 0 where there is none."""
        rows = await self._rows(tenant, subject)
        return rows[-1]["number"] if rows else 0

    async def newest(self, tenant: Tenant, subject: UUID) -> int:
        """The number of the key under which values of a subject can be opened; 0 where there is none."""
        rows = await self._rows(tenant, subject)
        return rows[-1]["number"] if rows and rows[-1]["wrapped"] is not None else 0

    async def _make(self, tenant: Tenant, subject: UUID, number: int) -> None:
        nonce = secrets.token_bytes(NONCE_BYTES)
        key = secrets.token_bytes(KEY_BYTES)
        wrapped = nonce + self._wrapper.encrypt(nonce, key, self._bound(tenant, subject, number))
        await self._database.fetch(_ADD, tenant, subject, number, wrapped, self._wrapped_by)

    async def _rows(self, tenant: Tenant, subject: UUID) -> list[asyncpg.Record]:
        return await self._database.fetch(_OF_SUBJECT, tenant, subject)

    def _unwrapped(self, tenant: Tenant, subject: UUID, row: asyncpg.Record) -> bytes:
        if row["wrapped_by"] != self._wrapped_by:
            raise ValueError(f"this key is wrapped by master key {row['wrapped_by']}, here is {self._wrapped_by}")
        nonce, box = row["wrapped"][:NONCE_BYTES], row["wrapped"][NONCE_BYTES:]
        return self._wrapper.decrypt(nonce, box, self._bound(tenant, subject, row["number"]))

    def _bound(self, tenant: str, subject: UUID, number: int) -> bytes:
        return b"".join(
            (prefixed(tenant.encode()), prefixed(self._owner.encode()), prefixed(subject.bytes), i64(number))
        )
