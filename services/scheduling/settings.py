"""What scheduling must be told: what every service must, as SCHEDULING_DATABASE_URL and so on."""

from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Scheduling's settings; it asks no other party than the feeds of its peers."""

    model_config = SettingsConfigDict(env_prefix="SCHEDULING_")
