"""What every service must be told by its environment, under its own prefix (CASEWORK_ and so on)."""

import base64
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

KEY_BYTES = 32
KEPT_SECONDS = 75
"""How long a server keeps an idle connection: longer than clients do, so that no request meets its end."""


def secret_of(file: Path) -> bytes:
    """A key of 32 bytes, kept as base64 in a file. Raises ValueError, naming the file, for anything else."""
    try:
        key = base64.b64decode(file.read_text().strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(f"{file} must hold {KEY_BYTES} bytes in base64")
    return key


def signing_key_of(file: Path) -> Ed25519PrivateKey:
    """An Ed25519 key, kept as PEM in a file. Raises ValueError, naming the file, for anything else."""
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (ValueError, TypeError):  # the latter: it is there, under a password
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{file} must hold an Ed25519 key in PEM")
    return key


def _readable(file: Path) -> Path:
    try:
        file.open("rb").close()
    except OSError as error:
        raise ValueError(f"{file} cannot be read ({error.strerror})") from error
    return file


def _holding_a_key(file: Path) -> Path:
    secret_of(_readable(file))
    return file


def _holding_a_signing_key(file: Path) -> Path:
    signing_key_of(_readable(file))
    return file


SecretFile = Annotated[Path, AfterValidator(_readable)]
KeyFile = Annotated[Path, AfterValidator(_holding_a_key)]
SigningKeyFile = Annotated[Path, AfterValidator(_holding_a_signing_key)]


Sampler = Annotated[
    Literal[
        "always_on",
        "always_off",
        "traceidratio",
        "parentbased_always_on",
        "parentbased_always_off",
        "parentbased_traceidratio",
    ],
    BeforeValidator(str.lower),
]
"""Those that the SDK knows; for one that it does not know it would follow all."""


class TracesSettings(BaseSettings):
    """Whether and which traces are followed, by the names that every program has for it: the SDK reads them itself."""

    model_config = SettingsConfigDict(env_prefix="OTEL_", env_ignore_empty=True)

    exporter_otlp_endpoint: str = Field(default="", description="the collector: http://collector:4318")
    exporter_otlp_traces_endpoint: str = Field(default="", description="its whole address, where that is another")
    traces_sampler: Sampler = Field(default="parentbased_always_on", description="which traces are followed")
    traces_sampler_arg: str = Field(default="", description="for parentbased_traceidratio: the part of them, 0.1")

    @property
    def are_wanted(self) -> bool:
        """Whether there is a collector."""
        return bool(self.exporter_otlp_endpoint or self.exporter_otlp_traces_endpoint)

    def environment(self) -> dict[str, str]:
        """What was said, for another process."""
        return {f"OTEL_{name.upper()}": str(getattr(self, name)) for name in sorted(self.model_fields_set)}


class ServiceSettings(BaseSettings):
    """Read once at start and passed down; secrets come as files, so that no environment listing shows them."""

    model_config = SettingsConfigDict(hide_input_in_errors=True)  # an address may hold a password

    database_url: str = Field(
        description="PostgreSQL, as the service's own role: postgresql://user[:password]@host[:port]/db"
    )
    database_password_file: SecretFile | None = Field(default=None, description="the role's password")
    migrator_url: str = Field(default="", description="the same database as its migrator; needed by `migrate` alone")
    redis_url: str = Field(description="the doorbell: redis://[:password@]host[:port]/0")
    redis_password_file: SecretFile | None = Field(default=None, description="the doorbell's password")
    host: str = "127.0.0.1"
    port: int = Field(description="where this service listens")
    signing_key_file: SecretFile = Field(description="this service's own Ed25519 key (PEM), for asking other services")
    trusted_keys_file: SecretFile = Field(
        description='JSON {"issuer": "public key (PEM)"} of the gateway and all services'
    )
    master_key_file: KeyFile = Field(description="32 bytes, base64: wraps the keys of sealed values")
    peers: dict[str, str] = Field(
        default_factory=dict, description='JSON {"ledger": "http://host:port"}: the other services'
    )
    connections: int = Field(
        default=16, ge=1, description="how many requests may read at the same time; those beyond wait their turn"
    )
    log_level: str = "info"
    drain_seconds: float = Field(default=10, description="how long a stop waits for what is under way")

    @model_validator(mode="after")
    def _passwords_from_their_files(self) -> Self:
        self.database_url = _with_password(self.database_url, self.database_password_file)
        self.redis_url = _with_password(self.redis_url, self.redis_password_file)
        return self


def _with_password(url: str, file: Path | None) -> str:
    if file is None:
        return url
    address = urlsplit(url)
    host = address.netloc.rpartition("@")[2]
    password = quote(file.read_text("utf-8").strip(), safe="")
    return address._replace(netloc=f"{address.username or ''}:{password}@{host}").geturl()


S = TypeVar("S", bound=BaseSettings)


def settings_or_end(read: Callable[[], S]) -> S:
    """The settings; where something is missing or wrong, the end of this process, with a line that says what."""
    try:
        return read()
    except ValidationError as error:
        prefix = str(getattr(read, "model_config", {}).get("env_prefix", ""))
        sys.exit("; ".join(f"{_variable(prefix, one['loc'])}: {_why(one['msg'])}" for one in error.errors()))


def _variable(prefix: str, where: tuple[int | str, ...]) -> str:
    return "_".join([prefix.rstrip("_"), *map(str, where)]).upper()


def _why(message: str) -> str:
    return message.removeprefix("Value error, ")
