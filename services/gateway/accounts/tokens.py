"""What a session, a key or a one-time link shows: it names its district openly, and only its hash is kept."""

import base64
import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from services.gateway.accounts.tables import OPERATORS
from shared.ids import Tenant

Kind = Literal["session", "key", "link"]
_WORDS: dict[Kind, str] = {"session": "mqs", "key": "mqk", "link": "mql"}
_KINDS: dict[str, Kind] = {word: kind for kind, word in _WORDS.items()}


@dataclass(frozen=True)
class Token:
    """A token as it was sent: its kind, its district, and the hash by which it is found."""

    kind: Kind
    tenant: Tenant
    hash: bytes


def read(text: str) -> Token | None:
    """The token a text is, None for anything else."""
    match text.split("."):
        case [word, tenant, secret] if word in _KINDS and secret:
            return Token(_KINDS[word], Tenant(tenant) or OPERATORS, hashed(text))
        case _:
            return None


def written(kind: Kind, tenant: Tenant, secret: bytes) -> str:
    """The text of a token; an operator's names no district."""
    district = "" if tenant == OPERATORS else tenant
    return f"{_WORDS[kind]}.{district}.{_text(secret)}"


def new(kind: Kind, tenant: Tenant) -> str:
    """A new token, which nobody can make again."""
    return written(kind, tenant, secrets.token_bytes(32))


def hashed(text: str) -> bytes:
    """What is kept of a token: it has 256 random bits, so one quick hash is enough."""
    return sha256(text.encode()).digest()


def csrf_of(session: str) -> str:
    """What a page sends beside its cookie; only who knows the session's token can make it."""
    return _text(hmac.digest(session.encode(), b"csrf", "sha256"))


def _text(secret: bytes) -> str:
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")
