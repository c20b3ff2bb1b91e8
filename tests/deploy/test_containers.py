"""What runs in which container, with which rights, and what comes of it when something ends."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any  # what the engine tells is JSON

import httpx
import pytest

from deploy.minqing.process import wait_until
from tests.deploy.checkout import SERVICES, Checkout

SERVERS = ("postgres", "redis")
ONCE = ("provision", "migrations")
PATIENCE = 120
MEGABYTE = 1 << 20
PYTHON = "/opt/minqing/venv/bin/python"

Containers = Mapping[str, Mapping[str, Any]]


@pytest.fixture
def containers(up: Checkout) -> Containers:
    return up.containers()


def test_all_are_there_and_healthy_and_what_runs_once_has_done_its_work(containers: Containers) -> None:
    assert set(containers) == {*SERVERS, *ONCE, *SERVICES}
    assert {containers[name]["State"]["Health"]["Status"] for name in (*SERVERS, *SERVICES)} == {"healthy"}
    assert {(containers[name]["State"]["Status"], containers[name]["State"]["ExitCode"]) for name in ONCE} == {
        ("exited", 0)
    }


def test_each_started_once_what_it_waits_for_was_there(containers: Containers) -> None:
    def at(name: str, what: str) -> datetime:
        return datetime.fromisoformat(containers[name]["State"][what][:19])  # to the second

    assert at("postgres", "StartedAt") <= at("provision", "StartedAt")
    assert at("provision", "FinishedAt") <= at("migrations", "StartedAt")
    others = [name for name in SERVICES if name != "gateway"]
    assert at("migrations", "FinishedAt") <= min(at(name, "StartedAt") for name in others)
    assert at("redis", "StartedAt") <= min(at(name, "StartedAt") for name in others)
    assert max(at(name, "StartedAt") for name in others) <= at("gateway", "StartedAt")


def test_the_gateway_answers_on_this_machine_and_nothing_else_is_published(
    up: Checkout, containers: Containers
) -> None:
    assert httpx.get(f"{up.url}/readyz", trust_env=False).json()["ready"] is True
    bound = {name: one["HostConfig"]["PortBindings"] for name, one in containers.items()}
    assert bound.pop("gateway") == {"8080/tcp": [{"HostIp": "127.0.0.1", "HostPort": str(up.port)}]}
    assert not any(bound.values())


def test_an_invitation_opens_in_a_browser_of_this_machine(up: Checkout) -> None:
    up.does("docker compose run --rm minqing district create lianhu 莲湖区")
    link = up.does("docker compose run --rm minqing admin invite lianhu admin").split()[-1]
    assert link.startswith(f"{up.url}/link/")
    assert httpx.get(link, trust_env=False).is_success


def test_the_doctor_finds_nothing_wrong_and_says_what_it_does_not_see(up: Checkout) -> None:
    said = json.loads(up.does("docker compose run --rm minqing doctor --json"))
    assert said["well"], [one for one in said["findings"] if one["state"] == "wrong"]
    assert [one["what"] for one in said["findings"] if one["state"] == "not known"] == ["disk of PostgreSQL"]
    assert {one["service"] for one in said["findings"] if one["what"] == "service"} == set(SERVICES)


def test_only_the_gateway_and_notify_have_a_way_out(up: Checkout, containers: Containers) -> None:
    outside = {name for name, one in containers.items() if f"{up.name}_outside" in one["NetworkSettings"]["Networks"]}
    assert outside == {"gateway", "notify"}
    assert up.does(f"docker network inspect -f '{{{{.Internal}}}}' {up.name}_inside").strip() == "true"


def test_each_is_an_ordinary_user_without_rights_to_spare(containers: Containers) -> None:
    for name, one in containers.items():
        host = one["HostConfig"]
        assert one["Config"]["User"] in ("minqing", *SERVERS), name
        assert host["ReadonlyRootfs"], name
        assert host["CapDrop"] == ["ALL"], name
        assert not host["CapAdd"], name
        assert "no-new-privileges:true" in host["SecurityOpt"], name
        assert not host["Privileged"], name


def test_each_has_its_limits_and_rotates_its_log(containers: Containers) -> None:
    for name, one in containers.items():
        host = one["HostConfig"]
        assert 0 < host["Memory"] <= 1024 * MEGABYTE, name
        assert 0 < host["PidsLimit"] <= 512, name
        assert host["LogConfig"] == {"Type": "json-file", "Config": {"max-file": "5", "max-size": "10m"}}, name
        assert host["RestartPolicy"]["Name"] == ("no" if name in ONCE else "unless-stopped"), name


def test_each_service_is_given_its_own_secrets_alone(containers: Containers) -> None:
    for name in SERVICES:
        given = {mount["Destination"].removeprefix("/run/secrets/") for mount in containers[name]["Mounts"]}
        own = {f"{name}.password", f"{name}.signing.pem", f"{name}.master"}
        own |= {"seal.pem"} if name == "ledger" else set()
        assert given - own == {"redis", "operator.password" if name == "gateway" else "trusted-keys.json"}
        assert own <= given


def test_no_secret_is_in_an_environment_a_command_line_or_a_log(up: Checkout, containers: Containers) -> None:
    told = json.dumps([[one["Config"], one["Args"]] for one in containers.values()])
    running = "".join(up.does(f"docker top {containers[name]['Id']} -eo pid,args") for name in (*SERVERS, *SERVICES))
    logs = up.does("docker compose logs --no-color")
    secrets = [file.read_text() for file in up.secrets.iterdir() if file.name != "trusted-keys.json"]
    assert "serve" in running
    assert '"event"' in logs
    for secret in secrets:
        assert secret not in told
        assert secret not in running
        assert secret not in logs


def test_the_image_has_what_runs_and_nothing_that_builds(up: Checkout) -> None:
    def inside(script: str) -> list[str]:
        return up.does(f"docker run --rm --network none {up.image} sh -c '{script}'").split()

    (image,) = json.loads(up.does(f"docker image inspect {up.image}"))
    assert image["Size"] < 450 * MEGABYTE
    assert image["Config"]["User"] == "minqing"
    assert inside("for tool in pip gcc cc make curl python; do command -v $tool; done; true") == [PYTHON]
    modules = "pip ensurepip setuptools mypy pytest psutil"
    assert inside(f'python -c "from importlib.util import *; print(*filter(find_spec, \\"{modules}\\".split()))"') == [
        "psutil"
    ]
    held = inside("find /opt/minqing/app /home/minqing")
    assert "/opt/minqing/app/services/gateway/main.py" in held
    assert not [file for file in held if "secrets" in file or "/testing" in file or file.endswith(".env")]


def test_redis_keeps_an_append_only_file(up: Checkout) -> None:
    ask = "docker compose exec -T redis sh -c 'REDISCLI_AUTH=$(cat /run/secrets/redis) redis-cli config get appendonly'"
    assert up.does(ask).split() == ["appendonly", "yes"]
    assert "appendonly.aof.manifest" in up.does("docker compose exec -T redis ls /data/appendonlydir")


def test_a_service_that_is_killed_is_started_again(up: Checkout) -> None:
    def casework() -> Mapping[str, Any]:
        return up.containers()["casework"]

    before = casework()["RestartCount"]
    up.tries("docker compose exec -T casework python -c 'import os, signal; os.kill(-1, signal.SIGKILL)'")
    assert wait_until(lambda: casework()["RestartCount"] > before, PATIENCE, step=0.5)
    assert wait_until(lambda: casework()["State"]["Health"]["Status"] == "healthy", PATIENCE, step=0.5)
    assert wait_until(lambda: httpx.get(f"{up.url}/readyz", trust_env=False).is_success, PATIENCE, step=0.5)
