"""`minqing reconcile` on the command line."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from typing import Annotated

import asyncpg
import typer
from rich.console import Console
from rich.table import Table

from deploy.minqing.backup.where import kept_in
from deploy.minqing.credentials import Credentials
from deploy.minqing.databases import Databases
from deploy.minqing.doctor.ways import InContainers, OfThisMachine, Ways
from deploy.minqing.gateway import LOCAL
from deploy.minqing.process import CannotRun
from deploy.minqing.reconciling import accepting
from deploy.minqing.reconciling.held import Held, held
from deploy.minqing.reconciling.parting import Parted, parted
from deploy.minqing.services import WITH_A_LOG
from deploy.minqing.whereabouts import GIVEN, HERE, Data, Secrets, Server
from shared.calendar import BEIJING
from shared.eventstore.provision import role_of

reconcile = typer.Typer(
    invoke_without_command=True,
    help="After a service was restored to an earlier point: what others have read of what is lost, and the way on.",
)

District = Annotated[str, typer.Argument(help="its code, as in shifan")]
Service = Annotated[str, typer.Argument(help="who has read what is lost: scheduling, ledger, casework or notify")]
Producer = Annotated[str, typer.Argument(help="whose log was restored")]
out = Console(highlight=False)
_IN_CONTAINERS = "docker compose run --rm recovery reconcile"


@reconcile.callback()
def where(
    context: typer.Context,
    data: Data = HERE,
    server: Server = "",
    secrets: Secrets = GIVEN,
) -> None:
    """Where the databases are, said first; without a command, who has read what is lost is told: docs/reconcile.md."""
    context.obj = data, server, secrets
    if context.invoked_subcommand is None:
        with _urls(context) as urls:
            _list(asyncio.run(parted(urls)), _IN_CONTAINERS if server else f"minqing reconcile --data {data}")


@reconcile.command()
def show(context: typer.Context, district: District, service: Service, producer: Producer) -> None:
    """List the events that a service has because of facts which their producer has lost."""
    with _urls(context) as urls:
        one, events = asyncio.run(_with_held(urls, (district, service, producer)))
    _headline(one, len(events))
    table = Table("position", "event", "stream", "because of", "recorded")
    for each in events:
        table.add_row(str(each.position), each.type, each.stream, str(each.cause), _day(each.recorded))
    if events:
        out.print(table)


@reconcile.command()
def accept(  # noqa: PLR0913  each is a word on the command line
    context: typer.Context,
    district: District,
    service: Service,
    producer: Producer,
    why: Annotated[str, typer.Option(help="stays on record: no names, numbers or words of people")],
    since: Annotated[int, typer.Option(help="the position up to which both are the same, where several may be")] = -1,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False,
) -> None:
    """Have a service go on with what a log has become; what was done because of what is lost stays done."""
    data, server, _ = context.obj
    with _urls(context) as urls:
        found = asyncio.run(parted(urls))
        one = _since(_chosen(found, (district, service, producer)), since)
        _require_models(found, one, InContainers() if server else OfThisMachine(data, LOCAL))
        _headline(one, len(asyncio.run(held(urls, one))))
        if not yes and not typer.confirm("Go on with it as it is? This cannot be taken back"):
            raise typer.Abort
        done = asyncio.run(accepting.accept(urls[service], urls[producer], one, why))
    _say(f"{', '.join(done.policies)} of {service} go on from {done.position}: by themselves, if {service} runs.")
    _say(f"Parked events that are lost with the rest: {len(done.dropped)}. It is recorded in the log of {service}.")


def _since(one: Parted, position: int) -> Parted:
    chosen = one if position < 0 else one.at(position)
    if not one.restorations:
        raise CannotRun(
            f"The log of {one.producer} does not tell from where on it is another: it came back by other means than "
            "`minqing restore`, or was accepted before. Bring all services back to one moment: docs/backup.md."
        )
    if chosen.restoration is None:
        ends = "; ".join(f"{each.position}, restored from a backup of {_day(each.taken)}" for each in one.restorations)
        raise CannotRun(f"Up to where are both the same? Say --since with one of these: {ends}.")
    return chosen


def _require_models(found: Sequence[Parted], one: Parted, ways: Ways) -> None:
    """Policies rest on all read models of their service, whoever's log these are of."""
    here = [each for each in found if (each.service, each.tenant) == (one.service, one.tenant)]
    models = sorted({at.follower for each in here for at in each.places if at.follower in each.models})
    if models:
        them = "; ".join(ways.rebuild(one.service, model) for model in models)
        raise CannotRun(f"First have the read models made anew, which policies rest on: {them}. Then say this again.")


@contextmanager
def _urls(context: typer.Context) -> Iterator[Mapping[str, str]]:
    data, server, secrets = context.obj
    given = nullcontext(Databases(server, Credentials(secrets, given=True))) if server else kept_in(data)
    try:
        with given as databases:
            yield {service: databases.superuser_url(role_of(service)) for service in WITH_A_LOG}
    except asyncpg.PostgresError as error:
        raise CannotRun(f"PostgreSQL refuses: {error.args[0]}") from error


async def _with_held(urls: Mapping[str, str], which: tuple[str, str, str]) -> tuple[Parted, list[Held]]:
    one = _chosen(await parted(urls), which)
    return one, await held(urls, one)


def _chosen(found: Sequence[Parted], which: tuple[str, str, str]) -> Parted:
    for one in found:
        if (one.tenant, one.service, one.producer) == which:
            return one
    district, service, producer = which
    raise CannotRun(f"{service} has read nothing of {producer} in {district} that its log does not hold.")


def _list(found: Sequence[Parted], here: str) -> None:
    if not found:
        _say("Nobody has read what a log does not hold.")
        return
    table = Table("district", "service", "log of", "has read up to", "is the same up to", "followers")
    for one in found:
        agreed = " or ".join(str(each.position) for each in one.restorations) or "not known"
        followers = ", ".join(sorted({at.follower for at in one.places}))
        table.add_row(one.tenant, one.service, one.producer, str(one.read), agreed, followers)
    out.print(table)
    first = f"{found[0].tenant} {found[0].service} {found[0].producer}"
    _say(f"What a service did on account of what is lost: {here} show {first}")
    raise typer.Exit(1)


def _headline(one: Parted, events: int) -> None:
    agreed = " or ".join(str(each.position) for each in one.restorations)
    same = f"the same up to {agreed}" if agreed else "the same up to where nobody knows"
    _say(f"{one.service} in {one.tenant} has read the log of {one.producer} up to {one.read}; it is {same}.")
    _say(f"Its own events because of what is lost: {events}.")


def _day(at: datetime) -> str:
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


def _say(line: str) -> None:
    out.print(line, markup=False, soft_wrap=True)
