"""`make demo`: all of Minqing on this machine, the reference campaign played through it, and the acceptance table.

With --at it plays through an installation that is up already.
"""

import asyncio
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.demo import closing
from deploy.demo.cast import Cast, cast_of
from deploy.demo.client import PlayError
from deploy.demo.elsewhere import Elsewhere
from deploy.demo.performance import COUNTED, SETTINGS, Installation, Performance
from deploy.demo.play import Step
from deploy.demo.table import EXPECTED, Figures, differing, shown
from deploy.minqing.credentials import Credentials
from deploy.minqing.databases import Databases
from deploy.minqing.process import CannotRun
from deploy.minqing.supervise import Minqing, discard, running

SEED, PLACES, FEWEST_PLACES, MOST_PLACES = 20101122, 12, 9, 96
console = Console()

Seed = Annotated[int, typer.Option(help="the seed of all names and numbers")]
Places = Annotated[int, typer.Option(min=FEWEST_PLACES, max=MOST_PLACES, help="how many villages and communities")]
Exit = Annotated[bool, typer.Option("--exit", help="end after the table; 1 if a figure differs")]
Port = Annotated[int, typer.Option(help="where the gateway listens")]
Data = Annotated[Path, typer.Option(help="where everything is kept; `make clean` removes it")]
At = Annotated[str, typer.Option(help="a gateway that is up: start nothing, play through it, end after the table")]
Password = Annotated[Path | None, typer.Option(help="with --at: its operator's password; else in its secrets")]
Server = Annotated[str, typer.Option(help="with --at: host:port of its PostgreSQL", envvar="MINQING_POSTGRES")]
Secrets = Annotated[Path, typer.Option(help="with --at: the folder of its secrets", envvar="MINQING_SECRETS")]


def demo(  # noqa: PLR0913  each is a word on the command line
    seed: Seed = SEED,
    places: Places = PLACES,
    exit: Exit = False,
    port: Port = 8080,
    data: Data = Path(".minqing"),
    at: At = "",
    operator_password_file: Password = None,
    server: Server = "",
    secrets: Secrets = Path("/run/secrets"),
) -> None:
    """Play the reference campaign and print its acceptance table."""
    play = Play(cast_of(seed, places), EXPECTED if (seed, places) == (SEED, PLACES) else None)
    directory = data / "-".join([httpx.URL(at).host or "demo", str(seed), str(places)])
    with _in_one_sentence():
        if at:
            databases = Databases(server, Credentials(secrets, given=True))
            raise typer.Exit(play.through(Elsewhere(at, directory, databases, operator_password_file)))
        play.here(Minqing(_without_half_a_play(directory), port, SETTINGS, say=console.print), exit)


@dataclass(frozen=True)
class Play:
    """A campaign of a size, and the table that is expected of it, if one is."""

    cast: Cast
    expected: Figures | None

    def through(self, minqing: Installation) -> int:
        """Play it, print the table: 0, or 1 if a figure differs."""
        return self.judged(asyncio.run(_with_a_bar(Performance(minqing, self.cast, console.print))))

    def judged(self, ways: Mapping[str, Figures]) -> int:
        """Print the table of what was counted: 0, or 1 if a figure differs."""
        console.print(shown(self.expected, ways))
        differs = differing(self.expected, list(ways.values()))
        console.print(f"{len(differs)} figures differ: {', '.join(differs)}." if differs else "All figures agree.")
        return 1 if differs else 0

    def here(self, minqing: Minqing, exit: bool) -> None:
        """Start it, play, and keep it up until somebody stops it, or end with 0 or 1."""
        with running(minqing):
            code = self.through(minqing)
            if exit:
                raise typer.Exit(code)
            closing.say(console, minqing)
            minqing.watch()


def _without_half_a_play(directory: Path) -> Path:
    if os.path.exists(directory) and not (directory / COUNTED).exists():  # not where one may not look: told later
        console.print("An earlier play was cut short; starting anew.")
        discard(directory)
    return directory


@contextmanager
def _in_one_sentence() -> Iterator[None]:
    try:
        yield
    except (CannotRun, PlayError, OSError, httpx.HTTPError) as error:
        console.print(str(error), markup=False)
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        console.print("Stopped.")


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
