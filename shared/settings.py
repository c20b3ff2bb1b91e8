"""What every service must be told by its environment, under its own prefix (CASEWORK_ and so on)."""

import base64
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """Read once at start and passed down; secrets come as files, so that no environment listing shows them."""

    model_config = SettingsConfigDict(
        hide_input_in_errors=True
    )  # an address may hold a password, and an error is logged

    database_url: str = Field(
        description="PostgreSQL, as the service's own role: postgresql://user:password@host:port/db"
    )
    migrator_url: str = Field(default="", description="the same database as its migrator; needed by `migrate` alone")
    redis_url: str = Field(description="the doorbell: redis://[:password@]host:port/0")
    host: str = "127.0.0.1"
    port: int = Field(description="where this service listens")
    signing_key_file: Path = Field(description="this service's own Ed25519 key (PEM), for asking other services")
    trusted_keys_file: Path = Field(description='JSON {"issuer": "public key (PEM)"} of the gateway and all services')
    master_key_file: Path = Field(description="32 bytes, base64: wraps the keys of sealed values")
    peers: dict[str, str] = Field(
        default_factory=dict, description='JSON {"ledger": "http://host:port"}: the other services'
    )
    log_level: str = "info"
    drain_seconds: float = Field(default=10, description="how long a stop waits for what is under way")


KEY_BYTES = 32


def secret_of(file: Path) -> bytes:
    """A key of 32 bytes, kept as base64 in a file. Raises ValueError, naming the file, for anything else."""
    key = base64.b64decode(file.read_text().strip(), validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError(f"{file} must hold {KEY_BYTES} bytes in base64")
    return key
