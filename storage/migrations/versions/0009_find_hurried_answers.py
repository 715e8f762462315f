"""Find hurried answers without reading all."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add an index over the few answers that came faster than they can be read."""
    hurried = sa.text("is_hurried")
    op.create_index("ix_answer_hurried", "answer", ["day"], sqlite_where=hurried, postgresql_where=hurried)
