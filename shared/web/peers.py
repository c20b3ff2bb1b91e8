"""How a service asks another over HTTP: signed in its own name, with short patience and kept connections."""

from collections.abc import Generator

import httpx

from shared.ids import Tenant
from shared.web.tokens import Signer

_CONNECT_SECONDS = 2.0
_ANSWER_SECONDS = 35.0  # longer than the longest poll of a feed


class SignedBy(httpx.Auth):
    """Puts a fresh token of this service on every request; `x-district` of a request names its district."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign and send."""
        district = request.headers.pop("x-district", None)
        token = self._signer.for_service(Tenant(district) if district else None)
        request.headers["Authorization"] = f"Bearer {token}"
        yield request


def peer(signer: Signer, url: str) -> httpx.AsyncClient:
    """A client of another service. Close it when done."""
    timeout = httpx.Timeout(_ANSWER_SECONDS, connect=_CONNECT_SECONDS)
    return httpx.AsyncClient(base_url=url, auth=SignedBy(signer), timeout=timeout, trust_env=False)
