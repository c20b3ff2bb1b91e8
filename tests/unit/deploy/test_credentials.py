"""The keys and passwords of an installation: made once, and believed by whom they should be."""

import stat
from pathlib import Path

import pytest

from deploy.minqing import place
from deploy.minqing.credentials import Credentials
from shared.settings import secret_of
from shared.web.problems import Unauthenticated
from shared.web.tokens import Signer, Verifier

ISSUERS = ("casework", "gateway")


@pytest.fixture
def credentials(tmp_path: Path) -> Credentials:
    return Credentials(place.prepare(tmp_path / "data") / "secrets")


def test_what_one_service_signs_is_believed_by_all(credentials: Credentials) -> None:
    token = Signer.of("casework", credentials.signing_key_file("casework")).for_service()
    assert Verifier.of(credentials.trusted_keys_file(ISSUERS)).verify(token).service == "casework"


def test_nobody_signs_in_the_name_of_another(credentials: Credentials) -> None:
    token = Signer.of("gateway", credentials.signing_key_file("casework")).for_service()
    with pytest.raises(Unauthenticated):
        Verifier.of(credentials.trusted_keys_file(ISSUERS)).verify(token)


def test_a_later_release_may_bring_another_issuer(credentials: Credentials) -> None:
    credentials.trusted_keys_file(ISSUERS)
    trusted = Verifier.of(credentials.trusted_keys_file((*ISSUERS, "archive")))
    assert set(trusted.keys) == {"casework", "gateway", "archive"}


def test_a_master_key_is_what_a_service_reads_as_one(credentials: Credentials) -> None:
    assert len(secret_of(credentials.master_key_file("ledger"))) == 32


def test_every_secret_is_made_once_and_only_its_owner_reads_it(credentials: Credentials) -> None:
    def all_of_them() -> list[str]:
        credentials.passwords("ledger")
        credentials.operator_password()
        credentials.master_key_file("ledger")
        credentials.trusted_keys_file(ISSUERS)
        files = sorted(credentials.folder.iterdir())
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        return [file.read_text() for file in files]

    first = all_of_them()
    assert len(first) == 8
    assert all_of_them() == first
    assert len(set(first)) == len(first)
