"""Applications in processes of their own, under uvicorn with uvloop and httptools, as services run."""

import multiprocessing
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import psutil
import uvicorn
from fastapi import FastAPI

from shared.logs import log_as_json
from shared.settings import KEPT_SECONDS
from shared.testing.waiting import until

_PATIENCE_SECONDS = 120
# A fork of this process would inherit its loop and connections; one that imports everything anew takes seconds.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.bench.house"])


@dataclass(frozen=True)
class Served:
    """Where it listens, and its process."""

    port: int
    process: psutil.Process


@asynccontextmanager
async def served(port: int, make: Callable[..., FastAPI], *told: object) -> AsyncIterator[Served]:
    """The application that `make` makes of what it is told, once it answers; stopped afterwards."""
    process = _FORKS.Process(target=_serve, args=(port, make, *told), daemon=True)
    process.start()
    try:
        await until(lambda: _listens(port) or not process.is_alive(), _PATIENCE_SECONDS)
        assert process.is_alive(), "the server did not start"
        yield Served(port, psutil.Process(process.pid))
    finally:
        process.terminate()
        await until(lambda: not process.is_alive(), _PATIENCE_SECONDS)
        process.join()


def _serve(port: int, make: Callable[..., FastAPI], *told: object) -> None:
    log_as_json("warning")
    config = uvicorn.Config(
        make(*told),
        port=port,
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        timeout_keep_alive=KEPT_SECONDS,
    )
    uvicorn.Server(config).run()


def _listens(port: int) -> bool:
    with socket.socket() as trying:
        return trying.connect_ex(("127.0.0.1", port)) == 0
