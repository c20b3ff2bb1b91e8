"""The log, its append function and its rights."""

from alembic import op

from shared.eventstore.migrations import create_log

revision = "0001"
down_revision = None


def upgrade() -> None:
    """The log, its append function and its rights."""
    create_log(op, "ledger")
