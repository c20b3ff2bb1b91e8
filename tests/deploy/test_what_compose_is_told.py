"""docker-compose.yml as compose itself reads it: who waits for whom, and what each container is given."""

import json
from collections.abc import Mapping
from typing import Any  # what compose tells is JSON

import pytest

from tests.deploy.checkout import SERVICES, Checkout

DONE, HEALTHY = "service_completed_successfully", "service_healthy"
SERVERS, ONCE, COMMANDS = {"postgres", "redis"}, {"provision", "migrations"}, {"minqing", "recovery", "init"}
PLACES = {"postgres": "/var/lib/postgresql/data", "redis": "/data", "minqing": "/home/minqing"}
MEGABYTE = 1 << 20

Told = Mapping[str, Any]


@pytest.fixture(scope="module")
def told(checkout: Checkout) -> Told:
    """All of it, with defaults and what is said once for many put in their places."""
    everything = "docker compose --profile operators --profile init config --format json"
    read: Told = json.loads(checkout.does(everything, MINQING_SECRETS="deploy/secrets"))
    return read


def waits_for(told: Told, name: str) -> set[tuple[str, str]]:
    """What has to be so before this one starts, also what those wait for that it waits for."""
    direct = {(of, how["condition"]) for of, how in (told["services"][name].get("depends_on") or {}).items()}
    return direct.union(*(waits_for(told, of) for of, _ in direct))


def test_these_are_all(told: Told) -> None:
    assert set(told["services"]) == {*SERVICES, *SERVERS, *ONCE, *COMMANDS}


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_waits_for_its_migrations_the_database_and_redis(told: Told, service: str) -> None:
    before = {("migrations", DONE), ("provision", DONE), ("postgres", HEALTHY), ("redis", HEALTHY)}
    assert before <= waits_for(told, service)


def test_the_gateway_comes_after_the_four_services(told: Told) -> None:
    assert {(service, HEALTHY) for service in SERVICES if service != "gateway"} <= waits_for(told, "gateway")


def test_what_serves_is_started_again_and_what_runs_once_is_not(told: Told) -> None:
    again = {name: one["restart"] for name, one in told["services"].items()}
    assert {name for name, policy in again.items() if policy == "unless-stopped"} == {*SERVICES, *SERVERS}
    assert {name for name, policy in again.items() if policy == "no"} == {*ONCE, *COMMANDS}


def test_each_has_its_limits_and_rotates_its_log(told: Told) -> None:
    for name, one in told["services"].items():
        limits = one["deploy"]["resources"]["limits"]
        assert 0 < int(limits["memory"]) <= 1024 * MEGABYTE, name
        assert 0 < limits["pids"] <= 512, name
        assert name not in SERVICES or limits["cpus"] == 1, name
        assert one["logging"] == {"driver": "json-file", "options": {"max-file": "5", "max-size": "10m"}}, name


def test_data_stay_in_named_volumes(told: Told) -> None:
    kept = {name: one.get("volumes") or [] for name, one in told["services"].items()}
    (secrets,) = kept.pop("init")
    assert (secrets["type"], secrets["target"]) == ("bind", "/secrets")
    found = {
        name: [(one["type"], one["source"], one["target"]) for one in all_of_it] for name, all_of_it in kept.items()
    }
    assert {name: volumes for name, volumes in found.items() if volumes} == {
        name: [("volume", name, target)] for name, target in PLACES.items()
    }
    assert set(told["volumes"]) == set(PLACES)


def test_a_secret_is_a_file_and_no_environment_holds_one(told: Told) -> None:
    assert {
        name for name, one in told["secrets"].items() if not one["file"].endswith(f"/deploy/secrets/{name}")
    } == set()
    secret = {
        (name, variable)
        for name, one in told["services"].items()
        for variable in one.get("environment") or {}
        if any(word in variable for word in ("PASSWORD", "KEY", "SECRET", "TOKEN"))
    }
    plain = {(name, variable) for name, variable in secret if not variable.endswith("_FILE")}
    assert plain == {("gateway", "GATEWAY_PASSWORD_MEMORY_KIB"), ("gateway", "GATEWAY_PASSWORD_ROUNDS")}  # how hashed
    for name, variable in secret - plain:
        one = told["services"][name]
        given = {given["source"] for given in one["secrets"]}
        assert one["environment"][variable].removeprefix("/run/secrets/") in given, (name, variable)


def test_only_the_gateway_is_published_and_for_this_machine_alone(told: Told) -> None:
    published = {name: one["ports"] for name, one in told["services"].items() if one.get("ports")}
    assert set(published) == {"gateway"}
    assert [(one["host_ip"], one["target"]) for one in published["gateway"]] == [("127.0.0.1", 8080)]
    assert told["networks"]["inside"]["internal"] is True
    assert {name for name, one in told["services"].items() if "outside" in (one.get("networks") or {})} == {
        "gateway",
        "notify",
    }
