"""Remember who is unreachable."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add a column that is false for every chat so far."""
    op.add_column("chat", sa.Column("is_unreachable", sa.Boolean(), server_default=sa.text("false"), nullable=False))
