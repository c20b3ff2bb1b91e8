"""What each process of ours does before it serves."""

from shared.logs import log_as_json
from shared.settings import ServiceSettings, TracesSettings, settings_or_end


def begin(service: str, settings: ServiceSettings) -> None:
    """Write the log as JSON, and be followed where a collector is named."""
    traces = settings_or_end(TracesSettings)
    log_as_json(settings.log_level)
    if traces.are_wanted:
        from shared.collector import export  # a third of a second, which who is not followed does without

        export(service)
