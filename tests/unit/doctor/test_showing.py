"""What the doctor found, as people read it and as monitoring reads it."""

import io
import json
from collections.abc import Sequence
from dataclasses import replace

from rich.console import Console

from deploy.minqing.doctor.finding import Finding
from deploy.minqing.doctor.judging import judge
from deploy.minqing.doctor.seen import Away, Behind, Disk
from deploy.minqing.doctor.table import as_json, show
from tests.unit.doctor.installation import BOOKS, HEARD, WAYS, WELL, with_behind


def shown(findings: Sequence[Finding], each: bool = False) -> list[str]:
    out = Console(file=io.StringIO(), width=120, highlight=False)
    show(findings, out, each)
    assert isinstance(out.file, io.StringIO)
    return [" ".join(line.replace("│", "").split()) for line in out.file.getvalue().splitlines()]


def test_followers_that_keep_up_share_a_line_unless_each_is_asked_for() -> None:
    findings = judge(WELL, WAYS)
    assert "lag ledger shifan ok 0.3 s at most, of 2" in shown(findings)
    assert "lag ledger shifan books ok 0.0 s" in shown(findings, each=True)
    assert shown(findings)[-1] == "Nothing is wrong."


def test_who_is_behind_has_a_line_and_a_number_under_which_stands_what_to_do() -> None:
    lines = shown(judge(with_behind(Behind(BOOKS, 0, True), Behind(HEARD, 99, True)), WAYS))
    assert "lag ledger shifan ok 0.0 s at most, of 1" in lines
    assert "lag ledger shifan heard < scheduling wrong 1 99.0 s" in lines
    assert lines[-2].startswith("1. lag ledger shifan heard < scheduling: docker compose logs")
    assert lines[-1] == "1 wrong: the first is best put right first."


def test_a_command_is_never_broken_over_lines() -> None:
    findings = judge(replace(WELL, bell=Away("refused")), WAYS)
    assert any(line.endswith("docker compose up -d --wait redis") for line in shown(findings))


def test_what_is_not_known_is_counted_and_not_wrong() -> None:
    findings = judge(replace(WELL, disks=[Disk("PostgreSQL")]), WAYS)
    assert shown(findings)[-1] == "Nothing is wrong. 1 not known."
    assert json.loads(as_json(findings))["well"] is True


def test_monitoring_gets_every_figure_with_its_unit() -> None:
    said = json.loads(as_json(judge(with_behind(Behind(HEARD, 99, True)), WAYS)))
    assert said["well"] is False
    [late] = [one for one in said["findings"] if one["state"] == "wrong"]
    assert late.pop("remedy").startswith("docker compose logs")
    assert late == {
        "what": "lag",
        "state": "wrong",
        "said": "99.0 s",
        "service": "ledger",
        "district": "shifan",
        "consumer": "heard < scheduling",
        "figure": 99,
        "unit": "s",
    }
