"""`minqing doctor` on the command line."""

import asyncio
import json
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer
from rich.console import Console

from deploy.minqing.asking import Url
from deploy.minqing.credentials import Credentials
from deploy.minqing.databases import Databases
from deploy.minqing.doctor.examining import Whereabouts, examine
from deploy.minqing.doctor.finding import is_well
from deploy.minqing.doctor.judging import judge
from deploy.minqing.doctor.table import as_json, show
from deploy.minqing.doctor.ways import InContainers, OfThisMachine, Ways
from deploy.minqing.gateway import LOCAL
from deploy.minqing.installation import environment_of
from deploy.minqing.process import CannotRun
from deploy.minqing.services import GATEWAY, SERVICES
from deploy.minqing.whereabouts import GIVEN, HERE, Data, Secrets, Server

Doorbell = Annotated[str, typer.Option("--redis", help="with --server: host:port of its Redis", envvar="MINQING_REDIS")]
Peers = Annotated[
    str,
    typer.Option(
        "--peers", help='with --server: where its services are, {"ledger": "http://…"}', envvar="MINQING_PEERS"
    ),
]
out = Console(highlight=False)


def doctor(  # noqa: PLR0913  each is a word on the command line
    data: Data = HERE,
    server: Server = "",
    redis: Doorbell = "redis:6379",
    peers: Peers = "{}",
    gateway: Url = LOCAL,
    secrets: Secrets = GIVEN,
    each: Annotated[bool, typer.Option("--each", help="a line for each follower, also where it keeps up")] = False,
    json_: Annotated[bool, typer.Option("--json", help="for monitoring: everything, as JSON")] = False,
) -> None:
    """Look at everything, say what is wrong and what to do about it: docs/doctor.md. 1 when anything is wrong.

    It looks at what `minqing run` started, or with --server at an installation in containers.
    """
    where, ways = in_containers(server, redis, peers, gateway, secrets) if server else of_this_machine(data)
    findings = judge(asyncio.run(examine(where)), ways)
    if json_:
        typer.echo(as_json(findings))
    else:
        show(findings, out, each)
    raise typer.Exit(not is_well(findings))


def of_this_machine(data: Path) -> tuple[Whereabouts, Ways]:
    """What `minqing run` started in a data directory. Raises CannotRun when nothing was."""
    told = {service: environment_of(data, service) for service in SERVICES}
    port = told[GATEWAY]["GATEWAY_PORT"]
    urls = {**json.loads(told[GATEWAY]["GATEWAY_PEERS"]), GATEWAY: f"http://127.0.0.1:{port}"}
    server = told[GATEWAY]["GATEWAY_DATABASE_URL"].rpartition("@")[2].partition("/")[0]
    directories = {
        "PostgreSQL": data / "elsewhere" if (data / "elsewhere").exists() else data,
        "what processes log": data / "log",
    }
    where = Whereabouts(
        _readable(server, Credentials(data / "secrets")), told[GATEWAY]["GATEWAY_REDIS_URL"], urls, directories
    )
    return where, OfThisMachine(data, urls[GATEWAY])


def in_containers(server: str, redis: str, peers: str, gateway: str, secrets: Path) -> tuple[Whereabouts, Ways]:
    """An installation in containers, as one of them finds it. Raises CannotRun when a secret is missing."""
    given = Credentials(secrets, given=True)
    urls = {**_urls(peers), GATEWAY: gateway}
    bell = f"redis://:{quote(given.redis_password(), safe='')}@{redis}/0"
    return Whereabouts(_readable(server, given), bell, urls, {"PostgreSQL": None}), InContainers()


def _readable(server: str, credentials: Credentials) -> dict[str, str]:
    databases = Databases(server, credentials)
    return {service: databases.reader_url(service) for service in SERVICES}


def _urls(peers: str) -> dict[str, str]:
    try:
        return {str(name): str(url) for name, url in json.loads(peers).items()}
    except (ValueError, AttributeError) as error:
        raise CannotRun('--peers is not JSON of the kind {"ledger": "http://ledger:8080"}.') from error
