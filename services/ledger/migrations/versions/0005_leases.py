"""Which processes are alive."""

from alembic import op

from shared.eventstore.migrations import create_leases

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Which processes are alive."""
    create_leases(op, "ledger")
