"""Several commands for one stream in a group, where none of them minds the version."""

from alembic import op

from shared.eventstore.migrations import renew_append

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Several commands for one stream in a group, where none of them minds the version."""
    renew_append(op, "ledger")
