"""A page of the feed is made where its bytes are."""

from alembic import op

from shared.eventstore.migrations import create_feed

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """A page of the feed is made where its bytes are."""
    create_feed(op, "scheduling")
