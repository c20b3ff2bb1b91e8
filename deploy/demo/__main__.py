"""`make demo`: all of Minqing on this machine, the reference campaign played through it, and the acceptance table."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.demo import closing
from deploy.demo.cast import cast_of
from deploy.demo.performance import SETTINGS, Performance
from deploy.demo.play import Step
from deploy.demo.table import EXPECTED, Figures, differing, shown
from deploy.minqing.process import CannotRun
from deploy.minqing.supervise import Minqing, discard, running

SEED, PLACES, FEWEST_PLACES, MOST_PLACES = 20101122, 12, 9, 96
console = Console()

Seed = Annotated[int, typer.Option(help="the seed of all names and numbers")]
Places = Annotated[int, typer.Option(min=FEWEST_PLACES, max=MOST_PLACES, help="how many villages and communities")]
Exit = Annotated[bool, typer.Option("--exit", help="end after the table; 1 if a figure differs")]
Port = Annotated[int, typer.Option(help="where the gateway listens")]
Data = Annotated[Path, typer.Option(help="where everything is kept; `make clean` removes it")]


def demo(
    seed: Seed = SEED, places: Places = PLACES, exit: Exit = False, port: Port = 8080, data: Data = Path(".minqing")
) -> None:
    """Play the reference campaign and print its acceptance table."""
    directory = data / f"demo-{seed}-{places}"
    expected = EXPECTED if (seed, places) == (SEED, PLACES) else None
    try:
        if directory.exists() and not (directory / "counted.json").exists():
            console.print("An earlier play was cut short; starting anew.")
            discard(directory)
        minqing = Minqing(directory, port, SETTINGS, say=console.print)
        with running(minqing):
            _perform(Performance(minqing, cast_of(seed, places), console.print), expected, exit)
    except CannotRun as error:
        console.print(str(error))
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        console.print("Stopped.")


def _perform(performance: Performance, expected: Figures | None, exit: bool) -> None:
    ways = asyncio.run(_with_a_bar(performance))
    console.print(shown(expected, ways))
    differs = differing(expected, list(ways.values()))
    console.print(f"{len(differs)} figures differ: {', '.join(differs)}." if differs else "All figures agree.")
    if exit:
        raise typer.Exit(1 if differs else 0)
    closing.say(console, performance.minqing)
    performance.minqing.watch()


async def _with_a_bar(performance: Performance) -> dict[str, Figures]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("the campaign")

        def tell(step: Step) -> None:
            bar.update(task, completed=step.done, total=step.of, description=f"{step.at:%Y-%m-%d %H:%M}")
            if step.line:
                bar.console.print(f"  {step.at:%Y-%m-%d %H:%M}  {step.line}")

        return dict(await performance.counts(tell))


if __name__ == "__main__":
    typer.run(demo)
