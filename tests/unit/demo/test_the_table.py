"""The demo ends with 1 and names the figure when one differs, in whichever way it was counted; else with 0."""

from collections.abc import Callable

import pytest
from rich.console import Console

from deploy.demo.__main__ import Play
from deploy.demo.cast import cast_of
from deploy.demo.table import EXPECTED, Figures, differing, shown

CAST = cast_of(7, 9)
WAYS = ("by the API", "by requests", "by the logs")
AGREEING: dict[str, Figures] = dict.fromkeys(WAYS, EXPECTED)


def off(name: str) -> Figures:
    """All figures as expected but one."""
    was = EXPECTED[name]
    return {**EXPECTED, name: was + 1 if isinstance(was, int) else f"{was}0"}


def without(name: str) -> Figures:
    """All figures but one."""
    return {other: number for other, number in EXPECTED.items() if other != name}


each_way = pytest.mark.parametrize("way", WAYS)
however_wrong = pytest.mark.parametrize("wrong", [off, without])
whatever_is_expected = pytest.mark.parametrize("expected", [EXPECTED, None], ids=["the table's", "any, but one"])


@each_way
@however_wrong
@whatever_is_expected
def test_each_figure_is_named_in_whichever_way_it_is_wrong(
    way: str, wrong: Callable[[str], Figures], expected: Figures | None
) -> None:
    named = {name: differing(expected, list({**AGREEING, way: wrong(name)}.values())) for name in EXPECTED}
    assert named == {name: [name] for name in EXPECTED}


@whatever_is_expected
def test_a_figure_that_no_way_counts_is_missing_all_the_same(expected: Figures | None) -> None:
    assert differing(expected, [without("visits")] * 3) == ["visits"]


@whatever_is_expected
def test_the_demo_ends_with_0_when_all_figures_agree(
    expected: Figures | None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert Play(CAST, expected).judged(AGREEING) == 0

    said = capsys.readouterr().out
    assert "All figures agree." in said
    assert (said.count("✓"), said.count("✗")) == (len(EXPECTED), 0)


def test_at_another_size_the_ways_need_not_agree_with_the_table() -> None:
    assert Play(CAST, None).judged(dict.fromkeys(WAYS, off("visits"))) == 0
    assert Play(CAST, EXPECTED).judged(dict.fromkeys(WAYS, off("visits"))) == 1


@each_way
@however_wrong
@whatever_is_expected
def test_the_demo_ends_with_1_and_names_the_figure_that_differs(
    way: str, wrong: Callable[[str], Figures], expected: Figures | None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert Play(CAST, expected).judged({**AGREEING, way: wrong("last_struck")}) == 1

    said = capsys.readouterr().out
    assert "1 figures differ: last_struck." in said
    assert (said.count("✓"), said.count("✗")) == (len(EXPECTED) - 1, 1)


def test_the_table_shows_what_each_way_counts_beside_what_is_expected() -> None:
    console = Console(width=120, record=True, quiet=False)
    with console.capture() as captured:
        console.print(shown(EXPECTED, {**AGREEING, "by requests": off("visits"), "by the logs": without("visits")}))

    (line,) = (line for line in captured.get().splitlines() if " visits " in line)
    assert [cell.strip() for cell in line.strip("│ ").split("│")] == ["visits", "499", "499", "500", "–", "✗"]
