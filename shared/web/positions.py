"""`Minqing-Position`: an opaque word by which whoever writes reads what they wrote, on any replica.

Opaque, since a position counts every event of the district: two of them would tell how much happened in between that
one does not see, and a made-up one whether the log has got so far. So it is sealed, for its service and district.
"""

import base64
import binascii
import re
import secrets
import struct
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.ids import Tenant
from shared.sealed import NONCE_BYTES
from shared.web.problems import WebError


@dataclass(frozen=True)
class Positions:
    """Gives and reads the words of one service; `key`: 32 bytes, the same on every replica."""

    service: str
    key: bytes

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self.key)

    def word(self, tenant: Tenant, position: int) -> str:
        """The word for a position of this service's log of a district."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        box = self._cipher.encrypt(nonce, struct.pack(">q", position), self._bound(tenant))
        return f"{self.service}.{base64.urlsafe_b64encode(nonce + box).decode().rstrip('=')}"

    def sent(self, tenant: Tenant, header: str) -> int:
        """The position that the asker has written here, 0 for none; words of other services are passed over.

        Raises WebError for a word that is none of ours.
        """
        words = [_parted(word.strip()) for word in header.split(",") if word.strip()]
        return max((self._read(tenant, box) for service, box in words if service == self.service), default=0)

    def _read(self, tenant: Tenant, box: bytes) -> int:
        try:
            plain = self._cipher.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], self._bound(tenant))
        except (InvalidTag, ValueError) as error:
            raise WebError("position-malformed") from error
        position: int = struct.unpack(">q", plain)[0]
        return position

    def _bound(self, tenant: Tenant) -> bytes:
        return f"{self.service} {tenant}".encode()


_WORD = re.compile(r"([a-z]+)\.([\w-]+)", re.ASCII)


def newest(header: str) -> str:
    """The words of a header, of each service only the last one; what is none of ours is left out."""
    last: dict[str, str] = {}
    for word in header.split(","):
        if found := _WORD.fullmatch(word.strip()):
            last[found[1]] = found[0]
    return ",".join(word for _, word in sorted(last.items()))


def _parted(word: str) -> tuple[str, bytes]:
    found = _WORD.fullmatch(word)
    if found is None:
        raise WebError("position-malformed")
    try:
        return found[1], base64.urlsafe_b64decode(found[2] + "=" * (-len(found[2]) % 4))
    except binascii.Error as error:
        raise WebError("position-malformed") from error
