"""`minqing reconcile` on the command line."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated
from uuid import UUID

import asyncpg
import typer
from rich.console import Console
from rich.table import Table

from deploy.minqing.backup.where import kept_in
from deploy.minqing.credentials import Credentials
from deploy.minqing.databases import Databases
from deploy.minqing.doctor.ways import InContainers, OfThisMachine, Ways
from deploy.minqing.gateway import HERE
from deploy.minqing.operating import Data
from deploy.minqing.process import CannotRun
from deploy.minqing.reconciling.accepting import accept as accept_
from deploy.minqing.reconciling.held import Held, held
from deploy.minqing.reconciling.parting import Parted, parted
from deploy.minqing.reconciling.telling import copies, tell_again
from deploy.minqing.services import WITH_A_LOG
from deploy.minqing.services import with_a_log as _with_a_log
from shared.calendar import BEIJING
from shared.eventstore.provision import role_of
from shared.ids import Tenant

reconcile = typer.Typer(
    invoke_without_command=True,
    help="After a service was restored to an earlier point: what others have read of what is lost, and the way on.",
)

District = Annotated[str, typer.Argument(help="its code, as in shifan")]
Service = Annotated[str, typer.Argument(help="who has read what is lost: scheduling, ledger, casework or notify")]
Producer = Annotated[str, typer.Argument(help="whose log was restored")]
Server = Annotated[str, typer.Option(help="host:port of an installation's PostgreSQL", envvar="MINQING_POSTGRES")]
Secrets = Annotated[Path, typer.Option(help="with --server: the folder of its secrets", envvar="MINQING_SECRETS")]
out = Console(highlight=False)


@reconcile.callback()
def where(
    context: typer.Context,
    data: Data = Path(".minqing"),
    server: Server = "",
    secrets: Secrets = Path("/run/secrets"),
) -> None:
    """Where the databases are, said first; without a command, who must be reconciled is told: docs/reconciling.md."""
    context.obj = data, server, secrets
    if context.invoked_subcommand is None:
        with _urls(context) as urls:
            _list(asyncio.run(parted(urls)), InContainers() if server else OfThisMachine(data, HERE))


@reconcile.command()
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


@reconcile.command()
def republish(
    context: typer.Context,
    district: District,
    producer: Producer,
    why: Annotated[str, typer.Option(help="stays on record: no names, numbers or words of people")],
    fact: Annotated[list[UUID] | None, typer.Option(help="this fact alone; may be said several times")] = None,
) -> None:
    """Let a producer say facts again that it has lost, where a delivery holds a whole copy. It is recorded as events.

    Say it before `accept`: whoever goes on hears them, and does nothing again that they did upon them.
    """
    with _urls(context) as urls:
        lost = asyncio.run(copies(urls, Tenant(district), _with_a_log(producer)))
        chosen = [each for each in lost if fact is None or each.id in fact]
        if not_lost := set(fact or ()) - {each.id for each in chosen}:
            raise CannotRun(f"No delivery holds {min(not_lost)} as a fact that {producer} has lost.")
        told = asyncio.run(tell_again(urls[producer], Tenant(district), chosen, why))
    for each in (one for one in chosen if one.fact is None):
        _say(f"Not whole, since it bears what is sealed: {each.type} {each.id}")
    _say(f"Facts that {producer} in {district} says again: {told}.")


@reconcile.command()
def accept(  # noqa: PLR0913  each is a word on the command line
    context: typer.Context,
    district: District,
    service: Service,
    producer: Producer,
    why: Annotated[str, typer.Option(help="stays on record: no names, numbers or words of people")],
    agreed: Annotated[
        int | None, typer.Option(help="up to which position the log is what it was, where it does not tell itself")
    ] = None,
) -> None:
    """Let a service that does not run go on with what a producer's log has become. It is recorded as an event.

    Its read models of that log are made anew at its start, its policies go on from where both are the same. What it
    did on account of what is lost stays: see `show`.
    """
    with _urls(context) as urls:
        one = _chosen(asyncio.run(parted(urls)), (district, service, producer))
        position, lost = asyncio.run(accept_(urls, one, _agreed(one, agreed), why))
    _say(f"{service} goes on with the log of {producer} in {district} at its next start; recorded at {position}.")
    _say(f"Events that stay although their cause is lost: {lost}.")


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


def _agreed(one: Parted, said: int | None) -> int:
    if one.restoration:
        if said not in (None, one.restoration.position):
            raise CannotRun(f"The log tells itself: up to position {one.restoration.position}. Leave --agreed out.")
        return one.restoration.position
    if said is None:
        raise CannotRun(
            f"The log of {one.producer} does not tell that `minqing restore` brought it back: say with --agreed up to "
            "which position it is what it was, or 0 if nobody knows."
        )
    return said


def _list(found: Sequence[Parted], ways: Ways) -> None:
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
    _say(f"What a service did on account of what is lost: {ways.reconcile()} show {first}")
    _say(f"To go on with what the log has become, once it is stopped: {ways.reconcile()} accept {first} --why '…'")
    raise typer.Exit(1)


def _headline(one: Parted, events: int) -> None:
    same = f"the same up to {one.restoration.position}" if one.restoration else "the same up to where nobody knows"
    _say(f"{one.service} in {one.tenant} has read the log of {one.producer} up to {one.read}; it is {same}.")
    _say(f"Its own events because of what is lost: {events}.")


def _say(line: str) -> None:
    out.print(line, markup=False, soft_wrap=True)
