"""`minqing subject erase`: it is done only when nothing of the person can be opened, and texts are texts."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any  # answers are JSON
from uuid import UUID

import pytest
from typer.testing import CliRunner, Result

from deploy.minqing.erasing import subject
from deploy.minqing.process import CannotRun

WHO = str(UUID(int=7))
VISIT = {"service": "ledger", "kind": "visit", "record": str(UUID(int=8)), "key": 1}
ERASURE = {"ground": "term-ended", "document": "〔2010〕9号", "by": "account:x", "at": "2010-12-20T02:00:00Z"}
RECEIPT = {"subject": WHO, "opened": [], "erasures": [{**ERASURE, "dropped": [VISIT]}]}
ORDER = ("--ground", "term-ended", "--document", "〔2010〕9号", "--yes")


@contextmanager
def answering(receipt: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """A gateway that lets an operator in and erases with this receipt; where it is, and what it was told."""
    told: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say({"subject": WHO, "opened": [VISIT], "erasures": []})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path.endswith("/sessions"):
                return self._say({"token": "t"})
            told.append(body)
            return self._say(receipt)

        def _say(self, answer: Any) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    serving = Thread(target=server.serve_forever, args=(0.01,))
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", told
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def erasing(url: str, secrets: Path, *words: str) -> Result:
    (secrets / "operator.password").write_text("secret", "utf-8")
    at: Sequence[str] = ("--gateway", url, "--secrets", str(secrets), "erase", "shifan", "C01-H01")
    return CliRunner().invoke(subject, [*at, *ORDER, *words])


def test_where_nothing_opens_any_more_it_is_done(tmp_path: Path) -> None:
    with answering(RECEIPT) as (url, told):
        done = erasing(url, tmp_path)
    assert (done.exit_code, len(told)) == (0, 1)
    assert f"Erased: {WHO}" in done.output


def test_what_others_wrote_meanwhile_is_said_and_it_is_not_done(tmp_path: Path) -> None:
    with answering({**RECEIPT, "opened": [{**VISIT, "record": str(UUID(int=9))}]}) as (url, _):
        done = erasing(url, tmp_path)
    assert isinstance(done.exception, CannotRun)
    assert "say it again" in str(done.exception)
    assert f"Erased: {WHO}" in done.output
    said = done.output.partition("Written meanwhile, and can still be opened:")[2]
    assert str(UUID(int=9)) in said


@pytest.mark.parametrize("text", [None, {"text": "走访一户"}, ["走访一户"], 7])
def test_what_is_no_text_does_not_come_in_the_place_of_one(tmp_path: Path, text: object) -> None:
    file = tmp_path / "texts.json"
    file.write_text(json.dumps({VISIT["record"]: text}), "utf-8")
    with answering(RECEIPT) as (url, told):
        done = erasing(url, tmp_path, "--redactions", str(file))
    assert isinstance(done.exception, CannotRun)
    assert told == []
