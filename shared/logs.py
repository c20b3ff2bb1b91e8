"""How every process writes its log: one JSON line an entry; ids, codes and counts, never contents."""

import logging
from collections.abc import Iterator
from contextvars import ContextVar
from traceback import format_tb
from uuid import UUID

import structlog
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

from shared.tracing import trace_of


class Work:
    """What a process is at: whose district's, which command, by which trace. Each line that comes of it says so.

    Entered, whatever is logged inside is about it.
    """

    __slots__ = ("_before", "command", "tenant", "traceparent")

    def __init__(self, tenant: str, command: UUID | None = None, traceparent: str = "") -> None:
        self.tenant = tenant
        self.command = command
        self.traceparent = traceparent

    def __enter__(self) -> None:
        self._before = _WORK.set(self)

    def __exit__(self, *_: object) -> None:
        _WORK.reset(self._before)

    def said(self) -> dict[str, str]:
        """What of it is known, by the names that all lines have for it."""
        command = str(self.command) if self.command else ""
        said = {"tenant": self.tenant, "command": command, "trace": trace_of(self.traceparent)}
        return {name: value for name, value in said.items() if value}


_WORK: ContextVar[Work | None] = ContextVar("work", default=None)


def about(work: Work) -> None:
    """Whatever this task logs from now on is about this: its server, too, when it says that a request has failed."""
    _WORK.set(work)


def say_what_for(logger: WrappedLogger, name: str, entry: EventDict) -> EventDict:
    """Add to an entry, where it does not say so itself: district, command, trace."""
    work = _WORK.get()
    return {**work.said(), **entry} if work else entry


def log_as_json(level: str) -> None:
    """Write this process's entries, and those of its libraries, from `level` on."""
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    chain: list[Processor] = [say_what_for, structlog.processors.add_log_level, stamp]
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
