"""docker-compose.yml and deploy/.env.example: every setting can be set, and every one that can be is explained."""

import re
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from services.casework.settings import Settings as Casework
from services.gateway.settings import Settings as Gateway
from services.ledger.settings import Settings as Ledger
from services.notify.settings import Settings as Notify
from services.scheduling.settings import Settings as Scheduling
from shared.settings import ServiceSettings, TracesSettings
from tests import servers

ROOT = Path(__file__).parents[3]
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
EXAMPLE = (ROOT / "deploy" / ".env.example").read_text(encoding="utf-8")
SERVICES: dict[str, type[ServiceSettings]] = {
    "CASEWORK": Casework,
    "GATEWAY": Gateway,
    "LEDGER": Ledger,
    "NOTIFY": Notify,
    "SCHEDULING": Scheduling,
}
SETTINGS: dict[str, type[BaseSettings]] = {**SERVICES, "OTEL": TracesSettings}
LEFT_OUT = {"MIGRATOR_URL", "DRAIN_SECONDS"}  # another container migrates; the grace period of a stop fits the default
NOT_FOR_THE_GATEWAY = {"TRUSTED_KEYS_FILE"}
OPERATORS = set(re.findall(r"\$\{(\w+)", COMPOSE)) | set(
    re.findall(r"^ +((?:GATEWAY|NOTIFY|OTEL)_\w+):$", COMPOSE, re.MULTILINE)
)
EXPLAINED = dict(re.findall(r"^#?([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))


@pytest.mark.parametrize("prefix", SERVICES)
def test_a_service_is_told_all_that_it_can_be_told(prefix: str) -> None:
    fields = {name.upper() for name in SETTINGS[prefix].model_fields} - LEFT_OUT
    if prefix == "GATEWAY":
        fields -= NOT_FOR_THE_GATEWAY
    assert set(re.findall(rf"^ +{prefix}_(\w+):", COMPOSE, re.MULTILINE)) == fields


def test_each_service_is_told_who_follows_traces() -> None:
    told = sorted(re.findall(r"^ +OTEL_(\w+):$", COMPOSE, re.MULTILINE))
    assert told == sorted(name.upper() for name in TracesSettings.model_fields for _ in SERVICES)


def test_all_that_an_operator_may_set_is_explained() -> None:
    assert set(EXPLAINED) == OPERATORS


def test_what_is_said_to_be_the_default_is() -> None:
    for name, value in EXPLAINED.items():
        assert default_of(name) in (value, None), name


def default_of(variable: str) -> str | None:
    """What holds when the variable is not set, None when it must be."""
    if (said := re.search(rf"\$\{{{variable}:-([^}}]*)\}}", COMPOSE)) or f"${{{variable}:?" in COMPOSE:
        return said[1] if said else None
    prefix, _, name = variable.partition("_")
    default = SETTINGS[prefix].model_fields[name.lower()].get_default()
    return "" if default == () else str(default).lower()


def test_the_servers_of_the_tests_are_those_that_are_deployed() -> None:
    images = set(re.findall(r"^    image: ([a-z].*)$", COMPOSE, re.MULTILINE))
    assert images == {servers.POSTGRES_IMAGE, servers.REDIS_IMAGE}
