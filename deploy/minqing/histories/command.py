"""`minqing histories` on the command line."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import Annotated

import asyncpg
import typer
from rich.console import Console
from rich.table import Table

from deploy.minqing.backup.where import kept_in
from deploy.minqing.credentials import Credentials
from deploy.minqing.databases import Databases
from deploy.minqing.histories.held import Held, held
from deploy.minqing.histories.parting import Parted, parted
from deploy.minqing.process import CannotRun
from deploy.minqing.services import WITH_A_LOG
from deploy.minqing.whereabouts import GIVEN, HERE, Data, Secrets, Server
from shared.calendar import BEIJING
from shared.eventstore.provision import role_of

histories = typer.Typer(
    invoke_without_command=True,
    help="After a service was restored to an earlier point: what others have read, and did, of what is lost.",
)

District = Annotated[str, typer.Argument(help="its code, as in shifan")]
Service = Annotated[str, typer.Argument(help="who has read what is lost: scheduling, ledger, casework or notify")]
Producer = Annotated[str, typer.Argument(help="whose log was restored")]
out = Console(highlight=False)
_IN_CONTAINERS = "docker compose run --rm recovery histories"


@histories.callback()
def where(
    context: typer.Context,
    data: Data = HERE,
    server: Server = "",
    secrets: Secrets = GIVEN,
) -> None:
    """Where the databases are, said first; without a command, who has read what is lost is told: docs/histories.md."""
    context.obj = data, server, secrets
    if context.invoked_subcommand is None:
        with _urls(context) as urls:
            _list(asyncio.run(parted(urls)), _IN_CONTAINERS if server else f"minqing histories --data {data}")


@histories.command()
def show(context: typer.Context, district: District, service: Service, producer: Producer) -> None:
    """List the events that a service has because of facts which their producer has lost."""
    with _urls(context) as urls:
        one, events = asyncio.run(_with_held(urls, (district, service, producer)))
    _headline(one, len(events))
    table = Table("position", "event", "stream", "because of", "recorded")
    for each in events:
        recorded = f"{each.recorded.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"
        table.add_row(str(each.position), each.type, each.stream, str(each.cause), recorded)
    if events:
        out.print(table)


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
        agreed = str(one.restoration.position) if one.restoration else "not known"
        followers = ", ".join(sorted({at.follower for at in one.places}))
        table.add_row(one.tenant, one.service, one.producer, str(one.read), agreed, followers)
    out.print(table)
    first = f"{found[0].tenant} {found[0].service} {found[0].producer}"
    _say(f"What a service did on account of what is lost: {here} show {first}")
    raise typer.Exit(1)


def _headline(one: Parted, events: int) -> None:
    same = f"the same up to {one.restoration.position}" if one.restoration else "the same up to where nobody knows"
    _say(f"{one.service} in {one.tenant} has read the log of {one.producer} up to {one.read}; it is {same}.")
    _say(f"Its own events because of what is lost: {events}.")


def _say(line: str) -> None:
    out.print(line, markup=False, soft_wrap=True)
