"""Is what was restored what the backup says? Each log is followed as `minqing log verify` does, to the same end."""

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO

from deploy.minqing import logs, verifier
from deploy.minqing.backup.record import End
from deploy.minqing.process import CannotRun


def check(url: str, service: str, tenant: str, expected: End) -> None:
    """Raises CannotRun where a district's log does not verify, or does not end as it did when it was backed up."""
    source, sink = os.pipe()  # of any length, through a little memory
    with ThreadPoolExecutor(1) as another, open(source, "rb") as lines:
        writing = another.submit(_export, url, tenant, sink)
        found = _verdict(lines)
        writing.result()
    if isinstance(found, verifier.Broken):
        raise CannotRun(f"The log of {service} in {tenant} does not verify: {found}.")
    if (found.position, found.hash) != (expected.position, expected.hash):
        raise CannotRun(f"The log of {service} in {tenant} does not end as it did when it was backed up.")


def _export(url: str, tenant: str, sink: int) -> None:
    with open(sink, "w", encoding="utf-8", newline="\n") as to:
        logs.export(url, tenant, to)


def _verdict(lines: BinaryIO) -> verifier.Log | verifier.Broken:
    try:
        return verifier.verify(lines)
    except verifier.Broken as broken:
        deque(lines, maxlen=0)  # whoever writes ends in peace
        return broken
