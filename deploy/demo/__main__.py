"""`make demo`: all of Minqing on this machine, the reference campaign played through it, and the acceptance table."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.demo import closing
from deploy.demo.cast import Cast, cast_of
from deploy.demo.client import Api
from deploy.demo.counts import by_api, by_log, by_requests
from deploy.demo.play import OPENING, Step, play, set_the_stage
from deploy.demo.receiver import Receiver
from deploy.demo.setting import TENANT, World
from deploy.demo.table import EXPECTED, Figures, differing, shown
from deploy.minqing import logs, place
from deploy.minqing.process import CannotRun
from deploy.minqing.supervise import Minqing, discard, running

SEED, PLACES, FEWEST_PLACES = 20101122, 12, 9
console = Console()

Seed = Annotated[int, typer.Option(help="the seed of all names and numbers")]
Places = Annotated[int, typer.Option(min=FEWEST_PLACES, max=96, help="how many villages and communities")]
Exit = Annotated[bool, typer.Option("--exit", help="end after the table; 1 if a figure differs")]
Port = Annotated[int, typer.Option(help="where the gateway listens")]
Data = Annotated[Path, typer.Option(help="where everything is kept; `make clean` removes it")]


def demo(
    seed: Seed = SEED, places: Places = PLACES, exit: Exit = False, port: Port = 8080, data: Data = Path(".minqing")
) -> None:
    """Play the reference campaign and print its acceptance table."""
    directory = data / f"demo-{seed}-{places}"
    receivers = {"NOTIFY_ALLOW_NETWORKS": '["127.0.0.0/8"]', "NOTIFY_BACK_OFF_CAP": "0.2"}
    try:
        if directory.exists() and not (directory / "counted.json").exists():
            console.print("An earlier play was cut short; starting anew.")
            discard(directory)
        minqing = Minqing(directory, port, {"notify": receivers}, say=console.print)
        with running(minqing):
            _perform(minqing, cast_of(seed, places), exit)
    except CannotRun as error:
        console.print(str(error))
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        console.print("Stopped.")


def _perform(minqing: Minqing, cast: Cast, exit: bool) -> None:
    differs = asyncio.run(_play_and_count(minqing, cast))
    if exit:
        raise typer.Exit(1 if differs else 0)
    closing.say(console, minqing)
    minqing.watch()


async def _play_and_count(minqing: Minqing, cast: Cast) -> bool:
    api = Api(minqing.url, TENANT, OPENING)
    world = World(cast)
    try:
        sent = await _played(minqing, api, world)
        ways = {
            "by the API": await by_api.count(api, world),
            "by requests": sent,
            "by the logs": await asyncio.to_thread(_count_exports, minqing),
        }
    finally:
        await api.close()
    expected = EXPECTED if cast.files == cast_of(SEED, PLACES).files else None
    console.print(shown(expected, ways))
    differs = differing(expected, list(ways.values()))
    console.print(f"{len(differs)} figures differ: {', '.join(differs)}." if differs else "All figures agree.")
    return bool(differs)


def _count_exports(minqing: Minqing) -> Figures:
    exports = minqing.directory / "exports"
    exports.mkdir(exist_ok=True)
    for service in by_log.SERVICES:
        logs.export(service, TENANT, exports / f"{service}.jsonl", minqing.directory)
    return by_log.count(exports)


async def _played(minqing: Minqing, api: Api, world: World) -> Figures:
    """The figures by requests: of the play, or of the earlier one that these data come from."""
    counted = minqing.directory / "counted.json"
    if counted.exists():
        console.print("The campaign was played before; these are its data.")
        world.campaign, figures = json.loads(counted.read_text())
        return dict(figures)
    async with Receiver(place.free_port(), world.secrets) as receiver:
        console.print("Setting the stage: district, cast, campaign, roster, subscriptions.")
        await set_the_stage(api, world, minqing.wiring.credentials.operator_password(), receiver.address)
        await _with_a_bar(api, world)
        figures = by_requests.count(api.journal, receiver)
    counted.write_text(json.dumps([world.campaign, figures]))
    return figures


async def _with_a_bar(api: Api, world: World) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("the campaign")

        def tell(step: Step) -> None:
            bar.update(task, completed=step.done, total=step.of, description=f"{step.at:%Y-%m-%d %H:%M}")
            if step.line:
                bar.console.print(f"  {step.at:%Y-%m-%d %H:%M}  {step.line}")

        await play(api, world, tell)


if __name__ == "__main__":
    typer.run(demo)
