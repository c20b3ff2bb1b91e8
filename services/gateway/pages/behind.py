"""What a page asks for its reader: the gateway's own public API, in process.

So a page goes by the same routes, table of roles and signature as any program, and shows nothing that the API does not.
"""

from dataclasses import dataclass
from typing import Any  # bodies are JSON

import httpx
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.positions import newest
from shared.web.sentences import Language
from shared.web.traced import WITHIN

API = "/api/v1"
_POSITION = "minqing-position"


class No(Exception):
    """The API said no: its problem document."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(problem.get("code"))
        self.status = status
        self.code = str(problem.get("code", ""))
        self.detail = str(problem.get("detail", ""))
        self.details: dict[str, Any] = problem.get("details", {})
        self.errors: list[dict[str, str]] = problem.get("errors", [])


@dataclass
class Behind:
    """Asks as the holder of a session's token, from their network address; `here`: where they found the gateway.

    `read` holds the Minqing-Positions of what its reader has written: they see it, whichever gateway is asked.
    """

    app: ASGIApp
    token: str
    address: str
    language: Language
    here: str
    read: str = ""

    async def get(self, path: str, **query: Any) -> Any:
        """What is read there; parameters that are None are left out. Raises No."""
        asked = {name: value for name, value in query.items() if value is not None}
        return (await self.ask("GET", path, query=asked or None)).json()

    async def every(self, path: str, **query: Any) -> list[Any]:
        """All items of a list, page by page. Raises No."""
        found = await self.get(path, **query)
        items = list(found["items"])
        while found["next"]:
            found = await self.get(path, **query, after=found["next"])
            items += found["items"]
        return items

    async def _within(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app({**scope, WITHIN: True}, receive, send)

    async def ask(
        self, method: str, path: str, body: Any = None, key: str = "", query: Any = None, **headers: str
    ) -> httpx.Response:
        """A good answer; `body` as bytes is sent as it is. Raises No."""
        sent = {"authorization": f"Bearer {self.token}", "accept-language": self.language, **headers}
        sent |= {_POSITION: self.read} if self.read else {}
        sent |= {"idempotency-key": key} if key else {}
        content: dict[str, Any] = {"content": body} if isinstance(body, bytes) else {"json": body}
        transport = httpx.ASGITransport(self._within, raise_app_exceptions=False, client=(self.address, 0))
        async with httpx.AsyncClient(transport=transport, base_url=self.here, trust_env=False) as http:
            answer = await http.request(method, API + path, params=query, headers=sent, **content)
        if not answer.is_success:
            raise _no(answer)
        self.read = newest(f"{self.read},{answer.headers.get(_POSITION, '')}")
        return answer


def _no(answer: httpx.Response) -> No:
    return No(answer.status_code, answer.json() if "json" in answer.headers.get("content-type", "") else {})
