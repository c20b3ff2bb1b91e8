"""Several builds of a read model, and a pointer to the live one."""

from alembic import op

from shared.eventstore.migrations import create_builds

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Several builds of a read model, and a pointer to the live one."""
    create_builds(op, "casework")
