"""Keep first steps, requests about data, and files that somebody still looks at."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add three tables; nothing that was there changes."""
    op.create_table(
        "confirmed_step",
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("note", sa.String(120), nullable=False, server_default=""),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("confirmed_at", _MOMENT, nullable=False),
        sa.Column("confirmed_by", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("step", name=op.f("pk_confirmed_step")),
    )
    op.create_table(
        "upload",
        sa.Column("session_key", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("session_key", "kind", name=op.f("pk_upload")),
    )
    op.create_table(
        "data_request",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("way", sa.String(10), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False),
        sa.Column("recorded_by", sa.String(60), nullable=False),
        sa.Column("answered_on", sa.Date()),
        sa.Column("answered_by", sa.String(60), nullable=False, server_default=""),
        sa.Column("done_on", sa.Date()),
        sa.Column("done_by", sa.String(60), nullable=False, server_default=""),
        sa.CheckConstraint("kind IN ('view', 'correct', 'delete', 'withdraw')", name=op.f("ck_data_request_kind")),
        sa.CheckConstraint("way IN ('paper', 'leader', 'office', 'phone')", name=op.f("ck_data_request_way")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
    )
