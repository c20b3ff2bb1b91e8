"""The secrets of one installation: passwords, signing keys, master keys, each made once, in files of their own."""

import base64
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from deploy.minqing import place


@dataclass(frozen=True)
class Credentials:
    """Everything under `secrets/` of a data directory; what is not there yet is made when it is asked for."""

    directory: Path

    def passwords(self, service: str) -> dict[str, str]:
        """Of the database's roles, as shared.eventstore.provision asks for them."""
        return {
            "service": place.secret(self.directory, f"{service}.password"),
            "migrator": place.secret(self.directory, f"{service}.migrator.password"),
            "backup": place.secret(self.directory, "backup.password"),
        }

    def operator_password_file(self) -> Path:
        """Of the first operator."""
        place.secret(self.directory, "operator.password")
        return self._file("operator.password")

    def operator_password(self) -> str:
        """What the first operator types."""
        return self.operator_password_file().read_text()

    def master_key_file(self, service: str) -> Path:
        """32 random bytes in base64: wraps the keys of the service's sealed values."""
        return self._made(f"{service}.master", lambda: base64.b64encode(secrets.token_bytes(32)).decode())

    def signing_key_file(self, issuer: str) -> Path:
        """The issuer's Ed25519 key, PEM."""
        return self._made(f"{issuer}.signing.pem", _new_signing_key)

    def trusted_keys_file(self, issuers: Iterable[str]) -> Path:
        """The public keys of all who may sign, JSON: {issuer: PEM}."""
        trusted = json.dumps({issuer: _public(self.signing_key_file(issuer)) for issuer in issuers}, indent=1)
        path = self._made("trusted-keys.json", lambda: trusted)
        if path.read_text() != trusted:  # a release brought another issuer
            place.write_secret(path, trusted)
        return path

    def _made(self, name: str, make: Callable[[], str]) -> Path:
        path = self._file(name)
        if not path.exists():
            place.write_secret(path, make())
        return path

    def _file(self, name: str) -> Path:
        return self.directory / "secrets" / name


def _new_signing_key() -> str:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _public(key_file: Path) -> str:
    key = load_pem_private_key(key_file.read_bytes(), password=None).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
