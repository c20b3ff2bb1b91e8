"""The public API as one account uses it: what the command line asks for."""

import secrets
from types import TracebackType
from typing import Any, Self  # bodies and answers are JSON

import httpx

from deploy.minqing.process import CannotRun

LOCAL = "http://127.0.0.1:8080"
_PATIENCE_SECONDS = 300


class Gateway:
    """A gateway at an address. What it says no to is raised as CannotRun, in its own sentence.

    `seen_at`: where people find it, when that is elsewhere: links to it lead there.
    """

    def __init__(self, url: str, seen_at: str = "") -> None:
        headers = {"Accept-Language": "en", **({"Host": httpx.URL(seen_at).netloc.decode()} if seen_at else {})}
        self._http = httpx.Client(base_url=f"{url.rstrip('/')}/api/v1", timeout=_PATIENCE_SECONDS, headers=headers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def log_in(self, account: str, password: str) -> None:
        """As "district/account", an operator as "account"."""
        district, _, name = account.rpartition("/")
        body = {"district": district or None, "account": name, "password": password}
        said = self.ask("POST", "/sessions", json=body).json()
        self._http.headers["Authorization"] = f"Bearer {said['token']}"

    def ask(self, method: str, path: str, key: str = "", **what: Any) -> httpx.Response:
        """A good answer."""
        return good(self.send(method, path, key, **what))

    def send(self, method: str, path: str, key: str = "", **what: Any) -> httpx.Response:
        """Any answer to a request under an Idempotency-Key, a new one unless one is given."""
        headers = {"Idempotency-Key": key or secrets.token_hex(16), **what.pop("headers", {})}
        try:
            return self._http.request(method, path, headers=headers, **what)
        except httpx.TransportError as error:
            raise CannotRun(f"The gateway at {self._http.base_url.host} does not answer ({error}).") from error


def good(answer: httpx.Response) -> httpx.Response:
    """An answer that is no "no". Raises CannotRun with the gateway's sentence."""
    if answer.is_success:
        return answer
    try:
        raise CannotRun(answer.json()["detail"])
    except (ValueError, KeyError, TypeError) as error:
        raise CannotRun(f"{answer.url} answered {answer.status_code}.") from error
