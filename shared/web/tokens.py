"""Internal tokens: short-lived, signed by the gateway or a service, read by every service (design 8)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any  # claims are JSON
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol, OKPKey
from pydantic import ValidationError

from shared import clock
from shared.event import Frozen, Instant
from shared.ids import CampaignId, PersonId, PlaceId, Tenant, UnitId
from shared.roles import Role
from shared.web.problems import Unauthenticated

LIFETIME_SECONDS = 60
_LEEWAY_SECONDS = 5
_ALGORITHM = "Ed25519"
_REMEMBERED = 1024  # tokens, of some 500 bytes each


class GrantClaim(Frozen):
    """A grant as the gateway keeps it; the service finds the subtrees."""

    role: Role
    unit: UnitId | None = None
    place: PlaceId | None = None
    campaign: CampaignId | None = None


class Claims(Frozen):
    """Who asks, in which district; `service` is set where a service asks for itself. `now` is a sandbox's clock.

    `maker`: of a key, the person who made it.
    """

    iss: str
    exp: int
    tenant: Tenant | None = None
    actor: str = ""
    account: UUID | None = None
    person: PersonId | None = None
    maker: PersonId | None = None
    unit: UnitId | None = None
    grants: tuple[GrantClaim, ...] = ()
    now: Instant | None = None
    service: str | None = None


@dataclass(frozen=True)
class Signer:
    """Signs in one issuer's name."""

    issuer: str
    key: OKPKey

    @classmethod
    def of(cls, issuer: str, key_file: Path) -> "Signer":
        """The issuer's key, from a PEM file."""
        return cls(issuer, OKPKey.import_key(key_file.read_bytes()))

    def sign(self, claims: Mapping[str, Any]) -> str:
        """A token that lives for a minute; `claims` as in `Claims`, without iss and exp."""
        lives_until = int(clock.now().timestamp()) + LIFETIME_SECONDS
        header = {"alg": _ALGORITHM, "kid": self.issuer}
        return jwt.encode(header, {**claims, "iss": self.issuer, "exp": lives_until}, self.key, algorithms=[_ALGORITHM])

    def for_service(self, tenant: Tenant | None = None) -> str:
        """A token with which this service asks another for itself."""
        return self.sign({"service": self.issuer, "tenant": tenant, "actor": f"service:{self.issuer}"})


class Verifier:
    """Knows the public keys of all who may sign, and the tokens that it read last: one is good for many requests."""

    def __init__(self, keys: Mapping[str, OKPKey]) -> None:
        self._keys = keys
        self._read = lru_cache(_REMEMBERED)(self._claims)

    @classmethod
    def of(cls, trusted_keys_file: Path) -> "Verifier":
        """The trusted issuers, from a JSON file of public keys in PEM."""
        trusted = json.loads(trusted_keys_file.read_text())
        return cls({issuer: OKPKey.import_key(pem) for issuer, pem in trusted.items()})

    def verify(self, token: str) -> Claims:
        """What the token says. Raises Unauthenticated for one that is forged, changed, expired or of nobody known."""
        try:
            claims = self._read(token)
        except (JoseError, ValidationError, ValueError, KeyError) as error:
            raise Unauthenticated() from error
        if claims.exp + _LEEWAY_SECONDS < clock.now().timestamp() or claims.service not in (None, claims.iss):
            raise Unauthenticated()
        return claims

    def _claims(self, token: str) -> Claims:
        """What was signed, at whatever time."""
        return Claims.model_validate_json(json.dumps(self._decoded(token)))

    def _decoded(self, token: str) -> dict[str, Any]:
        decoded = jwt.decode(token, self._key_named, algorithms=[_ALGORITHM])
        if decoded.claims.get("iss") != decoded.header.get("kid"):
            raise ValueError("signed by another than it says")
        return decoded.claims

    def _key_named(self, signed: GuestProtocol) -> OKPKey:
        return self._keys[str(signed.headers()["kid"])]
