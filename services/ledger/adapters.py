"""The one place that asks casework to destroy what it has sealed itself."""

from collections.abc import Mapping, Sequence
from typing import Any  # bodies are JSON
from uuid import UUID

import httpx

from shared.erasure import Dropped
from shared.ids import Tenant
from shared.web.problems import Unavailable


class Casework:
    """The owner of what was written about matters on their way: reasons, findings, opinions, who took a copy."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def sealed(self, tenant: Tenant, matters: Sequence[UUID]) -> list[Dropped]:
        """The words of these matters that can still be opened there."""
        return await self._ask(tenant, "/internal/erasures/preview", {"matters": _texts(matters)})

    async def drop(self, tenant: Tenant, matters: Sequence[UUID], order: Mapping[str, Any]) -> list[Dropped]:
        """Destroy them, on record; those too that were destroyed before are named. `order` as JSON."""
        return await self._ask(tenant, "/internal/erasures", {"matters": _texts(matters), **order})

    async def _ask(self, tenant: Tenant, path: str, body: Any) -> list[Dropped]:
        """Raises Unavailable while casework is away."""
        away = Unavailable("service-away", {"Retry-After": "2"}, service="casework")
        try:
            answer = await self._client.post(path, json=body, headers={"x-district": tenant})
        except httpx.TransportError as error:
            raise away from error
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            raise away
        answer.raise_for_status()  # asking again would not help: it is ours to mend
        return [Dropped.model_validate(one) for one in answer.json()["dropped"]]


def _texts(matters: Sequence[UUID]) -> list[str]:
    return [str(one) for one in matters]
