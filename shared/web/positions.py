"""`Minqing-Position`: an opaque word by which whoever writes reads what they wrote, on any replica."""

import base64
import binascii
from contextlib import suppress

from shared.web.problems import WebError


def position_header(service: str, position: int) -> str:
    """The word for a position of a service's log."""
    return base64.urlsafe_b64encode(f"{service}:{position}".encode()).decode().rstrip("=")


def sent_position(header: str, service: str) -> int:
    """The position that the asker has written at this service, 0 for none; words of other services are passed over.

    Raises WebError for a word that is none of ours.
    """
    words = [word.strip() for word in header.split(",") if word.strip()]
    return max((position for named, position in map(_read, words) if named == service), default=0)


def newest(header: str) -> str:
    """The words of a header, of each service only that of its highest position; what is none of ours is left out."""
    highest: dict[str, int] = {}
    for word in header.split(","):
        with suppress(WebError):
            service, position = _read(word.strip())
            highest[service] = max(position, highest.get(service, 0))
    return ",".join(position_header(service, position) for service, position in sorted(highest.items()))


def _read(word: str) -> tuple[str, int]:
    try:
        service, _, position = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)).decode().partition(":")
        return service, int(position)
    except (ValueError, binascii.Error) as error:
        raise WebError("position-malformed") from error
