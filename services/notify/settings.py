"""What notify must be told: what every service must, and how it treats receivers, as NOTIFY_ALLOW_NETWORKS."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Any  # what the environment says is text

from pydantic import Field, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from shared.settings import ServiceSettings

Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode]


class Settings(ServiceSettings):
    """Notify's settings."""

    model_config = SettingsConfigDict(env_prefix="NOTIFY_")

    allow_networks: Networks = Field(
        default=(),
        description="networks inside that webhooks may go to, there without TLS too: 127.0.0.0/8,10.1.0.0/16",
    )
    retry_base_seconds: float = Field(
        default=1, gt=0, description="the pause after a first failed attempt, doubled each time"
    )
    retry_cap_seconds: float = Field(default=300, gt=0, description="the longest pause between two attempts")
    answer_seconds: float = Field(default=10, gt=0, description="how long a receiver may take to answer")
    failing_after: int = Field(
        default=10, ge=1, description="after how many attempts a delivery is reported as failing"
    )

    @field_validator("allow_networks", mode="before")
    @classmethod
    def _listed(cls, said: Any) -> Any:
        """Networks separated by commas."""
        if not isinstance(said, str):
            return said
        return tuple(ip_network(one.strip()) for one in said.split(",") if one.strip())
