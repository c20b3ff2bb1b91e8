"""An installation that was told of but is not there: whoever asks it anything hears no, or nothing at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from deploy.demo.elsewhere import Elsewhere
from deploy.minqing.credentials import Credentials
from deploy.minqing.databases import Databases

NOWHERE = "127.0.0.1:1"


def installation(directory: Path, gateway: str = f"http://{NOWHERE}") -> Elsewhere:
    """As the demo's driver knows one."""
    password = directory.parent / "operator.password"
    password.write_text("the operator's\n", "utf-8")
    databases = Databases(NOWHERE, Credentials(directory.parent, given=True))
    return Elsewhere(gateway, directory, databases, password)


class _Refusing(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_error(403)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@contextmanager
def refusing() -> Iterator[str]:
    """The address of a gateway that lets nobody in."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Refusing)
    serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
