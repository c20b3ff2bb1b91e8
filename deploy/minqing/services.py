"""The services as processes: how each is called, and what each is told by its environment."""

import json
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from deploy.minqing import place
from deploy.minqing.credentials import Credentials
from deploy.minqing.databases import Databases
from deploy.minqing.embedded import Postgres, Redis
from deploy.minqing.process import CannotRun

GATEWAY, LEDGER = "gateway", "ledger"
WITH_A_LOG = ("scheduling", LEDGER, "casework", "notify")
SERVICES = (*WITH_A_LOG, GATEWAY)


def command(service: str, *what: str) -> list[str]:
    """A service's own command line: `migrate`, `serve`, `projections` and so on."""
    return [sys.executable, "-m", f"services.{service}.main", *what]


def with_a_log(service: str) -> str:
    """The service, if it has a log. Raises CannotRun for another."""
    if service not in WITH_A_LOG:
        raise CannotRun(f"No service {service} has a log; {', '.join(WITH_A_LOG)} have.")
    return service


@dataclass(frozen=True)
class Wiring:
    """Who finds whom, where and with which secrets."""

    directory: Path
    postgres: Postgres
    redis: Redis
    port: int

    @cached_property
    def credentials(self) -> Credentials:
        """The installation's secrets."""
        return Credentials(self.directory / "secrets")

    @property
    def databases(self) -> Databases:
        """The services' databases."""
        return Databases(f"127.0.0.1:{self.postgres.port}", self.credentials)

    @cached_property
    def ports(self) -> dict[str, int]:
        """The gateway's own port; free ones for the services behind it."""
        return {name: self.port if name == GATEWAY else place.free_port() for name in SERVICES}

    @cached_property
    def urls(self) -> dict[str, str]:
        """Where each service is."""
        return {name: f"http://127.0.0.1:{port}" for name, port in self.ports.items()}

    def environment(self, service: str) -> dict[str, str]:
        """What `shared.settings` of this service reads, under the service's prefix."""
        said = {
            "DATABASE_URL": self.databases.url(service),
            "MIGRATOR_URL": self.databases.migrator_url(service),
            "REDIS_URL": self.redis.url,
            "PORT": str(self.ports[service]),
            "SIGNING_KEY_FILE": str(self.credentials.signing_key_file(service)),
            "TRUSTED_KEYS_FILE": str(self.credentials.trusted_keys_file(SERVICES)),
            "MASTER_KEY_FILE": str(self.credentials.master_key_file(service)),
            "PEERS": json.dumps({name: url for name, url in self.urls.items() if name != service}),
        }
        if service == GATEWAY:
            said["OPERATOR_PASSWORD_FILE"] = str(self.credentials.operator_password_file())
        if service == LEDGER:
            said["SEAL_KEY_FILE"] = str(self.credentials.seal_key_file())
            self.credentials.seal_public_key_file()  # beside it, for those who check seals
        return {f"{service.upper()}_{name}": value for name, value in said.items()}
