"""What the services of a test stand on: fresh databases, Redis, and keys by which they believe each other."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar  # settings by name

from joserfc.jwk import OKPKey

from shared.settings import KEY_BYTES, ServiceSettings
from shared.testing.databases import MakeDatabase
from shared.web.tokens import Signer

ISSUERS = ("gateway", "scheduling", "ledger", "casework", "notify")
S = TypeVar("S", bound=ServiceSettings)


@dataclass(frozen=True)
class Ground:
    """Of one test or module; `folder` holds the keys, `signers` sign in each one's name."""

    folder: Path
    make_database: MakeDatabase
    redis_url: str
    signers: Mapping[str, Signer]

    async def told(self, kind: type[S], service: str, **more: Any) -> S:
        """A service's settings, over a fresh database."""
        return kind(
            database_url=(await self.make_database(service)).url,
            redis_url=self.redis_url,
            port=0,
            connections=1,  # so whatever would need a second one while it has one waits in vain, and is found
            signing_key_file=self.folder / service,
            trusted_keys_file=self.folder / "trusted",
            master_key_file=self.folder / "master",
            **more,
        )


def ground_in(folder: Path, make_database: MakeDatabase, redis_url: str) -> Ground:
    """Ground with new keys in this folder."""
    make_keys(folder)
    return Ground(folder, make_database, redis_url, {issuer: Signer.of(issuer, folder / issuer) for issuer in ISSUERS})


def make_keys(folder: Path) -> None:
    """A file for each issuer's own key, `trusted` for all their public ones, `master` for sealed values, `seal`."""
    trusted = {}
    for issuer in ISSUERS:
        key = OKPKey.generate_key("Ed25519")
        (folder / issuer).write_bytes(key.as_pem(private=True))
        trusted[issuer] = key.as_pem(private=False).decode()
    (folder / "seal").write_bytes(OKPKey.generate_key("Ed25519").as_pem(private=True))
    (folder / "trusted").write_text(json.dumps(trusted))
    (folder / "master").write_text(base64.b64encode(bytes(KEY_BYTES)).decode())
