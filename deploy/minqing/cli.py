"""The command line: `minqing`. It says what went wrong in one line, and ends with 1 then."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console

from deploy.minqing import importing, logs
from deploy.minqing.installation import environment_of
from deploy.minqing.permissions import table
from deploy.minqing.process import ROOT, CannotRun
from deploy.minqing.services import WITH_A_LOG, command
from deploy.minqing.supervise import Minqing, discard, running

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Minqing: the back office of a field campaign.",
)
log = typer.Typer(no_args_is_help=True, help="Logs: the truth of each service, one a district.")
projections = typer.Typer(no_args_is_help=True, help="Projections: read models made from logs.")
app.add_typer(log, name="log")
app.add_typer(projections, name="projections")

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

Data = Annotated[Path, typer.Option(help="the data directory", envvar="MINQING_DATA")]
Service = Annotated[str, typer.Option(help=", ".join(WITH_A_LOG))]
HERE = Path(".minqing")


@app.command()
def run(
    data: Data = HERE,
    port: Annotated[int, typer.Option(help="where the gateway listens, on this machine alone")] = 8080,
) -> None:
    """Start PostgreSQL, a Redis-compatible server and all services; Ctrl-C stops them."""
    with running(Minqing(data, port, say=out.print)) as minqing:
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


@log.command("export")
def log_export(
    service: Service,
    tenant: Annotated[str, typer.Option(help="the district")],
    to: Annotated[Path, typer.Option("--out", help="the file to write (.jsonl)", dir_okay=False)],
    data: Data = HERE,
) -> None:
    """Write a district's log to a file that anybody can check: docs/formats.md."""
    events = logs.export(_known(service), tenant, to, data)
    out.print(f"{events} events of {service} in {tenant}: {to}")


@projections.command("verify")
def projections_verify(service: Service, data: Data = HERE) -> None:
    """Fold a service's logs afresh and compare with its live tables."""
    told = environment_of(data, _known(service))
    done = subprocess.run(command(service, "verify"), env=told, cwd=ROOT, check=False)
    raise typer.Exit(done.returncode)


@app.command("import")
def import_file(  # noqa: PLR0913  each is a word on the command line
    kind: Annotated[importing.Kind, typer.Argument(help="what the file holds")],
    file: Annotated[Path, typer.Argument(help="CSV, UTF-8, with a header", exists=True, dir_okay=False)],
    account: Annotated[str, typer.Option("--as", help="who imports: district/account")],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, envvar="MINQING_PASSWORD")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what it would do")] = False,
    gateway: Annotated[str, typer.Option(envvar="MINQING_GATEWAY")] = "http://127.0.0.1:8080",
) -> None:
    """Import a CSV file through the gateway; the same file twice changes nothing."""
    with importing.Gateway(gateway) as api:
        api.log_in(account, password)
        report = api.send(kind, file.read_bytes(), dry_run)
    importing.show(report, out)
    if report.errors:
        raise CannotRun(f"{len(report.errors)} errors: nothing was written.")


def _known(service: str) -> str:
    if service not in WITH_A_LOG:
        raise CannotRun(f"No service {service} has a log; {', '.join(WITH_A_LOG)} have.")
    return service


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
