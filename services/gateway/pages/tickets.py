"""What a page gives to its reader and gets back unread: whose form it is, and what was typed before.

All are sealed with a key made from the gateway's master key, so every gateway of the installation opens them.
"""

import base64
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar  # what was sealed is JSON

from cryptography.fernet import Fernet, InvalidToken

DRAFT_SECONDS = 3600
OPENING_SECONDS = 300
Typed = Sequence[tuple[str, str]]
"""Names and values of a form, in order; a name may come again."""


@dataclass(frozen=True)
class Ticket:
    """Who was given a form, in which session, and the Idempotency-Key under which it takes effect once.

    Nobody can make one for somebody else, so it also proves that a form came from a page of ours.
    """

    account: str
    session: str
    key: str


@dataclass(frozen=True)
class Draft:
    """What was typed in a form of an account, and where it was going."""

    account: str
    path: str
    key: str
    typed: Typed


@dataclass(frozen=True)
class Kept:
    """What an account has typed on the other pages of one form, as text of the page that keeps it at `path`."""

    account: str
    path: str
    text: str


S = TypeVar("S", Ticket, Draft, Kept)


class Seals:
    """Seals and opens; `master` is the gateway's master key."""

    def __init__(self, master: bytes) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(hmac.digest(master, b"forms of pages", "sha256")))

    def close(self, value: Ticket | Draft | Kept) -> str:
        """The sealed text."""
        text = json.dumps([type(value).__name__, asdict(value)], ensure_ascii=False)
        return self._fernet.encrypt(text.encode()).decode()

    def ticket(self, text: str, seconds: int | None = None) -> Ticket | None:
        """The ticket that a text is, None for anything else, and for one that was given longer ago than `seconds`."""
        return self._opened(text, Ticket, seconds)

    def draft(self, text: str) -> Draft | None:
        """The draft that a text is, None for anything else, and for one that was sealed more than an hour ago."""
        return self._opened(text, Draft, DRAFT_SECONDS)

    def is_draft(self, text: str) -> bool:
        """Whether a draft of ours was ever sealed as this text."""
        return self._opened(text, Draft, None) is not None

    def kept(self, text: str) -> Kept | None:
        """What was kept that a text is, None for anything else."""
        return self._opened(text, Kept, None)

    def _opened(self, text: str, shape: type[S], seconds: int | None) -> S | None:
        try:
            name, fields = self._read(text, seconds)
        except InvalidToken:
            return None
        return shape(**fields) if name == shape.__name__ else None

    def _read(self, text: str, seconds: int | None) -> tuple[str, dict[str, Any]]:
        name, fields = json.loads(self._fernet.decrypt(text.encode(), seconds))
        return str(name), fields


def new_key() -> str:
    """The Idempotency-Key of a form that is shown for the first time."""
    return secrets.token_urlsafe(18)
