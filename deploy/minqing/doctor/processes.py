"""Asks every process of every service over HTTP whether it is ready, and what time it has."""

import asyncio
import socket
from collections.abc import Mapping, Sequence
from email.utils import parsedate_to_datetime
from typing import Any  # what a service tells of itself is JSON

import httpx

from deploy.minqing.doctor.seen import Answer, Away
from deploy.minqing.services import GATEWAY
from shared import clock
from shared.ids import Tenant

PATIENCE_SECONDS = 5.0
_DATE_SECONDS = 1.0
"""A date of HTTP says the second alone, and a server may put on the one before: half of both, in the middle."""


async def look(urls: Mapping[str, str]) -> dict[str, Sequence[Answer | Away]]:
    """By service, what each of its processes answers that its name leads to."""
    async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False) as client:
        found = await asyncio.gather(*(_of_service(client, service, url) for service, url in urls.items()))
    return dict(zip(urls, found, strict=True))


async def _of_service(client: httpx.AsyncClient, service: str, url: str) -> list[Answer | Away]:
    try:
        address = httpx.URL(url)
        replicas = await _addresses(address)
    except (OSError, httpx.InvalidURL) as error:
        return [Away(f"{url}: {error}")]
    path = "/livez" if service == GATEWAY else "/readyz"  # the gateway is ready when the others are, who are asked
    return list(await asyncio.gather(*(_asked(client, address.copy_with(host=each, path=path)) for each in replicas)))


async def _addresses(url: httpx.URL) -> list[str]:
    if url.scheme == "https":
        return [url.host]  # its certificate is for the name
    found = await asyncio.get_running_loop().getaddrinfo(url.host, url.port or 80, type=socket.SOCK_STREAM)
    families = {family for family, *_ in found}
    wanted = socket.AF_INET if socket.AF_INET in families else socket.AF_INET6  # two of them may lead to one process
    return sorted({str(address[0]) for family, *_, address in found if family == wanted})


async def _asked(client: httpx.AsyncClient, url: httpx.URL) -> Answer | Away:
    before, began = clock.now().timestamp(), clock.ticking()
    try:
        answer = await client.get(url)
        seconds = clock.ticking() - began
        return _understood(answer, seconds, before + seconds / 2)
    except httpx.HTTPError as error:
        return Away(str(error) or f"no answer in {PATIENCE_SECONDS:.0f} s")
    except (ValueError, KeyError, TypeError, AttributeError):
        return Away(f"{url.host}:{url.port} answers, but not as a service of Minqing")


def _understood(answer: httpx.Response, seconds: float, now: float) -> Answer:
    """Raises ValueError, KeyError, TypeError, AttributeError for what some other program says there."""
    document, url = answer.json(), answer.url
    address, ahead = f"{url.host}:{url.port}", _ahead(answer, now)
    return Answer(address, seconds, answer.is_success, ahead, _lag(document), _remedies(document))


def _ahead(answer: httpx.Response, now: float) -> float | None:
    said = answer.headers.get("date")
    return parsedate_to_datetime(said).timestamp() + _DATE_SECONDS - now if said else None


def _lag(document: Mapping[str, Any]) -> frozenset[tuple[str, Tenant, str]]:
    return frozenset((one["producer"], Tenant(one["tenant"]), one["follower"]) for one in document.get("lag", ()))


def _remedies(document: Mapping[str, Any]) -> list[str]:
    return [
        f"{one['kind']} {one['follower']} in {one['tenant']}: {one['remedy']}" for one in document.get("problems", ())
    ]
