"""Which processes are alive."""

from alembic import op

from shared.eventstore.migrations import create_leases

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Which processes are alive."""
    create_leases(op, "notify")
