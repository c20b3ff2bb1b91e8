"""Keys for one house of tests."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def key_files(folder: Path, issuers: Sequence[str]) -> Mapping[str, Path]:
    """The files that a service is told, by issuer; `trusted` and `master` besides."""
    files = {name: folder / name for name in (*issuers, "trusted", "master")}
    trusted = {}
    for issuer in issuers:
        key = Ed25519PrivateKey.generate()
        pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
        files[issuer].write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
        public = key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
        trusted[issuer] = public.decode()
    files["trusted"].write_text(json.dumps(trusted))
    files["master"].write_text("A" * 43 + "=")
    return files
