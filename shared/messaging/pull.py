"""Another service's feed over HTTP."""

import httpx


class HttpFeed:
    """Reads GET /feed and /feed/heads of one service. The client has its base URL and signs its requests."""

    def __init__(self, service: str, client: httpx.AsyncClient) -> None:
        self.service = service
        self._client = client
