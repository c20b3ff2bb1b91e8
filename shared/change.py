"""What follows from one event or fact for a read model: keyed, constant statements (style 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any  # parameters are whatever the columns take
from uuid import UUID

from sqlalchemy import Column, Text, text
from sqlalchemy.sql.base import Executable

from shared.ids import Tenant

Change = tuple[str, Executable, Mapping[str, Any]]
"""(key, statement, parameters). Changes of one key keep their order, and park together when one fails (design 5, 6)."""


@dataclass(frozen=True)
class Envelope:
    """Where an event or fact stands in its log, and who caused it. `id` is the event's; a fact has its event's."""

    id: UUID
    tenant: Tenant
    stream: str
    version: int  # of the stream; 0 for a foreign fact, whose feed does not tell it
    position: int
    actor: str  # empty for a foreign fact
    occurred: datetime


def tenant_column() -> Column[str]:
    """The district's column of a read model: first of its key, filled from the transaction's setting."""
    return Column("tenant", Text, primary_key=True, server_default=text("current_setting('minqing.tenant')"))
