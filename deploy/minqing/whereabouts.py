"""Where an installation is, as the commands that look at one are told: a data directory, or a server in containers."""

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[Path, typer.Option(help="the data directory of `minqing run`", envvar="MINQING_DATA")]
Server = Annotated[str, typer.Option(help="host:port of an installation's PostgreSQL", envvar="MINQING_POSTGRES")]
Secrets = Annotated[Path, typer.Option(help="with --server: the folder of its secrets", envvar="MINQING_SECRETS")]

HERE = Path(".minqing")
GIVEN = Path("/run/secrets")
"""Where a container finds the secrets that it is given."""
