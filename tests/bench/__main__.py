"""`make bench`: Minqing's core measured beside raw baselines, all on servers that keep what they acknowledge."""

import signal
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
import uvloop
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from shared.logs import log_as_json
from tests.bench.all import BENCHMARKS
from tests.bench.ground import Ground, grounded
from tests.bench.measuring import Benchmark, Result, taken
from tests.bench.telling import HEADER, circumstances, lines, load, markdown

console = Console(highlight=False, width=150)


def bench(
    only: Annotated[
        list[str] | None, typer.Option(help="the benchmarks whose name begins so; may be said again")
    ] = None,
    runs: Annotated[int, typer.Option(help="turns of each side", min=1)] = 5,
    seed: Annotated[int, typer.Option(help="of what is made up")] = 1,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="print the table as docs/performance.md has it")
    ] = False,
    size: Annotated[float, typer.Option(help="how much each turn does, 1: what the targets are meant for")] = 1,
) -> None:
    """Measure, and report; nothing here fails for being slow."""
    chosen = [each for each in BENCHMARKS if not only or each.name.startswith(tuple(only))]
    if not chosen:
        raise typer.BadParameter(f"there are: {', '.join(each.name for each in BENCHMARKS)}")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: whatever was started is stopped
    log_as_json("warning")
    with grounded(runs, seed, size) as ground:
        uvloop.run(_all(ground, chosen, as_markdown))


async def _all(ground: Ground, chosen: Sequence[Benchmark], as_markdown: bool) -> None:
    told = await circumstances(ground, Path(tempfile.gettempdir()))
    _print_all(told)
    results = []
    for each in chosen:
        results.append(await taken(each, ground, lambda line: console.print(line, style="dim")))
        for line in lines(results[-1:]):
            console.print("  ".join(line), markup=False, soft_wrap=True)
    _print(results, as_markdown)
    _print_all({**told, "load after": load()})


def _print_all(told: Mapping[str, str]) -> None:
    for name, value in told.items():
        console.print(f"- {name}: {value}", markup=False, soft_wrap=True)


def _print(results: Sequence[Result], as_markdown: bool) -> None:
    if as_markdown:
        console.print(markdown(results), markup=False, soft_wrap=True)
        return
    table = Table(*HEADER, box=SIMPLE)
    for line in lines(results):
        table.add_row(*line)
    console.print(table)


if __name__ == "__main__":
    typer.run(bench)
