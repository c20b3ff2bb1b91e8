"""Findings as people and as machines read them: one table with what to do below it, or JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from deploy.minqing.doctor.finding import Finding, State, is_well
from deploy.minqing.doctor.followers import LAG

_STYLES = {State.OK: "green", State.WRONG: "bold red", State.UNKNOWN: "yellow"}


def show(findings: Sequence[Finding], out: Console, each: bool = False) -> None:
    """One line a finding; followers that keep up share one a service and district, unless `each` is asked for."""
    lines = list(findings) if each else _shared(findings)
    wrong = [one for one in lines if one.state is State.WRONG]
    table = Table("what", "where", "state", "found")
    for one in lines:
        marked = f"{one.state} {wrong.index(one) + 1}" if one in wrong else str(one.state)
        table.add_row(one.what, one.where, Text(marked, _STYLES[one.state]), Text(one.said))
    out.print(table)
    for number, one in enumerate(wrong, 1):
        where = f" {one.where}" if one.where else ""
        out.print(Text(f"{number}. {one.what}{where}: {one.remedy}"), soft_wrap=True)
    unknown = sum(one.state is State.UNKNOWN for one in lines)
    out.print(_sum(len(wrong), unknown), soft_wrap=True)


def as_json(findings: Sequence[Finding]) -> str:
    """For monitoring: every finding, and whether all is well."""
    return json.dumps({"well": is_well(findings), "findings": [asdict(one) for one in findings]}, ensure_ascii=False)


def _sum(wrong: int, unknown: int) -> str:
    rest = f" {unknown} not known." if unknown else ""
    return (f"{wrong} wrong: the first is best put right first." if wrong else "Nothing is wrong.") + rest


def _shared(findings: Sequence[Finding]) -> list[Finding]:
    lines: dict[object, Finding] = {}
    counts: dict[object, int] = {}
    for number, one in enumerate(findings):
        key: object = (one.service, one.district) if one.what == LAG and one.state is State.OK else number
        counts[key] = counts.get(key, 0) + 1
        lines[key] = max(lines.get(key, one), one, key=lambda it: it.figure or 0)
    return [_of_all(line, counts[key]) if isinstance(key, tuple) else line for key, line in lines.items()]


def _of_all(longest: Finding, count: int) -> Finding:
    said = f"{longest.said} at most, of {count}"
    return Finding(LAG, State.OK, said, "", longest.service, longest.district, "", longest.figure, longest.unit)
