"""What the ledger must be told by its environment."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings, SigningKeyFile


class Settings(ServiceSettings):
    """Variables LEDGER_DATABASE_URL and so on."""

    model_config = SettingsConfigDict(env_prefix="LEDGER_")

    seal_key_file: SigningKeyFile = Field(description="the Ed25519 key (PEM) that signs the seals on receipts")
