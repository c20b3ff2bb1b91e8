"""What a service is told at its start, with secrets in files; what is missing ends the start with one line."""

import base64
import json
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey
from pydantic_settings import BaseSettings

from services.casework.settings import Settings
from services.ledger.settings import Settings as Ledger
from shared.settings import TracesSettings, settings_or_end

PASSWORD = "a/b@c:d"  # what must not be taken for a part of the address


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with every secret of casework, and of the ledger but one, and an environment that names them."""
    secrets = {
        "DATABASE_PASSWORD_FILE": PASSWORD + "\n",
        "REDIS_PASSWORD_FILE": "doorbell",
        "SIGNING_KEY_FILE": "a key",
        "TRUSTED_KEYS_FILE": json.dumps({}),
        "MASTER_KEY_FILE": base64.b64encode(bytes(32)).decode(),
    }
    for name, content in secrets.items():
        (tmp_path / name).write_text(content)
    said = {
        **{name: str(tmp_path / name) for name in secrets},
        "DATABASE_URL": "postgresql://minqing_casework@postgres/minqing_casework",
        "REDIS_URL": "redis://redis:6380/0",
        "PORT": "8080",
    }
    for name, value in said.items():
        monkeypatch.setenv(f"CASEWORK_{name}", value)
        monkeypatch.setenv(f"LEDGER_{name}", value)
    monkeypatch.setenv("LEDGER_SEAL_KEY_FILE", str(tmp_path / "SEAL_KEY_FILE"))
    return tmp_path


def ending(read: type[BaseSettings] = Settings) -> str:
    """What the process says when it cannot start."""
    with pytest.raises(SystemExit) as end:
        settings_or_end(read)
    return str(end.value.code)


def test_passwords_come_from_their_files(told: Path) -> None:
    settings = settings_or_end(Settings)
    assert settings.database_url == "postgresql://minqing_casework:a%2Fb%40c%3Ad@postgres/minqing_casework"
    assert settings.redis_url == "redis://:doorbell@redis:6380/0"


def test_without_such_files_an_address_is_taken_as_it_is(told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CASEWORK_DATABASE_PASSWORD_FILE")
    monkeypatch.setenv("CASEWORK_DATABASE_URL", "postgresql://me:mine@127.0.0.1:5432/x")
    assert settings_or_end(Settings).database_url == "postgresql://me:mine@127.0.0.1:5432/x"


@pytest.mark.parametrize("secret", ["DATABASE_PASSWORD_FILE", "SIGNING_KEY_FILE", "MASTER_KEY_FILE"])
def test_a_missing_secret_ends_the_start_with_one_line_that_names_it(told: Path, secret: str) -> None:
    (told / secret).unlink()
    assert ending() == f"CASEWORK_{secret}: {told / secret} cannot be read (No such file or directory)"


@pytest.mark.parametrize("content", ["", "too short", base64.b64encode(bytes(31)).decode()])
def test_a_master_key_that_is_none_is_told_before_anything_is_opened(told: Path, content: str) -> None:
    (told / "MASTER_KEY_FILE").write_text(content)
    assert ending() == f"CASEWORK_MASTER_KEY_FILE: {told / 'MASTER_KEY_FILE'} must hold 32 bytes in base64"


def test_the_ledger_does_not_start_without_the_key_of_its_seals(told: Path) -> None:
    file = told / "SEAL_KEY_FILE"
    file.write_bytes(OKPKey.generate_key("Ed25519").as_pem(private=True))
    assert settings_or_end(Ledger).seal_key_file == file
    file.write_text("a key")
    assert ending(Ledger) == f"LEDGER_SEAL_KEY_FILE: {file} must hold an Ed25519 key in PEM"
    file.unlink()
    assert ending(Ledger) == f"LEDGER_SEAL_KEY_FILE: {file} cannot be read (No such file or directory)"


def test_what_was_not_said_is_named_by_its_variable(told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CASEWORK_PORT")
    monkeypatch.setenv("CASEWORK_DRAIN_SECONDS", "long")
    assert sorted(line.split(":")[0] for line in ending().split("; ")) == ["CASEWORK_DRAIN_SECONDS", "CASEWORK_PORT"]


def test_traces_are_wanted_where_a_collector_is_named_and_what_was_said_is_handed_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert (TracesSettings().are_wanted, TracesSettings().environment()) == (False, {})

    said = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", "OTEL_TRACES_SAMPLER": "always_off"}
    for name, value in said.items():
        monkeypatch.setenv(name, value)

    assert (TracesSettings().are_wanted, TracesSettings().environment()) == (True, said)


def test_which_traces_are_followed_is_no_word_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "ParentBased_TraceIdRatio")
    assert settings_or_end(TracesSettings).traces_sampler == "parentbased_traceidratio"

    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "parentbased_always")
    assert ending(TracesSettings).startswith("OTEL_TRACES_SAMPLER: Input should be 'always_on', 'always_off'")
