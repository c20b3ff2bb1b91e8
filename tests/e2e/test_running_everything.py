"""`minqing`, as a person starts it, uses it, stops and kills it."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from deploy.minqing.installation import database_of
from deploy.minqing.process import wait_until
from deploy.minqing.services import SERVICES
from deploy.minqing.supervise import discard
from tests.e2e.newer_release import STREAM, written
from tests.e2e.running import (
    EVERYBODY,
    PATIENCE,
    RUNS,
    Run,
    all_gone,
    minqing,
    open_district,
    processes,
    start,
    started,
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    directory = tmp_path_factory.mktemp("run") / "data"
    yield directory
    for run in RUNS:
        if run.process.poll() is None:  # a test failed half way
            run.end(signal.SIGINT)
    discard(directory)


@pytest.fixture(scope="module")
def first(data: Path) -> Run:
    return started(data)


def test_every_service_is_ready_when_it_says_so(first: Run) -> None:
    assert set(processes(first.data)) == EVERYBODY
    assert httpx.get(f"{first.url}/readyz").json()["ready"] is True


def test_a_file_is_imported_once_and_what_is_wrong_in_it_is_told_by_row(first: Run, tmp_path: Path) -> None:
    open_district(first)
    units = tmp_path / "units.csv"
    words = ("import", "units", str(units), "--as", "shifan/admin")
    units.write_text("code,name,kind,parent\nMZ,民政局,department,\nMZ-1,办公室,section,MZ\n", encoding="utf-8")
    outcome = "units: 2 rows, of which {} new, 0 changed, {} the same"
    assert minqing(first, *words, "--dry-run") == (0, outcome.format("2 would be", 0))
    assert minqing(first, *words) == (0, outcome.format("2 are", 0))
    assert minqing(first, *words) == (0, outcome.format("0 are", 2))
    units.write_text("code,name,kind,parent\nMZ-2,社会救助科,section,NOWHERE\n", encoding="utf-8")
    code, said = minqing(first, *words)
    assert code == 1
    assert "│ 2 │ parent │" in said
    assert said.endswith("minqing: 1 errors: nothing was written.")


def test_a_log_is_exported_and_what_was_made_of_it_verified(first: Run, tmp_path: Path) -> None:
    which = ("--service", "scheduling", "--data", str(first.data))
    exported = tmp_path / "log.jsonl"
    code, said = minqing(first, "log", "export", *which, "--tenant", "shifan", "--out", str(exported))
    assert (code, said) == (0, f"2 events of scheduling in shifan: {exported}")
    frame, *events, head = [json.loads(line) for line in exported.read_text(encoding="utf-8").splitlines()]
    assert (frame["tenant"], len(events), head["head"]["hash"]) == ("shifan", 2, events[-1]["hash"])
    assert minqing(first, "log", "verify", str(exported))[0] == 0
    code, said = minqing(first, "projections", "verify", "scheduling", *which[2:])
    assert code == 0
    assert "directory of shifan up to 2: " in said
    assert "NOT" not in said


def test_a_read_model_is_made_anew_beside_the_live_one_and_back_again(first: Run) -> None:
    data = ("--data", str(first.data))
    code, said = minqing(first, "projections", "rebuild", "scheduling", "directory", *data)
    alike = "directory of shifan up to 2: 2 rows, all alike"
    assert (code, alike in said, said.endswith("build 2 is live; 1 is kept for a rollback.")) == (0, True, True)
    code, said = minqing(first, "projections", "list", "scheduling", "directory", *data)
    assert (code, said.split(" ", 5)[5]) == (0, "directory directory_v1 kept 0 directory directory_v2 live 0")
    assert minqing(first, "projections", "rollback", "scheduling", "directory", *data)[0] == 0
    assert minqing(first, "projections", "drop", "scheduling", *data)[0] == 0
    nothing = (1, "No build of directory is kept.")
    assert minqing(first, "projections", "rollback", "scheduling", "directory", *data) == nothing
    assert minqing(first, "projections", "verify", "scheduling", *data)[0] == 0
    assert httpx.get(f"{first.url}/readyz").json()["ready"] is True


def test_a_seal_proves_later_what_stood_in_a_log_and_shows_nothing_of_it(first: Run, tmp_path: Path) -> None:
    which = ("--service", "scheduling", "--tenant", "shifan", "--data", str(first.data), "--out")
    seal, exported = tmp_path / "seal.json", tmp_path / "withheld.jsonl"
    code, said = minqing(first, "log", "seal", *which, str(seal))
    key = json.loads(seal.read_text())["key"]
    assert (code, said.startswith("scheduling in shifan, sealed at position 2, "), key in said) == (0, True, True)
    assert minqing(first, "log", "export", *which, str(exported), "--withhold")[0] == 0
    assert "民政局" not in exported.read_text(encoding="utf-8")
    code, said = minqing(first, "log", "verify", str(exported), "--seal", str(seal), "--key", key)
    assert (code, "Positions 1 to 2, 2 withheld" in said, "Sealed up to position 2" in said) == (0, True, True)
    nothing = minqing(first, "log", "seal", *which[:2], "--tenant", "nowhere", *which[4:], "-")
    assert nothing == (1, "minqing: It cannot be sealed: the log of nowhere holds nothing yet.")


def test_what_is_parked_is_shown_resumed_and_discarded_by_an_operator(first: Run) -> None:
    written(database_of(first.data, "scheduling"), "stay-started.v99", "stay-started.v98")
    who = ("parked", "--data", str(first.data), "--gateway", first.url)
    assert wait_until(lambda: "UnknownShape" in minqing(first, *who, "list", "shifan")[1], PATIENCE)
    code, said = minqing(first, *who, "list", "shifan")
    assert (code, said.count(STREAM)) == (0, 2)
    which = ("shifan", "scheduling", "stays")
    code, said = minqing(first, *who, "show", *which, "3")
    assert (code, "type stay-started.v99" in said, "behind it 0" in said) == (0, True, True)
    code, said = minqing(first, *who, "resume", *which)
    assert (code, said) == (1, "minqing: Position 3 failed again: UnknownShape. It stays parked.")
    code, said = minqing(first, *who, "discard", *which, "3", "--why", "written by a newer release")
    assert (code, said) == (0, "Position 3 is left out, on record; 1 of stays stay parked.")
    code, said = minqing(first, *who, "discard", *which, "4", "--why", "written by a newer release")
    assert (code, said) == (0, "Position 4 is left out, on record; 0 of stays stay parked.")
    assert minqing(first, *who, "list", "shifan") == (0, "Nothing is parked.")
    nothing = (1, "minqing: It has not parked position 4.")
    assert minqing(first, *who, "discard", *which, "4", "--why", "again") == nothing
    assert httpx.get(f"{first.url}/readyz").json()["ready"] is True


def test_what_cannot_be_done_is_one_line(first: Run, tmp_path: Path) -> None:
    nowhere = ("log", "export", "--service", "ledger", "--tenant", "x", "--out", str(tmp_path / "x"))
    sentence = f"minqing: Nothing was started in {tmp_path}: say where with --data."
    assert minqing(first, *nowhere, "--data", str(tmp_path)) == (1, sentence)
    code, said = minqing(first, "projections", "verify", "x")
    assert (code, said.split(";")[0]) == (1, "minqing: No service x has a log")


def test_two_at_once_with_the_same_data_are_refused_in_one_line(first: Run) -> None:
    second = start(first.data)
    assert second.process.wait(PATIENCE) == 1
    assert second.said().startswith("minqing: Minqing already runs with the data directory")
    assert set(processes(first.data)) == EVERYBODY


def test_a_port_in_use_is_refused_in_one_line_and_nothing_is_left_running(first: Run, tmp_path: Path) -> None:
    second = start(tmp_path / "another", port=first.port)
    assert second.process.wait(PATIENCE) == 1
    assert second.said().startswith(f"minqing: Port {first.port} for the gateway cannot be used")
    assert processes(tmp_path / "another") == {}
    discard(tmp_path)


def test_ctrl_c_stops_everything_that_was_started_and_only_that(first: Run) -> None:
    with subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"]) as bystander:
        ours = processes(first.data)
        assert first.end(signal.SIGINT) == 130
        assert all_gone(ours)
        assert bystander.poll() is None
        bystander.kill()


def test_what_a_killed_run_left_is_stopped_by_the_next_and_sigterm_stops_that(data: Path) -> None:
    killed = started(data)
    left = processes(data)
    killed.end(signal.SIGKILL)
    assert not all_gone(left)
    following = started(data)
    ours = processes(data)
    assert all_gone(left)
    assert "Stopped casework, left by a run that was killed." in following.said()
    following.end(signal.SIGTERM)
    assert all_gone(ours)


def test_no_secret_is_in_a_log_or_readable_by_others(data: Path) -> None:
    secrets = [file for file in (data / "secrets").iterdir() if file.suffix != ".json"]
    logs = "\n".join(file.read_text(errors="replace") for file in (data / "log").iterdir())
    assert len(secrets) > 20
    for file in secrets:
        assert file.stat().st_mode & 0o077 == 0
        assert file.read_text().strip() not in logs
    told = json.loads((data / "secrets" / "environments.json").read_text())
    assert set(told) == set(SERVICES)
