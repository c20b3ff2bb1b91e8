"""The bookkeeping of consumers, timers and projections."""

from alembic import op

from shared.eventstore.migrations import create_run

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """The bookkeeping of consumers, timers and projections."""
    create_run(op, "scheduling")
