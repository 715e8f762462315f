"""Keep what learners say about how they get on with the phone."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add two answers with their days; nobody has been asked yet."""
    with op.batch_alter_table("learner") as learner:
        for milestone in (1, 5):
            learner.add_column(sa.Column(f"rating_{milestone}", sa.Integer()))
            learner.add_column(sa.Column(f"rating_{milestone}_on", sa.Date()))
