"""Ids: derived from what they stand for, so that a repeated request answers the same ones (formats 1a)."""

import hmac
import json
from datetime import datetime
from hashlib import sha256
from typing import NewType
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

MINQING = uuid5(NAMESPACE_URL, "urn:minqing")

Tenant = NewType("Tenant", str)  # a district: [a-z0-9-]{1,40}
AccountId = NewType("AccountId", UUID)
KeyId = NewType("KeyId", UUID)
UnitId = NewType("UnitId", UUID)
PlaceId = NewType("PlaceId", UUID)
PersonId = NewType("PersonId", UUID)
CampaignId = NewType("CampaignId", UUID)
StayId = NewType("StayId", UUID)
HouseholdId = NewType("HouseholdId", UUID)
VisitId = NewType("VisitId", UUID)
PairingId = NewType("PairingId", UUID)
ScreeningId = NewType("ScreeningId", UUID)
FilingId = NewType("FilingId", UUID)
MatterId = NewType("MatterId", UUID)  # a matter and the case it becomes share one id
SubscriptionId = NewType("SubscriptionId", UUID)

TENANT_PATTERN = r"^[a-z0-9-]{1,40}$"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def json_array(*parts: str | int) -> str:
    """J[…]: a compact JSON array, not ASCII-escaped."""
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def request_command(tenant: str, account: UUID, method: str, path: str, key: str) -> UUID:
    """The command of an HTTP request; `key` is its Idempotency-Key, `path` as it was sent."""
    return uuid5(MINQING, json_array(tenant, str(account), method, path, key))


def policy_command(fact: UUID, policy: str, step: str) -> UUID:
    """The command that a policy gives for a fact at one of its steps."""
    return uuid5(fact, f"{policy}/{step}")


def timer_command(tenant: str, stream: str, rule: str, n: int, due: datetime) -> UUID:
    """The command of a timer that fires; `n` tells the rungs of a rule apart."""
    return uuid5(MINQING, json_array(tenant, stream, rule, n, microseconds(due)))


def event_of(command: UUID, index: int) -> UUID:
    """Event `index` (from 0) of a command."""
    return uuid5(command, str(index))


def thing_of(command: UUID, kind: str, n: int = 1) -> UUID:
    """The new thing of a kind that a command makes; `n` (from 1) tells several apart."""
    return uuid5(command, kind if n == 1 else f"{kind}/{n}")


def imported(tenant: str, kind: str, code: str) -> UUID:
    """A thing that came by import: the district's own code decides, so twice is once."""
    return uuid5(MINQING, json_array(tenant, kind, code))


def reference(matter: UUID) -> str:
    """A matter's reference for people: the first 50 bits in Crockford base32, as FW62M-D0D1S."""
    bits = matter.int >> 78
    digits = "".join(_CROCKFORD[(bits >> shift) & 31] for shift in range(45, -1, -5))
    return f"{digits[:5]}-{digits[5:]}"


def first_of_reference(text: str) -> UUID:
    """The lowest id that has a reference; `text` is one, as FW62M-D0D1S. All others share its first 50 bits."""
    bits = 0
    for digit in text.replace("-", ""):
        bits = bits << 5 | _CROCKFORD.index(digit)
    return UUID(int=bits << 78)


def tracking_code(key: bytes, matter: UUID) -> str:
    """The eight digits with which a petitioner asks for progress; `key` is the district's tracking key."""
    digest = int(hmac.new(key, matter.bytes, sha256).hexdigest(), 16)
    return str(digest)[:8]


def microseconds(at: datetime) -> int:
    """Whole microseconds since 1970-01-01T00:00:00Z."""
    seconds = int(at.timestamp() // 1)
    return seconds * 1_000_000 + at.microsecond


def new_store() -> UUID:
    """The random name of a service's database, made once when it is created."""
    return uuid4()


def new_token() -> UUID:
    """The random name of a process among those that may move a follower's place."""
    return uuid4()


def new_look() -> UUID:
    """The random id under which it is recorded that somebody looked: each look is one of its own."""
    return uuid4()
