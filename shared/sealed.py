"""Sealed values: what only its owner can read, in the form that travels and is stored (formats 6)."""

import base64
import json
import secrets
import struct
from dataclasses import dataclass
from hashlib import sha256
from typing import Any  # a plain value is any JSON value
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.event import Frozen

NONCE_BYTES = 12


class Seal(Frozen):
    """Whose key closes a value: the owning service, the subject (a person, or a record of words), the key's number."""

    owner: str
    subject: UUID
    key: int
    value: str


class Sealed(Frozen):
    """A value that only its owner opens, for those who may see it."""

    sealed: Seal


def fingerprint(sealed: Sealed) -> str:
    """By which a sealed value is known without being repeated; it tells nothing of what was sealed."""
    return sha256(sealed.sealed.value.encode()).hexdigest()


@dataclass(frozen=True)
class SubjectKey:
    """A key (32 bytes) of a subject, by its number, with the service that owns it."""

    owner: str
    subject: UUID
    number: int
    key: bytes


def close(tenant: str, key: SubjectKey, plain: Any, nonce: bytes | None = None) -> Sealed:
    """Seal a JSON value with a subject's key; a nonce is given by tests alone."""
    nonce = nonce or secrets.token_bytes(NONCE_BYTES)
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    box = AESGCM(key.key).encrypt(nonce, text, _additional(tenant, key.owner, key.subject, key.number))
    value = base64.b64encode(nonce + box).decode()
    return Sealed(sealed=Seal(owner=key.owner, subject=key.subject, key=key.number, value=value))


def unclose(tenant: str, sealed: Sealed, key: bytes) -> Any:
    """The plain value; raises `cryptography.exceptions.InvalidTag` for another key or a changed value."""
    seal = sealed.sealed
    box = base64.b64decode(seal.value)
    bound = _additional(tenant, seal.owner, seal.subject, seal.key)
    return json.loads(AESGCM(key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], bound))


def _additional(tenant: str, owner: str, subject: UUID, number: int) -> bytes:
    return b"".join(
        (prefixed(tenant.encode()), prefixed(owner.encode()), prefixed(subject.bytes), struct.pack(">q", number))
    )


def prefixed(part: bytes) -> bytes:
    """LP(x): the length as a signed 32-bit big-endian integer, then x."""
    return struct.pack(">i", len(part)) + part
