"""What follows from one event or fact for a read model: keyed, constant statements (style 6)."""

from collections.abc import Mapping
from typing import Any  # parameters are whatever the columns take

from sqlalchemy import Column, Text, text
from sqlalchemy.sql.base import Executable

from shared.envelope import Envelope

__all__ = ["Change", "Envelope", "tenant_column"]

Change = tuple[str, Executable, Mapping[str, Any]]
"""(key, statement, parameters). Changes of one key keep their order, and park together when one fails (design 5, 6)."""


def tenant_column() -> Column[str]:
    """The district's column of a read model: first of its key, filled from the transaction's setting."""
    return Column("tenant", Text, primary_key=True, server_default=text("current_setting('minqing.tenant')"))
