"""Mark what is no real commune."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add a table that is empty in every database of a real commune."""
    op.create_table(
        "mark",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mark")),
    )
