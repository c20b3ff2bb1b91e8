"""What was discarded is known by its event."""

from alembic import op

from shared.eventstore.migrations import discard_by_event

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """What was discarded is known by its event."""
    discard_by_event(op, "casework")
