"""Everything that an installation keeps, to look for words in, however they are written there."""

import base64
import binascii
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import redis

from deploy.minqing import place
from deploy.minqing.services import SERVICES
from deploy.minqing.supervise import Minqing

_HEX = re.compile(rb"(?:[0-9a-f]{2}){6,}|(?:[0-9A-F]{2}){6,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{8,}={0,2}")
_ESCAPED = re.compile(rb"(?:\\+u[0-9a-fA-F]{4})+")
_IN_AN_ADDRESS = re.compile(rb"(?:%[0-9a-fA-F]{2})+")
_WRAPPED = 2  # how deep: the bytes of a base64 text are in hexadecimal in a dump


def everything_kept(minqing: Minqing) -> dict[str, bytes]:
    """Each database, what was rung, each process's log, and whatever else lies about, but for the secrets."""
    postgres = minqing.postgres
    program = place.postgres_programs(postgres.user, postgres.home) / "pg_dump"
    kept = {f"database {name}": _dump(program, f"{postgres.url.rsplit('/', 1)[0]}/minqing_{name}") for name in SERVICES}
    kept["bell"] = _bell(minqing.redis.url)
    for file in (file for folder in ("log", "exports", "run") for file in (minqing.directory / folder).glob("*")):
        kept[file.name] = file.read_bytes()
    return kept


def pages_on_disk(minqing: Minqing) -> Iterator[tuple[str, bytes]]:
    """PostgreSQL's own files: what was deleted or rewritten is in these longer than in the databases."""
    for file in sorted(minqing.postgres.data.rglob("*")):
        if file.is_file() and not file.is_symlink():
            yield str(file.relative_to(minqing.postgres.data)), file.read_bytes()


def readable(kept: bytes) -> bytes:
    """What is kept, and all that it says when it is read as hexadecimal, base64, an escaped text or an address."""
    layers = [kept]
    for _ in range(_WRAPPED):
        layers.append(b"\n".join(_unwrapped(layers[-1])))
    return b"\n".join(layers)


def _unwrapped(text: bytes) -> Iterator[bytes]:
    yield from (bytes.fromhex(found.decode()) for found in _HEX.findall(text))
    yield from filter(None, map(_from_base64, _BASE64.findall(text)))
    if b"\\u" in text or b"%" in text:
        plain = _ESCAPED.sub(lambda found: _unescaped(found[0]), text)
        yield _IN_AN_ADDRESS.sub(lambda found: bytes.fromhex(found[0].replace(b"%", b"").decode()), plain)


def _from_base64(found: bytes) -> bytes:
    plain = found.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    try:
        return base64.b64decode(plain + b"=" * (-len(plain) % 4))
    except binascii.Error:
        return b""


def _unescaped(found: bytes) -> bytes:
    """What is written as backslash, u and four digits, however often that backslash was escaped in turn."""
    units = bytes.fromhex(re.sub(rb"\\+u", b"", found).decode())
    return units.decode("utf-16-be", "replace").encode()


def _dump(program: Path, url: str) -> bytes:
    return subprocess.run([program, "--dbname", url, "--inserts"], capture_output=True, check=True).stdout


def _bell(url: str) -> bytes:
    """Every message of every stream, field by field; something else than a stream is an error."""
    with redis.Redis.from_url(url) as server:
        messages = [fields for stream in server.scan_iter("*") for _, fields in server.xrange(stream)]
    return b"\n".join(part for fields in messages for pair in fields.items() for part in pair)
