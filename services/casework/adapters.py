"""The one place that asks the ledger to open what it has sealed."""

from collections.abc import Mapping, Sequence
from typing import Any  # an opened value is any JSON value
from uuid import UUID

import httpx

from shared.errors import Refused
from shared.ids import Tenant
from shared.sealed import Sealed
from shared.web.problems import Unavailable


class Ledger:
    """The owner of identities and of the words heard on visits."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def words(self, tenant: Tenant, sealed: Sequence[Sealed]) -> list[Any]:
        """Words, for somebody who may see their matter; None where erased."""
        return await self._ask(tenant, "/internal/words", {"values": _plain(sealed)})

    async def identity(
        self, tenant: Tenant, sealed: Sequence[Sealed], asked: Mapping[str, Any], command: UUID
    ) -> list[Any]:
        """Identities, for a purpose: the ledger records who asked before it answers; None where erased.

        `asked`: purpose, matter, actor, unit, at. Asked twice by the same `command`, it is recorded once.
        """
        body = {"sealed": _plain(sealed), **asked}
        return await self._ask(tenant, "/internal/openings", body, {"Idempotency-Key": str(command)})

    async def _ask(self, tenant: Tenant, path: str, body: Any, headers: dict[str, str] | None = None) -> list[Any]:
        """Raises Unavailable when the ledger is away, Refused for another body under a used command."""
        try:
            answer = await self._client.post(path, json=body, headers={"x-district": tenant, **(headers or {})})
            _is_for_the_first_time(answer)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise Unavailable(headers={"Retry-After": "2"}) from error
        values: list[Any] = answer.json()["values"]
        return values


def _is_for_the_first_time(answer: httpx.Response) -> None:
    if answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY and answer.json().get("code") == _USED:
        raise Refused(_USED)


_USED = "key-used-for-another-body"


def _plain(sealed: Sequence[Sealed]) -> list[Any]:
    return [value.model_dump(mode="json") for value in sealed]
