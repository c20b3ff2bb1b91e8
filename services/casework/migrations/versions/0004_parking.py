"""What operators decide of parked events."""

from alembic import op

from shared.eventstore.migrations import create_parking

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """What operators decide of parked events."""
    create_parking(op, "casework")
