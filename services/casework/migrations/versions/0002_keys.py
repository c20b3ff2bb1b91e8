"""The keys of sealed values."""

from alembic import op

from shared.eventstore.migrations import create_keys

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """The keys of sealed values."""
    create_keys(op, "casework")
