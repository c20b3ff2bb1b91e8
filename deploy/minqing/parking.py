"""What followers have parked, as an operator sees and decides of it: ids, types and codes, never contents."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any  # answers are JSON

import typer
from rich.console import Console
from rich.table import Table

from deploy.minqing.asking import Url
from deploy.minqing.gateway import LOCAL, Gateway
from deploy.minqing.operating import Login, Secrets, password_of
from deploy.minqing.process import CannotRun, wait_until
from deploy.minqing.whereabouts import HERE, Data
from shared.calendar import BEIJING
from shared.eventstore.parking import BEHIND

parked = typer.Typer(no_args_is_help=True, help="Parked events: what could not be taken in, and what waits behind.")

Code = Annotated[str, typer.Argument(metavar="DISTRICT", help="its code, as in shifan")]
Service = Annotated[str, typer.Argument(help="scheduling, ledger, casework or notify")]
Follower = Annotated[str, typer.Argument(help="a read model or policy of it, as `parked list` names it")]
Position = Annotated[int, typer.Argument(help="the event's position in its log")]
Log = Annotated[str, typer.Option("--log", help="whose log that is, where followers of one name read several")]

_PATIENCE_SECONDS = 60.0
_LOOK_SECONDS = 0.5
out = Console(highlight=False)

Listed = Sequence[Mapping[str, Any]]


@parked.callback()
def who(
    context: typer.Context,
    data: Data = HERE,
    secrets: Secrets = None,
    login: Login = "operator",
    gateway: Url = LOCAL,
) -> None:
    """Who asks, and where; said before the command: minqing parked --gateway … list …."""
    context.obj = gateway, login, (data, secrets)


@parked.command("list")
def list_(context: typer.Context, district: Code) -> None:
    """List what is parked in a district, each follower's in order."""
    with _operator(context) as api:
        found = _listed(api, district)
    if not found:
        out.print("Nothing is parked.")
        return
    table = Table("service", "follower", "log", "position", "event", "keys", "reason")
    for one in found:
        keys, at = "\n".join(one["keys"]), str(one["position"])
        table.add_row(one["service"], one["follower"], one["producer"], at, one["type"], keys, _reason(one))
    out.print(table)


@parked.command()
def show(  # noqa: PLR0913  each is a word on the command line
    context: typer.Context,
    district: Code,
    service: Service,
    follower: Follower,
    position: Position,
    producer: Log = "",
) -> None:
    """Show one parked event, what waits behind it, and what can be done."""
    with _operator(context) as api:
        found = _of(_listed(api, district), service, follower)
    event = _one(found, position, producer)
    for name in ("producer", "position", "type", "stream", "event_id", "keys", "reason"):
        said = ", ".join(event[name]) if name == "keys" else event[name]
        out.print(f"{name.replace('_', ' '):10} {said}", soft_wrap=True)
    since = datetime.fromisoformat(event["parked_at"]).astimezone(BEIJING)
    out.print(f"{'since':10} {since:%Y-%m-%d %H:%M:%S} Beijing time")
    out.print(f"{'behind it':10} {sum(_is_behind(one, event) for one in found)}")
    where = f"{district} {service} {follower}"
    out.print(f"Once the cause is mended: minqing parked resume {where} --key {event['keys'][0]}", soft_wrap=True)
    out.print(
        f"To leave it out for good: minqing parked discard {where} {position} --log {event['producer']} --why '…'",
        soft_wrap=True,
    )


@parked.command()
def resume(
    context: typer.Context,
    district: Code,
    service: Service,
    follower: Follower,
    key: Annotated[str, typer.Option(help="one key alone; otherwise all")] = "",
) -> None:
    """Take parked events in again, in order; what fails again stays parked, and the command ends with 1."""
    asked = {"service": service, "tenant": district, "follower": follower, "key": key}
    with _operator(context) as api:
        events = api.ask("POST", "/running/parked/resumption", json=asked).json()["events"]
        left = _carried_out(api, district, service, follower)
    failed = [one for one in left if one["reason"] != BEHIND and (not key or key in one["keys"])]
    if failed:
        raise CannotRun(f"Position {failed[0]['position']} failed again: {failed[0]['reason']}. It stays parked.")
    out.print(f"{events} taken in again; {len(left)} of {follower} stay parked.")


@parked.command()
def discard(  # noqa: PLR0913  each is a word on the command line
    context: typer.Context,
    district: Code,
    service: Service,
    follower: Follower,
    position: Position,
    why: Annotated[str, typer.Option(help="stays on record: no names, numbers or words of people")],
    producer: Log = "",
) -> None:
    """Leave one event out for good, and let go on what waits behind it. It cannot be taken back."""
    asked = {"service": service, "tenant": district, "follower": follower, "position": position, "why": why}
    with _operator(context) as api:
        asked["producer"] = producer or _one(_of(_listed(api, district), service, follower), position)["producer"]
        api.ask("POST", "/running/parked/discarding", json=asked)
        left = _carried_out(api, district, service, follower)
    out.print(f"Position {position} is left out, on record; {len(left)} of {follower} stay parked.")


@contextmanager
def _operator(context: typer.Context) -> Iterator[Gateway]:
    gateway, login, where = context.obj
    with Gateway(gateway) as api:
        api.log_in(login, password_of(*where))
        yield api


def _listed(api: Gateway, district: str) -> Listed:
    found: Listed = api.ask("GET", f"/running/parked?tenant={district}").json()["items"]
    return found


def _carried_out(api: Gateway, district: str, service: str, follower: str) -> Listed:
    """What the follower still has parked, once no verdict is open."""
    left: list[Mapping[str, Any]] = []

    def carried_out() -> bool:
        left[:] = _of(_listed(api, district), service, follower)
        return not any(one["verdict"] for one in left)

    if not wait_until(carried_out, _PATIENCE_SECONDS, _LOOK_SECONDS):
        raise CannotRun(f"It is asked for, and not carried out yet: look again with minqing parked list {district}.")
    return left


def _of(listed: Listed, service: str, follower: str) -> Listed:
    return [one for one in listed if (one["service"], one["follower"]) == (service, follower)]


def _one(found: Listed, position: int, producer: str = "") -> Mapping[str, Any]:
    """The one parked event at a position. Raises CannotRun where there is none, or one in several logs."""
    events = [one for one in found if one["position"] == position and producer in ("", one["producer"])]
    if not events:
        raise CannotRun(f"It has not parked position {position}.")
    if len(events) > 1:
        logs = ", ".join(one["producer"] for one in events)
        raise CannotRun(f"Position {position} is parked of several logs: say --log with one of {logs}.")
    return events[0]


def _is_behind(one: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    later = one["producer"] == event["producer"] and one["position"] > event["position"]
    return later and one["reason"] == BEHIND and not set(one["keys"]).isdisjoint(event["keys"])


def _reason(one: Mapping[str, Any]) -> str:
    asked = {"resume": "to be resumed", "discard": "to be discarded"}.get(one["verdict"] or "")
    return f"{one['reason']} ({asked})" if asked else str(one["reason"])
