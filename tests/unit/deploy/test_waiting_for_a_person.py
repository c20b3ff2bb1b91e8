"""When a start waits no longer: whoever is not ready tells of problems that a person has to see to."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import httpx
import pytest

from deploy.minqing.supervise import Readiness

READY = {"ready": True, "lag_seconds": 0, "problems": 0}
STANDS_STILL = {"ready": False, "lag_seconds": 9, "problems": 2}
NOT_REACHED = {"ready": False, "lag_seconds": 0, "problems": 0}


@contextmanager
def answering(code: int, body: str) -> Iterator[str]:
    """A server on this machine that says this to everyone; where it is."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(code)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    serving = Thread(target=server.serve_forever, args=(0.01,))
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def there(code: int, told: str) -> tuple[bool, bool]:
    """Whether it is there for the one who starts it, and whether a person is needed."""
    with answering(code, told) as url, httpx.Client(timeout=5, trust_env=False) as client:
        readiness = Readiness(client, url)
        return readiness.there(), readiness.needs_a_person


def of_gateway(**services: Mapping[str, object]) -> str:
    return json.dumps({"ready": False, "services": services})


def test_who_is_ready_needs_nobody() -> None:
    assert there(200, '{"ready": true}') == (True, False)


@pytest.mark.parametrize(
    "told",
    [
        '{"ready": false, "lag": [], "problems": [{"kind": "parked"}]}',
        of_gateway(ledger=STANDS_STILL, notify=READY),
        of_gateway(ledger=STANDS_STILL, notify=STANDS_STILL),
    ],
)
def test_what_stands_still_until_a_person_acts_is_up(told: str) -> None:
    assert there(503, told) == (True, True)


@pytest.mark.parametrize(
    "told",
    [
        of_gateway(ledger=NOT_REACHED, notify=READY),
        of_gateway(ledger=NOT_REACHED, notify=STANDS_STILL),
        '{"code": "unavailable", "status": 503}',
        "not up yet",
    ],
)
def test_who_is_not_up_or_does_not_reach_a_service_is_waited_for(told: str) -> None:
    assert there(503, told) == (False, False)
