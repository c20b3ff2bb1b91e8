"""What the gateway must be told by its environment, under the prefix GATEWAY_."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import SecretFile, ServiceSettings


class Settings(ServiceSettings):
    """The services behind come as `peers`; what only they need has a default here."""

    model_config = SettingsConfigDict(env_prefix="GATEWAY_")

    redis_url: str = ""
    trusted_keys_file: SecretFile = Path("/dev/null")
    operator_login: str = "operator"
    operator_password_file: SecretFile = Field(
        description="the first operator's password, used when there is no such account yet"
    )
    plain_http: bool = Field(
        default=False, description="whether people of other machines log in by plain http, in a network without TLS"
    )
    trusted_proxies: str = Field(
        default="127.0.0.1", description="whose X-Forwarded-For and X-Forwarded-Proto are believed, comma separated"
    )
    session_idle_minutes: float = Field(default=30, description="a session not used for so long has ended")
    session_hours: float = Field(default=12, description="a session older than this has ended")
    link_hours: float = Field(default=72, description="how long a one-time link is good")
    public_url: str = Field(
        default="", description="where people find the gateway, for links to it; empty: where a request came to"
    )
    requests_per_second: float = Field(default=100, description="of one account or key, over time; 0 = no limit")
    requests_burst: float = Field(default=1000, description="of one account or key, at once")
    address_per_second: float = Field(default=500, description="of one network address, over time; 0 = no limit")
    address_burst: float = Field(default=2000, description="of one network address, at once")
    body_bytes: int = Field(default=2 << 20, description="the largest body of a request, a file to import too")
    answer_seconds: float = Field(
        default=60, description="how long a service may take to answer; streams are not limited"
    )
    password_memory_kib: int = Field(default=19456, description="argon2id memory of one hash")
    password_rounds: int = Field(default=2, description="argon2id passes")
