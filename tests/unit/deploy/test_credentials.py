"""The keys and passwords of an installation: made once, and believed by whom they should be."""

import stat
from pathlib import Path

import pytest

from deploy.minqing import place
from deploy.minqing.credentials import Credentials
from deploy.minqing.process import CannotRun
from deploy.minqing.sheet import recovery_sheet
from shared.eventstore.seal import name_of
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
    for issuer in ("casework", "archive"):
        token = Signer.of(issuer, credentials.signing_key_file(issuer)).for_service()
        assert trusted.verify(token).service == issuer


def test_a_master_key_is_what_a_service_reads_as_one(credentials: Credentials) -> None:
    assert len(secret_of(credentials.master_key_file("ledger"))) == 32


def test_the_key_of_seals_is_made_once_and_its_public_half_lies_beside_it(credentials: Credentials) -> None:
    key = credentials.seal_key()
    assert credentials.seal_key().private_bytes_raw() == key.private_bytes_raw()
    assert credentials.seal_public_key_file().read_text() == name_of(key)


def test_an_installation_made_before_there_were_seals_is_told_what_to_do(credentials: Credentials) -> None:
    given = Credentials(credentials.folder, given=True)
    with pytest.raises(CannotRun, match=r"The secret .*/seal\.pem is missing: deploy/init makes it\."):
        given.seal_key()
    assert credentials.complete(ISSUERS)
    given.seal_key()


def test_a_lost_key_of_seals_is_not_replaced_in_silence(credentials: Credentials) -> None:
    credentials.complete(ISSUERS)
    (credentials.folder / "seal.pem").unlink()
    with pytest.raises(CannotRun, match=r"seal\.pem, is lost: put a copy of it back"):
        credentials.complete(ISSUERS)
    with pytest.raises(CannotRun, match=r"seal\.pem, is lost: put a copy of it back"):
        credentials.seal_key_file()
    (credentials.folder / "seal.pub").unlink()
    assert credentials.complete(ISSUERS)


def test_another_file_is_no_key_of_seals(credentials: Credentials) -> None:
    (credentials.folder / "seal.pem").write_text("seal")
    with pytest.raises(CannotRun, match=r"seal\.pem holds no Ed25519 key in PEM\."):
        credentials.seal_key()


def test_the_recovery_sheet_has_every_master_key_and_the_public_key_of_seals(credentials: Credentials) -> None:
    sheet = recovery_sheet(credentials, ISSUERS)
    for file in ("casework.master", "gateway.master", "seal.pub"):
        assert (credentials.folder / file).read_text() in sheet
    assert (credentials.folder / "seal.pem").read_text() not in sheet


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
