"""The command line: `minqing`. It says what went wrong in one line, and ends with 1 then."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console

from deploy.minqing import asking, erasing, importing, logs, operating, parking, projecting, verifier
from deploy.minqing.asking import Account, Password, Url
from deploy.minqing.backup.command import backup, restore
from deploy.minqing.credentials import Credentials
from deploy.minqing.databases import Databases, migrate_all, provision_all
from deploy.minqing.doctor.command import doctor
from deploy.minqing.gateway import LOCAL, Gateway
from deploy.minqing.installation import database_of
from deploy.minqing.permissions import table
from deploy.minqing.process import CannotRun
from deploy.minqing.reconciling.command import reconcile
from deploy.minqing.services import SERVICES, WITH_A_LOG, with_a_log
from deploy.minqing.sheet import recovery_sheet
from deploy.minqing.supervise import Minqing, discard, running
from deploy.minqing.whereabouts import GIVEN, HERE, Data, Secrets, Server
from shared.eventstore.seal import name_of
from shared.settings import TracesSettings, settings_or_end

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Minqing: the back office of a field campaign.",
)
log = typer.Typer(no_args_is_help=True, help="Logs: the truth of each service, one a district.")
databases = typer.Typer(no_args_is_help=True, help="Databases: one for each service, on one server.")
app.add_typer(operating.district, name="district")
app.add_typer(operating.admin, name="admin")
app.add_typer(parking.parked, name="parked")
app.add_typer(erasing.subject, name="subject")
app.command()(doctor)
app.command()(backup)
app.command()(restore)
app.add_typer(reconcile, name="reconcile")
app.command("links")(asking.links)
app.command("ask")(asking.ask)
app.command("id")(asking.id_of)
app.add_typer(log, name="log")
app.add_typer(databases, name="databases")
app.add_typer(projecting.projections, name="projections")

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

Service = Annotated[str, typer.Option(help=", ".join(WITH_A_LOG))]
District = Annotated[str, typer.Option("--tenant", help="the district")]


@app.command()
def run(
    data: Data = HERE,
    port: Annotated[int, typer.Option(help="where the gateway listens, on this machine alone")] = 8080,
) -> None:
    """Start PostgreSQL, a Redis-compatible server and all services; Ctrl-C stops them."""
    traces = settings_or_end(TracesSettings).environment()
    with running(Minqing(data, port, dict.fromkeys(SERVICES, traces), say=out.print)) as minqing:
        out.print(f"Minqing runs: {minqing.url} · logs of the processes in {minqing.directory / 'log'}")
        out.print(f"The operator's password is in {minqing.wiring.credentials.operator_password_file()}")
        minqing.watch()


@app.command()
def clean(data: Data = HERE) -> None:
    """Remove a data directory, or all that are in it, unless Minqing runs with one."""
    discard(data)


@app.command()
def permissions() -> None:
    """Print who may do what, as it stands in docs/permissions.md."""
    out.print(table(), end="", markup=False, soft_wrap=True)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, add_help_option=False)
def demo(context: typer.Context) -> None:
    """Play the reference campaign through all services and print its acceptance table."""
    os.execv(sys.executable, [sys.executable, "-m", "deploy.demo", *context.args])


@app.command()
def secrets(
    folder: Annotated[Path, typer.Option("--in", help="where they are kept", exists=True, file_okay=False)],
    sheet: Annotated[bool, typer.Option("--sheet", help="print the recovery sheet again")] = False,
) -> None:
    """Make the secrets that an installation in containers still lacks, and print the recovery sheet."""
    credentials = Credentials(folder)
    made = credentials.complete(SERVICES)
    credentials.lend()
    if made or sheet:
        out.print(recovery_sheet(credentials, SERVICES), markup=False, soft_wrap=True)
    else:
        out.print(
            "Every secret is there; nothing was changed. --sheet prints the recovery sheet again.", soft_wrap=True
        )


@databases.command()
def provision(server: Server, secrets: Secrets = GIVEN) -> None:
    """Make each service's database and its roles, or bring them up to date, as the server's superuser."""
    asyncio.run(provision_all(Databases(server, Credentials(secrets, given=True)), SERVICES))


@databases.command()
def migrate(server: Server, secrets: Secrets = GIVEN) -> None:
    """Bring each service's database into the shape that this release needs."""
    asyncio.run(migrate_all(Databases(server, Credentials(secrets, given=True)), SERVICES))


@log.command("export")
def log_export(  # noqa: PLR0913  each is a word on the command line
    service: Service,
    tenant: District,
    to: Annotated[
        typer.FileTextWrite,
        typer.Option("--out", encoding="utf-8", help="the file to write (.jsonl), - for the output"),
    ],
    withhold: Annotated[bool, typer.Option("--withhold", help="say nothing of the events: digests alone")] = False,
    data: Data = HERE,
    server: Server = "",
    secrets: Secrets = GIVEN,
) -> None:
    """Write a district's log to a file that anybody can check: docs/verify.md.

    It is read from an installation's server, as who reads all and writes nothing; without --server, from what
    `minqing run` started.
    """
    url, _ = _reached(service, data, server, secrets)
    events = logs.export(url, tenant, to, withhold)
    err.print(f"{events} events of {service} in {tenant}: {to.name}", soft_wrap=True)


@log.command("seal")
def log_seal(  # noqa: PLR0913  each is a word on the command line
    service: Service,
    tenant: District,
    to: Annotated[typer.FileTextWrite, typer.Option("--out", help="the file to write, - for the output")] = "-",  # type: ignore[assignment]  # opened by typer
    data: Data = HERE,
    server: Server = "",
    secrets: Secrets = GIVEN,
) -> None:
    """Sign where a district's log ends now; who keeps the seal finds later changes: docs/verify.md."""
    url, credentials = _reached(service, data, server, secrets)
    head, seal = logs.seal(url, tenant, credentials.seal_key())
    to.write(seal)
    err.print(f"{service} in {tenant}, sealed at position {head.position}, {head.hash.hex()[:16]}", soft_wrap=True)
    err.print(f"by the key {name_of(credentials.seal_key())}", soft_wrap=True)


@log.command("verify")
def log_verify(
    file: Annotated[str, typer.Argument(help="an export, - for the standard input")] = "-",
    seal: Annotated[str | None, typer.Option(help="a seal of that log: a file, or the text of a receipt")] = None,
    key: Annotated[str | None, typer.Option(help="the public key that must have made the seal, base64")] = None,
) -> None:
    """Check an export, and a seal on it, without any database; 1 when it does not verify, 2 when it cannot be read."""
    raise typer.Exit(verifier.run(file, seal, key))


@app.command("import")
def import_file(  # noqa: PLR0913  each is a word on the command line
    kind: Annotated[importing.Kind, typer.Argument(help="what the file holds")],
    file: Annotated[Path, typer.Argument(help="CSV (UTF-8) or XLSX, with a header", exists=True, dir_okay=False)],
    account: Account,
    password: Password,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what it would do")] = False,
    gateway: Url = LOCAL,
) -> None:
    """Import a CSV or XLSX file through the gateway; the same file twice changes nothing."""
    with Gateway(gateway) as api:
        api.log_in(account, password)
        report = importing.send(api, kind, file.read_bytes(), dry_run)
    importing.show(report, out)
    if report.errors:
        raise CannotRun(f"{len(report.errors)} errors: nothing was written.")


def _reached(service: str, data: Path, server: str, secrets: Path) -> tuple[str, Credentials]:
    """Where a service's log can be read, and the secrets of its installation."""
    if server:
        given = Credentials(secrets, given=True)
        return Databases(server, given).reader_url(with_a_log(service)), given
    return database_of(data, with_a_log(service)), Credentials(data / "secrets")


def main() -> None:
    """Entry point: the command's exit code, or 1 after one line that says what went wrong."""
    try:
        app()
    except OSError as error:
        _fail(f"{error.strerror}: {error.filename}" if error.filename else str(error))
    except (CannotRun, httpx.HTTPError) as error:
        _fail(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


def _fail(sentence: str) -> None:
    err.print(f"minqing: {sentence}", markup=False, soft_wrap=True)
    sys.exit(1)
