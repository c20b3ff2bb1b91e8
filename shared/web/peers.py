"""How a service asks another over HTTP: signed in its own name, with short patience and kept connections."""

from collections.abc import Generator

import httpx

from shared import tracing
from shared.ids import Tenant
from shared.web.tokens import Signer

_CONNECT_SECONDS = 2.0
_ANSWER_SECONDS = 35.0  # longer than the longest poll of a feed


class SignedBy(httpx.Auth):
    """Puts a fresh token of this service on every request; `x-district` of a request names its district.

    `traced`: what is asked for a traced request is traced too. Whoever reads a feed does so for nobody in particular.
    """

    def __init__(self, signer: Signer, *, traced: bool = False) -> None:
        self._signer = signer
        self._traced = traced

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign and send."""
        district = request.headers.pop("x-district", None)
        token = self._signer.for_service(Tenant(district) if district else None)
        request.headers["Authorization"] = f"Bearer {token}"
        if self._traced and (trace := tracing.here().traceparent):
            request.headers["traceparent"] = trace
        yield request


def peer(signer: Signer, url: str, *, traced: bool = False) -> httpx.AsyncClient:
    """A client of another service, see `SignedBy`. Close it when done."""
    timeout = httpx.Timeout(_ANSWER_SECONDS, connect=_CONNECT_SECONDS)
    return httpx.AsyncClient(base_url=url, auth=SignedBy(signer, traced=traced), timeout=timeout, trust_env=False)
