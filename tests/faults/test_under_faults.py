"""G1–G5, G12: what was acknowledged while parts failed is there once, and everything that follows from it too."""

import subprocess
from collections import Counter, defaultdict

import pytest

from deploy.minqing.process import ROOT
from deploy.minqing.services import WITH_A_LOG, command
from tests.faults import effects
from tests.faults.conftest import Suffered
from tests.faults.effects import followed
from tests.faults.injuries import WITHOUT_REDIS
from tests.faults.load import Sent
from tests.faults.working import p95, recoveries

pytestmark = pytest.mark.faults

EACH_LOG = pytest.mark.parametrize("service", WITH_A_LOG)
_BACK_SECONDS, _BACK_ON_A_BUSY_MACHINE_SECONDS = 5.0, 60.0
_CLIENTS = "account:"
AGAIN_AT_MOST = 0.25
"""Of all webhooks: those that are under way when a process is killed come once more, most come once."""
_SENT = (
    "visit-logged.v1",
    "deed-done.v1",
    "filing-drafted.v1",
    "filing-submitted.v1",
    "filing-receipted.v1",
    "case-handed-over.v1",
    "case-accepted.v1",
    "result-recorded.v1",
    "case-signed.v1",
    "copy-served.v1",
    "case-struck.v1",
    "stay-interrupted.v1",
    "stay-resumed.v1",
    "subscription-ping-asked.v1",
)
"""What the clients' commands make, one of it each; a stay that is away already is interrupted without an event."""


def test_nobody_was_answered_with_anything_but_yes_no_or_not_now(suffered: Suffered) -> None:
    assert suffered.work.journal.wrong == []
    assert len(suffered.work.journal.acknowledged) > 200


def test_an_acknowledged_command_is_in_the_log_once(suffered: Suffered) -> None:
    missing = [
        f"{one.command.method} {one.command.path} of {one.command.district.tenant}, acknowledged {one.acknowledged}"
        for one in suffered.work.journal.acknowledged
        if _status(suffered, one) not in (("stored", "empty") if one.command.service == "scheduling" else ("stored",))
    ]
    assert missing == []


def _status(suffered: Suffered, one: Sent) -> str:
    commands = suffered.logs[one.command.service].commands
    return commands.get((one.command.district.tenant, one.id), ("not on record",))[0]


def test_what_an_answer_named_is_what_was_stored(suffered: Suffered) -> None:
    logged = {event.said["visit"]: event.command for event in suffered.logs["ledger"].of("visit-logged.v1")}
    answered = {one.answer["id"]: one.id for one in suffered.work.journal.acknowledged if one.command.path == "/visits"}
    assert answered
    assert answered.items() <= logged.items()


def test_nothing_is_in_a_log_that_no_client_sent(suffered: Suffered) -> None:
    """So an unanswered command is there at most once, and none took effect under another id."""
    sent = {one.id for one in suffered.work.journal.sent}
    stored = Counter(
        event.command for log in suffered.logs.values() for event in log.of(*_SENT) if event.actor.startswith(_CLIENTS)
    )
    assert set(stored) <= sent
    assert set(stored.values()) == {1}


@EACH_LOG
def test_positions_are_dense_versions_in_order_and_the_chain_whole(suffered: Suffered, service: str) -> None:
    assert len(suffered.logs[service].events) > 50
    assert suffered.logs[service].faults == ()


def test_every_policy_took_effect_once(suffered: Suffered) -> None:
    assert [one for one in effects.EFFECTS if not suffered.logs[one.where].of(one.of)] == []
    assert list(effects.faults(suffered.logs, suffered.subscriptions)) == []


@EACH_LOG
def test_what_failed_is_held_against_no_event(suffered: Suffered, service: str) -> None:
    """A server or a process that goes is no reason to park: nobody would take it in again without an operator."""
    assert suffered.logs[service].aside == ()


@EACH_LOG
def test_every_projection_is_what_a_fresh_fold_makes(suffered: Suffered, service: str) -> None:
    environment = suffered.here.minqing.wiring.environment(service)
    told = subprocess.run(
        command(service, "projections", "verify"),
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr


def test_every_webhook_came_in_order_of_its_subject_under_a_stable_number(suffered: Suffered) -> None:
    queued = defaultdict(set)
    for event in suffered.logs["notify"].of("delivery-queued.v1"):
        queued[event.tenant].add(event.version)
    for tenant, numbers in queued.items():
        arrived = [int(one["sequence"]) for one in suffered.receiver.arrived[tenant]]
        assert set(arrived) == numbers == set(range(1, len(numbers) + 1))
        assert len(arrived) == len(numbers)
    assert suffered.receiver.again < AGAIN_AT_MOST * sum(map(len, queued.values()))
    assert suffered.receiver.in_order()
    assert suffered.receiver.forged == 0


def test_commands_went_on_while_redis_was_away(suffered: Suffered) -> None:
    without = [harm for harm in suffered.work.harms if set(harm.names) <= set(WITHOUT_REDIS)]
    for harm in without:
        done = {one.command.service for one in suffered.work.journal.between(harm.begun, harm.over)}
        assert done == set(WITH_A_LOG) or harm.names == ("FLUSHALL",), harm


def test_who_was_killed_is_back_in_time(suffered: Suffered) -> None:
    found = recoveries(suffered.work, list(followed(suffered.logs, suffered.subscriptions)))
    longest = _BACK_ON_A_BUSY_MACHINE_SECONDS if suffered.short else _BACK_SECONDS
    slow = {name: took for name, took in found.items() if name.startswith("kill -9") and p95(took) > longest}
    assert slow == {}
