"""The gateway as somebody stands before it: each answer as it came, also every "no"."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any  # bodies are JSON

import httpx

from deploy.minqing.process import wait_until

_PATIENCE_SECONDS = 60
_BETWEEN_SECONDS = 0.1
_NOT_YET = (502, 503)
_MOST_PAGES = 50

STAYING = {"GATEWAY_SESSION_IDLE_MINUTES": "600"}
"""What a gateway is told whose people a whole run of tests asks: nobody is logged out for having waited their turn."""


@dataclass
class Person:
    """Who asks: a log-in or a key, by what it sends in `Authorization`; reads what it has written."""

    door: "Door" = field(repr=False)
    token: str = field(repr=False)
    positions: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: Any = None, key: str = "", **headers: str) -> httpx.Response:
        """The answer to one request; `body` as bytes is sent as it is."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= {"authorization": f"Bearer {self.token}"} if self.token else {}
        sent |= {"idempotency-key": key} if key else {}
        sent = {"minqing-position": ",".join(self.positions.values())} | sent
        answer = self.door.ask(method, path, body, sent)
        if position := answer.headers.get("minqing-position"):
            self.positions[path.split("/")[1]] = position
        return answer

    def get(self, path: str) -> httpx.Response:
        """What is read there."""
        return self.ask("GET", path)

    def does(self, method: str, path: str, body: Any = None, key: str = "") -> Any:
        """The JSON of an answer that is no "no"; None without one."""
        answer = self.ask(method, path, body, key or f"{method} {path}"[:200])
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text[:600]}"
        return answer.json() if answer.content else None

    def items(self, path: str) -> list[dict[str, Any]]:
        """A list, all of its pages."""
        return [item for page in self._pages(path) for item in page["items"]]

    def _pages(self, path: str) -> Iterator[Any]:
        joint = "&" if "?" in path else "?"
        page = self.does("GET", path)
        for _ in range(_MOST_PAGES):
            yield page
            if not page["next"]:
                return
            page = self.does("GET", f"{path}{joint}after={page['next']}")
        raise AssertionError(f"{path} has no end")


@dataclass
class Door:
    """The public API of one installation."""

    url: str
    _people: dict[tuple[str | None, str], Person] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=f"{self.url}/api/v1", timeout=_PATIENCE_SECONDS, trust_env=False)

    def close(self) -> None:
        """Give the connections back."""
        self.http.close()

    def person(self, district: str | None, account: str, password: str) -> Person:
        """Somebody who has logged in."""
        if (district, account) not in self._people:
            body = {"district": district, "account": account, "password": password}
            token = Person(self, "").does("POST", "/sessions", body)["token"]
            self._people[district, account] = Person(self, token)
        return self._people[district, account]

    def ask(self, method: str, path: str, body: Any, headers: dict[str, str]) -> httpx.Response:
        """An answer; one that says "not yet" is asked for again."""
        self.http.cookies.clear()  # many people share this client
        headers = {"accept-language": "en"} | headers
        answers: list[httpx.Response] = []

        def said() -> bool:
            answers[:] = [self._send(method, path, body, headers)]
            return answers[0].status_code not in _NOT_YET

        wait_until(said, _PATIENCE_SECONDS, step=_BETWEEN_SECONDS)
        return answers[0]

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> httpx.Response:
        if isinstance(body, bytes):
            return self.http.request(method, path, content=body, headers=headers)
        return self.http.request(method, path, json=body, headers=headers)
