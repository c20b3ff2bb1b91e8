"""The seal of a log (formats 3): its head, signed. Who keeps one can tell later whether it is still the same log."""

import base64
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.eventstore.chain import i64, text
from shared.eventstore.connect import Database
from shared.eventstore.export import snapshot
from shared.ids import Tenant, microseconds
from shared.sealed import prefixed

FORMAT = "minqing-seal/1"
_END = """
SELECT s.service, s.store, e.position, e.hash, clock_timestamp() AS time, h.hash = e.hash AS agreed
FROM log.store s, log.events e LEFT JOIN log.heads h USING (tenant, position)
WHERE e.tenant = $1 ORDER BY e.position DESC LIMIT 1
"""


@dataclass(frozen=True)
class LogHead:
    """What a seal says: whose log, how far it went at which moment, and the hash there."""

    service: str
    store: UUID
    tenant: Tenant
    position: int
    hash: bytes
    time: datetime


async def head_to_seal(database: Database, tenant: Tenant) -> LogHead:
    """A district's head now, by the database's clock. Raises ValueError when there is none that could be sealed."""
    async with snapshot(database, tenant) as connection:
        end = await connection.fetchrow(_END, tenant)
    if end is None:
        raise ValueError(f"the log of {tenant} holds nothing yet")
    if not end["agreed"]:
        raise ValueError(f"the last event of {tenant}, at {end['position']}, is not the head that the log keeps")
    return LogHead(end["service"], end["store"], tenant, end["position"], end["hash"], end["time"])


def seal_of(head: LogHead, key: Ed25519PrivateKey) -> str:
    """The head, signed: one line of JSON."""
    said = asdict(head) | {
        "store": str(head.store),
        "hash": head.hash.hex(),
        "time": head.time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "key": name_of(key),
        "signature": _base64(key.sign(signed_bytes(head))),
    }
    return json.dumps({"format": FORMAT, **said}, separators=(",", ":")) + "\n"


def signed_bytes(head: LogHead) -> bytes:
    """What the signature is over."""
    names = (text(FORMAT), text(head.service), prefixed(head.store.bytes), text(head.tenant))
    return b"".join((*names, i64(head.position), head.hash, i64(microseconds(head.time))))


def name_of(key: Ed25519PrivateKey) -> str:
    """The public key as seals write it, by which others know who made them."""
    return _base64(key.public_key().public_bytes_raw())


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
