"""What the ledger must be told by its environment."""

from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Variables LEDGER_DATABASE_URL and so on."""

    model_config = SettingsConfigDict(env_prefix="LEDGER_")
