"""How every process writes its log: one JSON line an entry; ids, codes and counts, never contents."""

import logging
from collections.abc import Iterator
from traceback import format_tb

import structlog
from structlog.typing import ExcInfo, Processor


def log_as_json(level: str) -> None:
    """Write this process's entries, and those of its libraries, from `level` on."""
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    chain: list[Processor] = [structlog.contextvars.merge_contextvars, structlog.processors.add_log_level, stamp]
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.ExceptionRenderer(kinds_and_places),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        foreign_pre_chain=chain,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it writes every address it asks
    structlog.configure(
        processors=[*chain, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
    )


def kinds_and_places(exc_info: ExcInfo) -> str:
    """Of which kinds an error and its causes are and where they arose. Not what they say: a driver quotes values."""
    return "\n".join(_told(exc_info[1]))


def _told(error: BaseException | None) -> Iterator[str]:
    if error is None:
        return
    yield from _told(error.__cause__ or (None if error.__suppress_context__ else error.__context__))
    for each in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _told(each)
    state = getattr(error, "sqlstate", None)
    yield "".join(format_tb(error.__traceback__)) + " ".join(filter(None, (type(error).__qualname__, state)))
