"""A delivery as it goes outside: a CloudEvent without anything that only the district's services need (formats 4)."""

import json
from collections.abc import Mapping
from typing import Any  # a row's columns are whatever they hold

from pydantic import JsonValue
from sqlalchemy import RowMapping

from shared.eventstore.cloudevents import rfc3339
from shared.ids import Tenant

SEQUENCE_DIGITS = 20


def sequence(number: int) -> str:
    """A delivery's number as the CloudEvents *sequence* extension compares it: as text."""
    return f"{number:0{SEQUENCE_DIGITS}d}"


def cloud_event(tenant: Tenant, row: RowMapping | Mapping[str, Any]) -> dict[str, JsonValue]:
    """The event of a row of the deliveries; the same one at each attempt and replay."""
    service = row["fact_type"].partition(".")[0]
    return {
        "specversion": "1.0",
        "id": str(row["fact"]),
        "source": f"/districts/{tenant}/{service}",
        "type": f"minqing.{row['fact_type']}",
        "subject": row["subject"],
        "time": rfc3339(row["at"]),
        "datacontenttype": "application/json",
        "tenant": tenant,
        "sequence": sequence(row["number"]),
        "data": row["data"],
    }


def as_text(event: Mapping[str, JsonValue]) -> str:
    """The exact text that is signed and sent."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))
