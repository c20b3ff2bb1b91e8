"""An installation that somebody else has started, as the driver uses it: over the network, with what it was given."""

import socket
from pathlib import Path

import httpx

from deploy.minqing import logs, place
from deploy.minqing.databases import Databases
from deploy.minqing.process import CannotRun


class Elsewhere:
    """Its gateway, the first operator's password, and its databases, read as who writes nothing."""

    def __init__(
        self, gateway: str, directory: Path, databases: Databases, operator_password_file: Path | None = None
    ) -> None:
        if not databases.server:
            raise CannotRun("The logs are counted too: say with --server where the installation's PostgreSQL is.")
        self.url = gateway.rstrip("/")
        self.directory = place.prepare(directory)
        self._password = operator_password_file or databases.credentials.operator_password_file()
        self._databases = databases

    @property
    def seen_as(self) -> str:
        """The address of this machine on the way to the gateway."""
        gateway = httpx.URL(self.url)
        port = gateway.port or {"https": 443}.get(gateway.scheme, 80)
        with socket.create_connection((gateway.host, port), timeout=10) as way:
            return str(way.getsockname()[0])

    def operator_password(self) -> str:
        """Of the first operator."""
        return self._password.read_text("utf-8").strip()

    def export(self, service: str, tenant: str, to: Path) -> None:
        """Write a district's log. Raises CannotRun."""
        with to.open("w", encoding="utf-8") as file:
            logs.export(self._databases.reader_url(service), tenant, file)
