"""`minqing doctor` on real processes: all well; then each part broken, found, and mended as the doctor says."""

import asyncio
import json
import os
import signal
from collections.abc import Iterator

import pytest
import redis

from deploy.minqing import place
from deploy.minqing.databases import provision_all
from deploy.minqing.doctor.finding import State
from deploy.minqing.installation import database_of
from deploy.minqing.process import wait_until
from deploy.minqing.services import SERVICES, WITH_A_LOG
from deploy.minqing.supervise import Minqing, running
from shared.ids import Tenant
from tests.e2e.doctoring import PATIENCE, Patient, restored_from_a_backup
from tests.e2e.door import Door, Person
from tests.e2e.newer_release import written
from tests.e2e.opening import Opening

UNITS = "code,name,kind,parent\nMZ,民政局,department,\n"
HEARERS = ("ledger", "casework", "notify")


@pytest.fixture(scope="module")
def minqing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Minqing]:
    minqing = Minqing(tmp_path_factory.mktemp("doctor") / "data", place.free_port())
    with running(minqing, keep=False):
        yield minqing


@pytest.fixture(scope="module")
def administrator(minqing: Minqing) -> Iterator[Person]:
    door = Door(minqing.url)
    yield Opening(minqing.operator_password(), Tenant("shifan"), "示范区", "a password", {"units": UNITS}).open(door)
    door.close()


@pytest.fixture
def patient(minqing: Minqing, administrator: Person) -> Iterator[Patient]:
    """Well before, and well again."""
    patient = Patient(minqing)
    patient.is_well()
    yield patient
    patient.is_well()


def says_something(administrator: Person, code: str) -> None:
    """Scheduling has a unit more, of which ledger, casework and notify hear."""
    file = f"code,name,kind,parent\n{code},办公室,section,MZ\n"
    administrator.does("POST", "/imports/units", file.encode(), code)


def test_of_what_is_well_everything_is_known(patient: Patient) -> None:
    code, said = patient.says("doctor", "--data", str(patient.data), "--json")
    findings = json.loads(said)["findings"]
    assert (code, {one["state"] for one in findings}) == (0, {"ok"})
    for what in ("database", "migrations", "role", "service", "clock"):
        assert {one["service"] for one in findings if one["what"] == what} == set(SERVICES)
    for what in ("relay", "leases", "parked keys", "lag"):
        assert {one["service"] for one in findings if one["what"] == what} == set(WITH_A_LOG)
    followers = {(one["service"], one["consumer"]) for one in findings if one["what"] == "lag"}
    assert {("scheduling", "directory"), *((service, "directory < scheduling") for service in HEARERS)} <= followers


def test_people_read_a_table(patient: Patient) -> None:
    code, said = patient.says("doctor", "--data", str(patient.data))
    assert (code, said.splitlines()[-1]) == (0, "Nothing is wrong.")


def test_a_service_that_was_killed_is_missed_and_what_it_does_not_hear_counted(
    patient: Patient, administrator: Person
) -> None:
    patient.minqing.processes["casework"].stop(signal.SIGKILL)
    says_something(administrator, "MZ-1")
    missed = (("service", "casework"), ("leases", "casework"), ("relay", "casework"))
    found = patient.comes_to_at_least(*missed, kinds={"service", "leases", "relay", "lag"})
    assert f"minqing run --data {patient.data}" in found["service", "casework"].remedy
    assert found["relay", "casework"].said == "nobody leads"

    def is_counted() -> bool:
        late = [one for one in patient.examined() if one.where == "casework shifan directory < scheduling"]
        return (late[0].figure or 0) > 2

    assert wait_until(is_counted, PATIENCE, step=0.2), patient.last
    patient.minqing.start_service("casework")
    patient.is_well()
    leases = next(one for one in patient.last if (one.what, one.service) == ("leases", "casework"))
    assert leases.said == "1 in force, 1 over"


def test_who_starts_while_a_service_it_hears_is_away_waits_for_that_one(patient: Patient) -> None:
    processes = patient.minqing.processes
    processes["scheduling"].stop()
    processes["ledger"].stop(signal.SIGKILL)
    patient.minqing.start_service("ledger")
    away = ("service", "leases", "relay")
    found = patient.comes_to(("leases", "ledger"), *((what, "scheduling") for what in away))
    assert "log/scheduling.log" in found["leases", "ledger"].remedy
    patient.minqing.start_service("scheduling")


def test_a_process_that_was_stopped_is_told_to_go_on(patient: Patient) -> None:
    process = patient.minqing.processes["notify"].popen
    assert process
    process.send_signal(signal.SIGSTOP)
    found = patient.comes_to(("service", "notify"), ("leases", "notify"))
    sentence, _, command = found["service", "notify"].remedy.partition(": ")
    assert (sentence, command) == ("Its process is stopped", f"kill -CONT {process.pid}")
    os.kill(int(command.split()[-1]), signal.SIGCONT)


def test_redis_that_was_stopped_is_one_thing_to_do(patient: Patient) -> None:
    patient.minqing.redis.stop()
    found = patient.comes_to_at_least(("Redis", ""), kinds={"Redis", "relay"})  # which may not have noticed yet
    assert found["Redis", ""].remedy.startswith("It does not run")
    patient.minqing.redis.start()


def test_redis_that_may_forget_bells_or_take_no_more_is_wrong(patient: Patient) -> None:
    with redis.Redis.from_url(patient.minqing.redis.url) as server:
        before = server.config_get("maxmemory*")
        server.config_set("maxmemory-policy", "allkeys-lru")
        patient.comes_to(("Redis eviction", ""))
        server.config_set("maxmemory-policy", before["maxmemory-policy"])
        server.config_set("maxmemory", server.info()["used_memory"])
        patient.comes_to(("Redis memory", ""))
        server.config_set("maxmemory", before["maxmemory"])


def test_postgresql_that_was_stopped_hides_what_stands_in_it_and_nothing_else(patient: Patient) -> None:
    patient.minqing.postgres.stop()
    code, said = patient.says("doctor", "--data", str(patient.data), "--json")
    patient.minqing.postgres.start()
    findings = json.loads(said)["findings"]
    first = next(one for one in findings if one["state"] == "wrong")
    assert (code, first["what"], first["remedy"].split(";")[0]) == (1, "PostgreSQL", "It does not run")
    assert {one["service"] for one in findings if one["state"] == "not known"} == set(SERVICES)
    assert [one["state"] for one in findings if one["what"] == "Redis"] == ["ok"]


def test_what_is_parked_is_shown_by_the_command_that_is_told(patient: Patient) -> None:
    written(database_of(patient.data, "scheduling"), "stay-started.v99")
    parked = ("parked keys", "scheduling shifan stays")
    found = patient.comes_to(parked, ("service", "scheduling"))
    assert found[parked].figure == 1
    code, said = patient.follows(found[parked].remedy)
    assert (code, "type       stay-started.v99" in said) == (0, True)
    command = next(line for line in said.splitlines() if line.startswith("To leave it out for good: "))
    where = ("parked", "--data", str(patient.data), "--gateway", patient.minqing.url)
    assert patient.says(*where, *command.split("minqing parked ")[1].replace("'…'", "newer").split())[0] == 0


def test_a_log_that_was_restored_from_a_backup_is_another_one_until_it_is_right_again(
    patient: Patient, administrator: Person
) -> None:
    with restored_from_a_backup(patient, "scheduling", lambda: says_something(administrator, "MZ-2")):
        listeners = [("lag", f"{service} shifan directory < scheduling") for service in HEARERS]
        found = patient.comes_to_at_least(*listeners, kinds={"lag", "service"})
        stopped = [one for one in found.values() if one.what == "lag"]
        assert {one.said.split(": ")[1] for one in stopped} == {"another log"}
        assert all(one.consumer.endswith("< scheduling") for one in stopped)
        assert "minqing projections rebuild ledger directory" in found[listeners[0]].remedy


def test_a_role_that_may_too_much_is_put_right_by_provisioning(patient: Patient) -> None:
    patient.told("ledger", "ALTER ROLE minqing_ledger BYPASSRLS", "GRANT DELETE ON log.events TO minqing_ledger")
    found = patient.comes_to(("role", "ledger"))
    assert found["role", "ledger"].said == "passes over row-level security; may change the log"
    asyncio.run(provision_all(patient.minqing.wiring.databases, SERVICES))
    assert patient.wrong()["role", "ledger"].said == "may change the log"
    patient.told("ledger", "REVOKE DELETE ON log.events FROM minqing_ledger")


def test_tables_without_row_level_security_are_found(patient: Patient) -> None:
    patient.told("casework", "ALTER TABLE run.parked NO FORCE ROW LEVEL SECURITY")
    patient.comes_to(("role", "casework"))
    patient.told("casework", "ALTER TABLE run.parked FORCE ROW LEVEL SECURITY")


def test_a_database_of_an_older_release_is_not_looked_into(patient: Patient) -> None:
    newest = next(one.said for one in patient.examined() if one.where == "ledger" and one.what == "migrations")
    patient.told("ledger", "UPDATE alembic_version SET version_num = '0005'")
    patient.comes_to(("migrations", "ledger"))
    hidden = [one for one in patient.last if one.state is State.UNKNOWN and one.service == "ledger"]
    patient.told("ledger", f"UPDATE alembic_version SET version_num = '{newest.split()[1].rstrip(',')}'")
    assert [one.what for one in hidden] == ["relay, leases, lag, parked keys"]


def test_where_nothing_was_started_there_is_one_line(patient: Patient) -> None:
    nowhere = patient.data / "nowhere"
    code, said = patient.says("doctor", "--data", str(nowhere))
    assert (code, said) == (1, f"minqing: Nothing was started in {nowhere}: say where with --data.\n")
