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
)

from deploy.minqing import place
from deploy.minqing.process import CannotRun
from shared.eventstore.seal import name_of
from shared.settings import signing_key_of

_LENT = 0o444


@dataclass(frozen=True)
class Credentials:
    """Everything in a folder of secrets.

    What is not there yet is made when it is asked for, unless somebody else makes it (`given`): then it is missing.
    """

    folder: Path
    given: bool = False

    def passwords(self, service: str) -> dict[str, str]:
        """Of the database's roles, as shared.eventstore.provision asks for them."""
        return {
            "service": self.password(service),
            "migrator": self.migrator_password(service),
            "backup": self.backup_password(),
        }

    def password(self, service: str) -> str:
        """Of the role that the service runs as."""
        return self._password(f"{service}.password")

    def migrator_password(self, service: str) -> str:
        """Of the role that changes the shape of its database."""
        return self._password(f"{service}.migrator.password")

    def backup_password(self) -> str:
        """Of the role that reads every database and writes none."""
        return self._password("backup.password")

    def superuser_password(self) -> str:
        """Of PostgreSQL's superuser."""
        return self._password("postgres")

    def redis_password(self) -> str:
        """Of the doorbell."""
        return self._password("redis")

    def operator_password_file(self) -> Path:
        """Of the first operator."""
        return self._made("operator.password", _new_password)

    def operator_password(self) -> str:
        """What the first operator types."""
        return self.operator_password_file().read_text()

    def master_key_file(self, service: str) -> Path:
        """32 random bytes in base64: wraps the keys of the service's sealed values."""
        return self._made(f"{service}.master", lambda: base64.b64encode(secrets.token_bytes(32)).decode())

    def signing_key_file(self, issuer: str) -> Path:
        """The issuer's Ed25519 key, PEM."""
        return self._made(f"{issuer}.signing.pem", _new_signing_key)

    def seal_key(self) -> Ed25519PrivateKey:
        """The key that signs the seals of logs."""
        return _signing_key(self.seal_key_file())

    def seal_key_file(self) -> Path:
        """Where it is, PEM: the ledger signs the seals on its receipts with it. Raises CannotRun when it was lost."""
        self._require_no_lost_seal_key()
        return self._made("seal.pem", _new_signing_key)

    def seal_public_key_file(self) -> Path:
        """Its public key, as seals write it: for those who check them."""
        name = name_of(self.seal_key())
        path = self._made("seal.pub", lambda: name)
        if path.read_text() != name:  # somebody put another key there
            place.write_secret(path, name)
        return path

    def trusted_keys_file(self, issuers: Iterable[str]) -> Path:
        """The public keys of all who may sign, JSON: {issuer: PEM}."""
        trusted = json.dumps({issuer: _public(self.signing_key_file(issuer)) for issuer in issuers}, indent=1)
        path = self._made("trusted-keys.json", lambda: trusted)
        if path.read_text() != trusted:  # a release brought another issuer
            place.write_secret(path, trusted)
        return path

    def complete(self, services: Iterable[str]) -> bool:
        """Make all that an installation in containers needs, and say whether anything was missing.

        Raises CannotRun when a master key is gone: a new one would open nothing of what the old one sealed; or the
        key of seals: those who check seals know it.
        """
        before = set(self.folder.iterdir())
        self.seal_key_file()
        for service in (services := list(services)):
            self._require_no_lost_master(service)
            self.master_key_file(service)
            self.passwords(service)
        self.trusted_keys_file(services)
        self.seal_public_key_file()
        self.operator_password()
        self.superuser_password()
        self.redis_password()
        return set(self.folder.iterdir()) != before

    def lend(self) -> None:
        """Let the containers' users read each file that they are given; the folder keeps everybody else out."""
        for file in self.folder.iterdir():
            file.chmod(_LENT)

    def _require_no_lost_master(self, service: str) -> None:
        master = self.folder / f"{service}.master"
        if (self.folder / f"{service}.password").exists() and not master.exists():
            raise CannotRun(
                f"The master key {master.name} is lost, and a new one would not open what is sealed: "
                "write it into that file from the recovery sheet, or from a copy."
            )

    def _require_no_lost_seal_key(self) -> None:
        if (self.folder / "seal.pub").exists() and not (self.folder / "seal.pem").exists():
            raise CannotRun(
                "The key of seals, seal.pem, is lost: put a copy of it back. Where there is none, remove seal.pub to "
                "have another made, and tell its public key to all who check seals; older seals keep their worth."
            )

    def _password(self, name: str) -> str:
        return self._made(name, _new_password).read_text()

    def _made(self, name: str, make: Callable[[], str]) -> Path:
        path = self.folder / name
        if not path.exists() and self.given:
            raise CannotRun(f"The secret {path} is missing: deploy/init makes it.")
        if not path.exists():
            place.write_secret(path, make())
        return path


def _new_password() -> str:
    return secrets.token_urlsafe(24)


def _new_signing_key() -> str:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _signing_key(file: Path) -> Ed25519PrivateKey:
    try:
        return signing_key_of(file)
    except ValueError as error:
        raise CannotRun(f"The secret {file} holds no Ed25519 key in PEM.") from error


def _public(key_file: Path) -> str:
    key = _signing_key(key_file).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
