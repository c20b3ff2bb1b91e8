"""What a process logs that logs as services do, for tests to read."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from typing import Any  # a line is JSON

import structlog

from shared.logs import log_as_json


@contextmanager
def as_json() -> Iterator[list[dict[str, Any]]]:
    """This process logs as services do; the lines are there once the block has ended."""
    root, text, found = logging.getLogger(), StringIO(), list[dict[str, Any]]()
    before, level = list(root.handlers), root.level
    try:
        with redirect_stderr(text):
            log_as_json("info")
        yield found
    finally:
        structlog.reset_defaults()
        root.handlers[:] = before
        root.setLevel(level)
        found += map(json.loads, text.getvalue().splitlines())
