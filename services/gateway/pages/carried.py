"""A file on its way from 试导入 to 正式导入: it travels sealed through the page, so that it is chosen once."""

import base64
import hmac
import json
import zlib
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken

SECONDS = 3600
MOST_TEXT = 1 << 20  # half of what a request may bring, so that it may be sealed once more while a service is away
_MOST_BYTES = 8 << 20


@dataclass(frozen=True)
class Carried:
    """A file of a kind, of the account that chose it."""

    account: str
    kind: str
    name: str
    file: bytes


class Carrier:
    """Seals and opens; `master` is the gateway's master key."""

    def __init__(self, master: bytes) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(hmac.digest(master, b"files of imports", "sha256")))

    def close(self, carried: Carried) -> str:
        """The sealed text; "" for a file that is too large to travel."""
        head = json.dumps([carried.account, carried.kind, carried.name]).encode()
        text = self._fernet.encrypt(head + b"\n" + zlib.compress(carried.file)).decode()
        return text if len(text) <= MOST_TEXT else ""

    def open(self, text: str, account: str) -> Carried | None:
        """What a text holds; None for anything else, for another account, and after an hour."""
        try:
            head, _, packed = self._fernet.decrypt(text.encode(), SECONDS).partition(b"\n")
        except InvalidToken:
            return None
        whose, kind, name = json.loads(head)
        file = zlib.decompressobj().decompress(packed, _MOST_BYTES)
        return Carried(whose, kind, name, file) if whose == account else None
