# long: whoever checks a log is handed this one file
"""Checks the export of a log, and a seal on it, without Minqing: this file and a Python from 3.11 on are enough.

    python3 verifier.py EXPORT [--seal SEAL [--key KEY]]

EXPORT is a file as docs/formats.md 2 describes, or - for the standard input; it is read line by line, so it may be of
any length. Any event that was changed, removed, inserted or moved is found. SEAL (formats 3), a file or the text itself
as a receipt shows it, tells besides that nothing before it was cut off or computed anew; KEY is the public key of the
installation that made it, as the seal writes it, had from its operators by another way. Ends with 0 when everything
verifies; with 1 and a sentence that names the line when something does not; with 2 when a file cannot be read, or
something impossible was asked.

It shares nothing with the code that writes logs: a mistake there is not repeated here.
"""

import argparse
import json
import re
import struct
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256, sha512
from typing import Any, BinaryIO  # Any: a line is a JSON object
from uuid import UUID

LONGEST = 32 * 2**20
"""Bytes of a line. A request has at most 8 MiB, and its event shows what it said in `data` and in `fact`."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Broken(Exception):
    """What does not verify, and where."""


class CannotCheck(Exception):
    """What was asked makes no sense."""


def run(export: str, seal: str | None, key: str | None) -> int:
    """Check files by their names, say the verdict, and return the exit code."""
    try:
        sys.stdout.write(_checked(export, seal, key))
    except Broken as broken:
        sys.stderr.write(f"Does NOT verify: {broken}.\n")
        return 1
    except CannotCheck as wrong:
        sys.stderr.write(f"{wrong}.\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"Cannot read {error.filename or export}: {error.strerror}.\n")
        return 2
    return 0


def _checked(export: str, sealed: str | None, key: str | None) -> str:
    if key is not None and sealed is None:
        raise CannotCheck("--key says who signed a seal: give --seal too")
    trusted = None if key is None else _trusted(key)
    seal = None if sealed is None else read_seal(_handed(sealed), trusted)
    if export == "-":
        return verdict(verify(sys.stdin.buffer, seal), seal, trusted)
    with open(export, "rb") as file:
        return verdict(verify(file, seal), seal, trusted)


def _handed(seal: str) -> bytes:
    """The seal itself, as copied from a receipt, or the content of the file of that name; paper has broken its line."""
    if seal.lstrip().startswith("{"):
        content = seal.encode(errors="surrogateescape")
    else:
        with open(seal, "rb") as file:
            content = file.read(LONGEST + 1)
    return b"".join(content.split())


def _trusted(key: str) -> bytes:
    try:
        return _key(key.strip(), "--key")
    except Broken as broken:
        raise CannotCheck(str(broken)) from None


# What stands on a line: JSON, its members, and what each becomes.

Said = dict[str, Any]
Kind = Callable[[Any, str], Any]  # from what a member says, and how to call the member, to what it stands for
Shape = Mapping[str, Kind]


def read(line: bytes) -> Said:
    """The JSON object of a line, in which nothing can be read in two ways."""
    if len(line) > LONGEST:
        raise Broken(f"it has more than {LONGEST} bytes")
    if b"\r" in line:
        raise Broken("it has a carriage return: lines end with a line feed alone")
    try:
        said = json.loads(line.decode(), object_pairs_hook=_once, parse_int=_integer, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise Broken("it is not UTF-8") from None
    except (ValueError, RecursionError):
        raise Broken("it is not JSON") from None
    if not isinstance(said, dict):
        raise Broken("it is no JSON object")
    return said


def _once(pairs: list[tuple[str, Any]]) -> Said:
    said = dict(pairs)
    if len(said) < len(pairs):
        raise Broken("it says a member twice")
    return said


def _integer(digits: str) -> int:
    return int(digits) if len(digits) <= 20 else _no_number(digits)


def _no_number(digits: str) -> int:
    raise Broken(f"it has a number that is not one of 64 bits: {digits[:20]}")


def members(said: Any, shape: Shape, whose: str = "it") -> Said:
    """Exactly the members of a shape, each as what it stands for."""
    if not isinstance(said, dict):
        raise Broken(f"{whose} is no object")
    for name in shape:
        if name not in said:
            raise Broken(f"{whose} lacks {name}")
    for name in said:
        if name not in shape:
            raise Broken(f"{whose} has a member that the format does not know: {ascii(name)[:40]}")
    return {name: become(said[name], f"its {name}") for name, become in shape.items()}


def _matching(pattern: str, what: str) -> Callable[[Any, str], str]:
    def matching(value: Any, whose: str) -> str:
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return value
        raise Broken(f"{whose} is not {what}")

    return matching


def _number(value: Any, whose: str) -> int:
    if type(value) is int and -(2**63) <= value < 2**63:
        return value
    raise Broken(f"{whose} is not a whole number of 64 bits")


def _text(value: Any, whose: str) -> bytes:
    try:
        return _lp(value.encode())
    except (AttributeError, UnicodeEncodeError):
        raise Broken(f"{whose} is not a text") from None


def _word(value: Any, whose: str) -> bytes:
    if value == "":
        raise Broken(f"{whose} is empty")  # it would have the hash of an event without a fact
    return _text(value, whose)


def _base64(length: int) -> Callable[[Any, str], bytes]:
    def decoded(value: Any, whose: str) -> bytes:
        try:
            found = b64decode(value, validate=True)
        except (TypeError, ValueError):
            found = b""
        if len(found) == length and b64encode(found).decode() == value:
            return found
        raise Broken(f"{whose} is not the base64 of {length} bytes")

    return decoded


def _time(value: Any, whose: str) -> str:
    try:
        written = datetime.fromisoformat(value).isoformat(timespec="microseconds").replace("+00:00", "Z")
    except (TypeError, ValueError):
        written = ""
    if written == value and written.endswith("Z"):
        return written
    raise Broken(f"{whose} is not a time in UTC, to the microsecond")


def microseconds(time: str) -> int:
    """Since 1970-01-01T00:00:00Z."""
    return (datetime.fromisoformat(time) - _EPOCH) // timedelta(microseconds=1)


_name = _matching(r"[a-z0-9-]{1,40}", "a name of a-z, 0-9 and -")
_hash = _matching(r"[0-9a-f]{64}", "a hash: 64 digits of 0-9 and a-f")
_uuid = _matching(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "an id: 36 characters of 0-9, a-f and -")
_key, _signature = _base64(32), _base64(64)


def _lp(content: bytes) -> bytes:
    return struct.pack(">i", len(content)) + content


def _i64(number: int) -> bytes:
    return struct.pack(">q", number)


# The chain (formats 1), along the lines of an export (formats 2).

LOG_FORMAT = "minqing-log/1"
ORIGIN: Shape = {
    "format": _matching(LOG_FORMAT, LOG_FORMAT),
    "service": _name,
    "store": _uuid,
    "tenant": _name,
    "from": _number,
    "previoushash": _hash,
}
EVENT: Shape = {
    "position": _number,
    "stream": _text,
    "version": _number,
    "type": _text,
    "eventid": _uuid,
    "commandid": _uuid,
    "actor": _text,
    "occurred": _number,
    "recorded": _number,
    "data": _text,
    "meta": _text,
    "fact": lambda fact, whose: None if fact is None else members(fact, FACT, whose),
    "hash": _hash,
}
FACT: Shape = {"type": _word, "data": _text}
WITHHELD: Shape = {"position": _number, "version": _number, "recorded": _number, "digest": _hash, "hash": _hash}
END: Shape = {"head": lambda head, whose: members(head, HEAD, whose)}
HEAD: Shape = {"position": _number, "hash": _hash}
NO_FACT = {"type": _lp(b""), "data": _lp(b"")}


@dataclass
class Log:
    """Which log an export shows, from where, and how far it was followed: the hash there, in hex."""

    service: str
    store: str
    tenant: str
    first: int
    position: int
    hash: str
    withheld: int = 0
    ended: bool = False


@dataclass(frozen=True)
class Seal:
    """What a seal says, once its signature was found good: whose log, how far, its hash there, when, by which key."""

    service: str
    store: str
    tenant: str
    position: int
    hash: str
    time: str
    key: bytes


def verify(export: BinaryIO, seal: Seal | None = None) -> Log:
    """Follow an export to its head. Raises Broken where it does not follow, or is not what was sealed."""
    log, number = None, 0
    for number, line in enumerate(iter(lambda: export.readline(LONGEST + 1), b""), 1):
        try:
            log = _begun(read(line), seal) if log is None else _followed(log, read(line), seal)
        except Broken as broken:
            raise Broken(f"line {number}: {broken}") from None
    if log is None:
        raise Broken("the export is empty")
    if not log.ended:
        raise Broken(f"line {number + 1}: the export ends here, without its head: its end was cut off")
    if seal and seal.position > log.position:
        raise Broken(
            f"the log was sealed at position {seal.position} and this export ends at {log.position}: "
            "its end was cut off, or it is older than the seal"
        )
    return log


def _begun(said: Said, seal: Seal | None) -> Log:
    if said.get("format") != LOG_FORMAT:
        raise Broken(f"this is no export of the format {LOG_FORMAT}")
    line = members(said, ORIGIN)
    log = Log(line["service"], line["store"], line["tenant"], line["from"], line["from"] - 1, line["previoushash"])
    if log.first < 1:
        raise Broken("a log begins at position 1")
    if log.first == 1 and log.hash != _genesis(log):
        raise Broken("previoushash is not what the log of this service, store and tenant begins with")
    if seal:
        _require_the_sealed(log, seal)
    return log


def _genesis(log: Log) -> str:
    names = (LOG_FORMAT.encode(), log.service.encode(), UUID(log.store).bytes, log.tenant.encode())
    return sha256(b"".join(map(_lp, names))).hexdigest()


def _require_the_sealed(log: Log, seal: Seal) -> None:
    for name in ("service", "store", "tenant"):
        if getattr(log, name) != getattr(seal, name):
            raise Broken(f"this is the {name} {getattr(log, name)}, and the seal is of {getattr(seal, name)}")
    if seal.position < log.position:
        raise Broken(f"the export begins at position {log.first}, after the sealed position {seal.position}")
    _compare(log, seal)


def _compare(log: Log, seal: Seal) -> None:
    if log.position == seal.position and log.hash != seal.hash:
        raise Broken(f"position {log.position} does not have the hash that was sealed: what is here is not that log")


def _followed(log: Log, said: Said, seal: Seal | None) -> Log:
    if log.ended:
        raise Broken("it comes after the head")
    if "head" in said:
        return _ended(log, members(said, END)["head"])
    line = members(said, WITHHELD if "digest" in said else EVENT)
    if line["position"] != log.position + 1:
        raise Broken(f"position {line['position']} comes after position {log.position}")
    digest = bytes.fromhex(line["digest"]) if "digest" in line else _digest(log.tenant, line)
    numbers = b"".join(_i64(line[name]) for name in ("position", "version", "recorded"))
    if sha256(bytes.fromhex(log.hash) + numbers + digest).hexdigest() != line["hash"]:
        raise Broken(f"position {line['position']} does not have the hash that follows from it and those before")
    log.position, log.hash, log.withheld = line["position"], line["hash"], log.withheld + ("digest" in line)
    if seal:
        _compare(log, seal)
    return log


def _digest(tenant: str, line: Said) -> bytes:
    fact = line["fact"] or NO_FACT
    parts = (
        _lp(tenant.encode()),
        line["stream"],
        line["type"],
        UUID(line["eventid"]).bytes,
        UUID(line["commandid"]).bytes,
        line["actor"],
        _i64(line["occurred"]),
        line["data"],
        line["meta"],
        fact["type"],
        fact["data"],
    )
    return sha256(b"".join(parts)).digest()


def _ended(log: Log, head: Said) -> Log:
    if (head["position"], head["hash"]) != (log.position, log.hash):
        raise Broken(f"the head is not at position {log.position} with its hash: events before it are missing")
    log.ended = True
    return log


# The seal (formats 3).

SEAL_FORMAT = "minqing-seal/1"
SEAL: Shape = {
    "format": _matching(SEAL_FORMAT, SEAL_FORMAT),
    "service": _name,
    "store": _uuid,
    "tenant": _name,
    "position": _number,
    "hash": _hash,
    "time": _time,
    "key": _key,
    "signature": _signature,
}


def read_seal(content: bytes, trusted: bytes | None = None) -> Seal:
    """A seal whose signature is good, and by the trusted key if one is given. Raises Broken."""
    try:
        said = members(read(content), SEAL)
        signature = said.pop("signature")
        del said["format"]
        seal = Seal(**said)
        if not is_signed(seal.key, _sealed(seal), signature):
            raise Broken("its signature is not that of its key on what it says")
    except Broken as broken:
        raise Broken(f"the seal: {broken}") from None
    if trusted is not None and seal.key != trusted:
        raise Broken(f"the seal: it was made by another key, {b64encode(seal.key).decode()}")
    return seal


def _sealed(seal: Seal) -> bytes:
    names = (SEAL_FORMAT.encode(), seal.service.encode(), UUID(seal.store).bytes, seal.tenant.encode())
    place = (_i64(seal.position), bytes.fromhex(seal.hash), _i64(microseconds(seal.time)))
    return b"".join((*map(_lp, names), *place))


# Ed25519 (RFC 8032), by points with two coordinates: slow, some hundredths of a second, and short.

Point = tuple[int, int]
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)  # of -1
ZERO = (0, 1)
BASE = (
    15112221349535400772501151409588531511454012693041857206046113283949847762202,
    46316835694926478169428394003475163141307993866256225615783033603165251855960,
)


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the key's owner signed; other writings of a number, and keys that would sign anything, do not count."""
    owner, commitment = _point(key), _point(signature[:32])
    answer = int.from_bytes(signature[32:], "little")
    if owner is None or commitment is None or answer >= ORDER or _times(8, owner) == ZERO:
        return False
    question = int.from_bytes(sha512(signature[:32] + key + message).digest(), "little") % ORDER
    return _times(answer, BASE) == _plus(commitment, _times(question, owner))


def _point(encoded: bytes) -> Point | None:
    odd, y = divmod(int.from_bytes(encoded, "little"), 2**255)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT % P
    if y >= P or x * x % P != square or (x == 0 and odd):
        return None
    return (x if x % 2 == odd else P - x), y


def _plus(a: Point, b: Point) -> Point:
    (x1, y1), (x2, y2) = a, b
    k = D * x1 * x2 * y1 * y2 % P
    return (x1 * y2 + x2 * y1) * pow(1 + k, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - k, -1, P) % P


def _times(number: int, point: Point) -> Point:
    product = ZERO
    while number:
        if number % 2:
            product = _plus(product, point)
        number, point = number // 2, _plus(point, point)
    return product


# The command line.


def verdict(log: Log, seal: Seal | None, trusted: bytes | None) -> str:
    """What was found of an export that verifies, and what that does not tell."""
    found = f"The log of {log.service} in {log.tenant} verifies (store {log.store})."
    events = f"Positions {log.first} to {log.position}" if log.position >= log.first else "No event"
    said = [found, f"{events}, {log.withheld} withheld; head {log.position} {log.hash}"]
    if log.first > 1:
        said.append(f"What was before position {log.first} is not in this export.")
    return "\n".join((*said, *_about(log, seal, trusted), ""))


def _about(log: Log, seal: Seal | None, trusted: bytes | None) -> Iterable[str]:
    if not seal:
        yield "Without --seal nobody can tell whether its end was cut off, or all of it computed anew."
        return
    yield f"Sealed up to position {seal.position}, on {seal.time}, by the key {b64encode(seal.key).decode()}"
    if trusted is None:
        yield "Whose key that is, the seal cannot tell: compare it with the one you were told, or say --key."
    if log.position > seal.position:
        yield f"Positions {seal.position + 1} to {log.position} came after the seal: no seal speaks for them."


def main() -> None:
    """Entry point, where this file is run by itself."""
    parser = argparse.ArgumentParser(description="Check the export of a log, and a seal on it.")
    parser.add_argument("export", nargs="?", default="-", help="the export (.jsonl), - for the standard input")
    parser.add_argument("--seal", help="a seal of that log: a file, or its text")
    parser.add_argument("--key", help="the public key that must have made the seal, base64")
    said = parser.parse_args()
    sys.exit(run(said.export, said.seal, said.key))


if __name__ == "__main__":
    main()
