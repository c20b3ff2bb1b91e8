"""`make openapi`: publish the API's document as it is now, unless callers of the published one would stumble."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any  # documents are JSON

from shared import clock
from shared.calendar import day_of
from tests.published.breaches import breaches
from tests.published.document import KEPT, as_it_is, as_text


def publish(now: dict[str, Any], kept: Path, on: date) -> int:
    """Write the document where it is kept, or say what stands in the way: 0 or 1."""
    found = breaches(json.loads(kept.read_text("utf-8")), now, on) if kept.exists() else []
    for line in found:
        sys.stdout.write(f"{line}\n")
    if found:
        sys.stdout.write("The API only grows; see CONTRIBUTING.md, “Changes”. Nothing was written.\n")
        return 1
    kept.write_text(as_text(now), "utf-8")
    sys.stdout.write(f"{kept.name} tells the API as it is now: {len(now['paths'])} paths.\n")
    return 0


if __name__ == "__main__":
    sys.exit(publish(as_it_is(), KEPT, day_of(clock.now())))
