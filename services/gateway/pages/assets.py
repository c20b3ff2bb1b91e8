"""Styles and scripts: read once, each at an address that changes with its bytes, so that it may be kept for ever."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from fastapi import APIRouter, Request, Response

from shared.errors import NotFound

router = APIRouter(include_in_schema=False)

_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """A file as it is sent, plain and packed."""

    address: str
    type: str
    plain: bytes
    packed: bytes


@cache
def assets() -> Mapping[str, Asset]:
    """The files by name."""
    found = (files("services.gateway") / "static").iterdir()
    return {file.name: _asset(file.name, file.read_bytes()) for file in found if _ending(file.name) in _TYPES}


def address_of(name: str) -> str:
    """Where a page finds a file."""
    return assets()[name].address


@router.get("/static/{address}")
async def asset(address: str, request: Request) -> Response:
    """One file. Raises NotFound for an address that is not, or no longer, one."""
    found = _by_address().get(f"/static/{address}")
    if found is None:
        raise NotFound("not-found")
    headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(found.packed, media_type=found.type, headers=headers)
    return Response(found.plain, media_type=found.type, headers=headers)


@cache
def _by_address() -> Mapping[str, Asset]:
    return {found.address: found for found in assets().values()}


def _asset(name: str, plain: bytes) -> Asset:
    stem, _, ending = name.rpartition(".")
    digest = sha256(plain).hexdigest()[:12]
    return Asset(f"/static/{stem}.{digest}.{ending}", _TYPES[ending], plain, gzip.compress(plain, mtime=0))


def _ending(name: str) -> str:
    return name.rpartition(".")[2]
