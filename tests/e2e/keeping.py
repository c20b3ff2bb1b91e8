"""Everything that an installation keeps, as text to look for words in."""

import json
import subprocess
from pathlib import Path

import redis

from deploy.minqing import place
from deploy.minqing.services import SERVICES
from deploy.minqing.supervise import Minqing


def everything_kept(minqing: Minqing) -> dict[str, str]:
    """Each database, the bell, and each process's log."""
    postgres = minqing.postgres
    program = place.postgres_programs(postgres.user, postgres.home) / "pg_dump"
    kept = {f"database {name}": _dump(program, f"{postgres.url.rsplit('/', 1)[0]}/minqing_{name}") for name in SERVICES}
    kept["bell"] = _bell(minqing.redis.url)
    for log in (minqing.directory / "log").iterdir():
        kept[log.name] = log.read_text(encoding="utf-8", errors="replace")
    return kept


def written_as(words: str) -> set[str]:
    """How a plain text looks in a dump: as it is, escaped in JSON, and as bytes in hexadecimal."""
    return {words, json.dumps(words)[1:-1], words.encode().hex()}


def _dump(program: Path, url: str) -> str:
    done = subprocess.run([program, "--dbname", url, "--inserts"], capture_output=True, check=True)
    return done.stdout.decode()


def _bell(url: str) -> str:
    with redis.Redis.from_url(url, decode_responses=True, encoding_errors="replace") as server:
        return "\n".join(str(server.xrange(stream)) for stream in server.scan_iter("*"))
